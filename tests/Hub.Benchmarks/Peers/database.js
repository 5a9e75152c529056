// The hub's own file, read only, mapped, with statements that stay prepared. better-sqlite3 where it was built, else the SQLite of Node itself.
async function open(file) {
  if (process.env.PEER_SQLITE !== "node") {
    try {
      const { default: Database } = await import("better-sqlite3");
      return [new Database(file, { readonly: true }), "better-sqlite3"];
    } catch (error) {
      if (process.env.PEER_SQLITE === "better-sqlite3") throw error;
    }
  }
  const { DatabaseSync } = await import("node:sqlite");
  return [new DatabaseSync(file, { readOnly: true }), "node:sqlite"];
}

const [database, driver] = await open(process.argv[3]);
database.exec("PRAGMA query_only = 1; PRAGMA mmap_size = 8589934592; PRAGMA cache_size = -8192");
const statements = new Map();

function prepared(sql) {
  let statement = statements.get(sql);
  if (!statement) statements.set(sql, (statement = database.prepare(sql)));
  return statement;
}

export { driver };
export const all = (sql, ...values) => prepared(sql).all(...values);
export const first = (sql, ...values) => prepared(sql).get(...values);

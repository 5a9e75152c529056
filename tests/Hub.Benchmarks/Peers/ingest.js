// A catalogue server as one would write it in Node.js: gRPC with @grpc/grpc-js, one transaction a message, a prepared upsert guarded by a hash of the
// content. It checks no token and no rule, keeps no verdict, log or digest. Arguments: folder of the protos, port, database.
import { createHash, randomUUID } from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { loadSync } = require("@grpc/proto-loader");
const [protos, port, file] = process.argv.slice(2);

async function open() {
  if (process.env.PEER_SQLITE !== "node") {
    try {
      const { default: Database } = await import("better-sqlite3");
      return new Database(file);
    } catch (error) {
      if (process.env.PEER_SQLITE === "better-sqlite3") throw error;
    }
  }
  const { DatabaseSync } = await import("node:sqlite");
  return new DatabaseSync(file);
}

const database = await open();
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072");
database.exec(`CREATE TABLE offers (id INTEGER PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, external_id TEXT NOT NULL, kind INTEGER NOT NULL,
  revision INTEGER NOT NULL, content_hash BLOB NOT NULL, title TEXT NOT NULL, description TEXT, language TEXT, area_code TEXT, sector TEXT, occupation_code TEXT,
  skills TEXT, openings INTEGER, pay_unit TEXT, pay_min_idr INTEGER, pay_max_idr INTEGER, published_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
  UNIQUE (source, external_id))`);
database.exec("CREATE INDEX by_time ON offers (kind, published_at, id); CREATE INDEX by_area ON offers (area_code, kind, published_at)");
database.exec("CREATE INDEX by_sector ON offers (sector, kind, published_at); CREATE INDEX by_source ON offers (source, kind, published_at, id)");
database.exec("CREATE INDEX by_pay ON offers (kind, pay_min_idr)");
const upsert = database.prepare(`INSERT INTO offers (public_id, source, external_id, kind, revision, content_hash, title, description, language, area_code, sector,
  occupation_code, skills, openings, pay_unit, pay_min_idr, pay_max_idr, published_at, changed_at)
  VALUES (?, ?, ?, 3, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (source, external_id) DO UPDATE SET revision = excluded.revision, content_hash = excluded.content_hash, title = excluded.title,
  description = excluded.description, language = excluded.language, area_code = excluded.area_code, sector = excluded.sector,
  occupation_code = excluded.occupation_code, skills = excluded.skills, openings = excluded.openings, pay_unit = excluded.pay_unit,
  pay_min_idr = excluded.pay_min_idr, pay_max_idr = excluded.pay_max_idr, changed_at = excluded.changed_at
  WHERE excluded.content_hash <> content_hash`);
const begin = database.prepare("BEGIN IMMEDIATE");
const commit = database.prepare("COMMIT");
const count = database.prepare("SELECT count(*) AS count FROM offers");

function write(source, items) {
  const now = Date.now();
  begin.run();
  for (const { external_id, revision, gig } of items) {
    const hash = createHash("sha256").update(JSON.stringify(gig)).digest();
    upsert.run(
      randomUUID(), source, external_id, Number(revision), hash, gig.title, gig.description, gig.language, gig.area_codes[0] ?? null, gig.sector,
      gig.occupation_code, JSON.stringify(gig.skills), gig.openings ?? null, gig.pay_unit, gig.pay_min_idr === undefined ? null : Number(gig.pay_min_idr),
      gig.pay_max_idr === undefined ? null : Number(gig.pay_max_idr), now, now);
  }
  commit.run();
}

const definition = loadSync("hub/catalogue/v1/catalogue_sync_service.proto", { includeDirs: [protos], keepCase: true, longs: String, enums: String, arrays: true });
const server = new grpc.Server();
server.addService(grpc.loadPackageDefinition(definition).hub.catalogue.v1.CatalogueSyncService.service, {
  Sync(call) {
    let source = "";
    let through = 0;
    call.on("data", (message) => {
      if (message.open) {
        source = message.open.source;
        call.write({ opened: { session_id: randomUUID(), credits: 10_000 } });
      } else if (message.items) {
        write(source, message.items.items);
        through = Number(message.items.first_sequence) + message.items.items.length - 1;
        call.write({ progress: { durable_through: through } });
      }
    });
    call.on("end", () => call.end());
  },
  GetSession(_, answer) {
    answer(null, { session: { durable_through: count.get().count } });
  },
});
server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error) => {
  if (error) throw error;
  console.log("ready");
});

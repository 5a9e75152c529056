// What the resolvers of every peer read: the statements of the endpoint by hand, and rows as the schema names their fields.
import { all, first } from "./database.js";

const sectors = ["", "BEAUTY", "FITNESS", "CLEANING", "REPAIR", "CONSTRUCTION", "AUTOMOTIVE", "OTHER"];
const payUnits = [null, "HOUR", "DAY", "TASK", "MONTH"];
const modes = [null, "OFFLINE", "ONLINE", "SELF_PACED", "BLENDED"];
const kinds = [null, "COURSE", "COURSE_RUN", "GIG", "VACANCY"];
const states = [null, "ACTIVE", "STALE", "SUSPENDED"];

function uuid(bytes) {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function instant(milliseconds) {
  const text = new Date(milliseconds).toISOString();
  return milliseconds % 1000 === 0 ? text.slice(0, 19) + "Z" : text;
}

const place = (after) => Buffer.from(after, "base64url").toString().split(",").map(Number);

/** Offers of a kind; the rows are read when a field first needs them, one more than the page to know whether there is a next. */
class Offers {
  #rows;
  constructor(kind, args, columns, map) {
    Object.assign(this, { kind, args, columns, map });
  }

  get sector() {
    const name = this.args.where?.sectorCode?.eq;
    return name ? sectors.indexOf(name) : undefined;
  }

  #read() {
    if (this.#rows) return this.#rows;
    const values = [];
    let where = `kind = ${this.kind} AND state = 1`;
    const add = (condition, ...given) => {
      where += ` AND ${condition}`;
      values.push(...given);
    };
    if (this.sector) add("sector_code = ?", this.sector);
    const least = this.args.where?.payMinIdr?.gte;
    if (least != null) add("pay_min_idr >= ?", least);
    if (this.args.after) add("(published_at, id) < (?, ?)", ...place(this.args.after));
    values.push(this.size + 1);
    return (this.#rows = all(`SELECT ${this.columns} FROM offers WHERE ${where} ORDER BY published_at DESC, id DESC LIMIT ?`, ...values));
  }

  get size() {
    return this.args.first ?? 50;
  }

  nodes() {
    return this.#read().slice(0, this.size).map(this.map);
  }

  hasNext() {
    return this.#read().length > this.size;
  }
}

export const gigs = (args) =>
  new Offers(
    3, args, "public_id, title, pay_unit, pay_min_idr, pay_max_idr, openings, published_at, source_id, known_area_code",
    (r) => ({
      id: uuid(r.public_id), title: r.title, payUnit: payUnits[r.pay_unit], payMinIdr: r.pay_min_idr, payMaxIdr: r.pay_max_idr, openings: r.openings,
      publishedAt: r.published_at, sourceId: r.source_id, areaCode: r.known_area_code,
    }),
  );

export const courses = (args) =>
  new Offers(
    1, args, "public_id, title, provider_name, price_idr, mode, hours, source_id, external_id",
    (r) => ({
      id: uuid(r.public_id), title: r.title, providerName: r.provider_name, priceIdr: r.price_idr, mode: modes[r.mode], hours: r.hours,
      sourceId: r.source_id, externalId: r.external_id,
    }),
  );

export const runs = (course, size) =>
  all(
    `SELECT public_id, starts_at, ends_at, capacity, venue_name FROM offers
     WHERE source_id = ? AND course_external_id = ? AND kind = 2 AND state = 1 ORDER BY starts_at, id LIMIT ?`,
    course.sourceId, course.externalId, size,
  ).map((r) => ({ id: uuid(r.public_id), startsAt: r.starts_at, endsAt: r.ends_at, capacity: r.capacity, venueName: r.venue_name }));

const source = (r) => ({ id: uuid(r.public_id), name: r.name, state: states[r.state], liveOffers: r.live_offers, participantId: r.participant_id });

export const sources = (size) => all("SELECT public_id, name, state, live_offers, participant_id FROM sources ORDER BY id LIMIT ?", size).map(source);

export const sourcesOf = (ids) =>
  byKey(
    ids, all("SELECT id, public_id, name, state, live_offers, participant_id FROM sources WHERE id IN (SELECT value FROM json_each(?))", unique(ids)),
    (r) => r.id, source,
  );

export const participantsOf = (ids) =>
  byKey(
    ids, all("SELECT id, legal_name FROM participants WHERE id IN (SELECT value FROM json_each(?))", unique(ids)),
    (r) => r.id, (r) => ({ legalName: r.legal_name }),
  );

export const areasOf = (codes) =>
  byKey(
    codes, all("SELECT code, name, parent_code FROM areas WHERE code IN (SELECT value FROM json_each(?))", unique(codes)),
    (r) => r.code, (r) => ({ code: r.code, name: r.name, parentCode: r.parent_code }),
  );

const unique = (keys) => JSON.stringify([...new Set(keys)]);

function byKey(keys, rows, key, map) {
  const found = new Map(rows.map((r) => [key(r), map(r)]));
  return keys.map((k) => found.get(k) ?? null);
}

/** Counts from the coarsest rollup, as by hand. */
export const count = (offers) => first("SELECT coalesce(sum(live_count), 0) AS n FROM rollup_sectors WHERE kind = ?", offers.kind).n;

const province = (r) => (r.province ? { code: r.province, name: r.provinceName } : null);
const sector = (r) => (r.sector ? { code: sectors[r.sector], nameId: r.sectorName } : null);

export function groups(offers, { by, orderBy, first: size = 100 }) {
  const fields = by.map((b) => b.field).join(" ");
  if (fields === "PROVINCE SECTOR")
    return all(
      `SELECT a.code AS province, a.name AS provinceName, s.code AS sector, s.name_id AS sectorName, r.live_count AS n, r.pay_count AS pays,
         r.pay_min_high * 4294967296 + r.pay_min_low AS pay
       FROM rollup_province_sectors r LEFT JOIN areas a ON a.code = r.province_code LEFT JOIN sectors s ON s.code = r.sector_code
       WHERE r.kind = ? ORDER BY a.code, s.code LIMIT ?`,
      offers.kind, size,
    ).map((r) => ({ key: { province: province(r), sector: sector(r) }, aggregate: { count: r.n, sum: { payMinIdr: r.pays ? r.pay : null } } }));
  if (fields === "SECTOR")
    return all(
      `SELECT s.code AS sector, s.name_id AS sectorName, r.live_count AS n FROM rollup_sectors r LEFT JOIN sectors s ON s.code = r.sector_code
       WHERE r.kind = ? ORDER BY s.code LIMIT ?`,
      offers.kind, size,
    ).map((r) => ({ key: { sector: sector(r) }, aggregate: { count: r.n } }));
  if (fields === "PROVINCE" && offers.sector && orderBy?.[0]?.field === "COUNT")
    return all(
      `SELECT a.code AS province, a.name AS provinceName, r.live_count AS n FROM rollup_province_sectors r LEFT JOIN areas a ON a.code = r.province_code
       WHERE r.kind = ? AND r.sector_code = ? ORDER BY r.live_count DESC, a.code LIMIT ?`,
      offers.kind, offers.sector, size,
    ).map((r) => ({ key: { province: province(r) }, aggregate: { count: r.n } }));
  if (fields === "PUBLISHED_AT" && by[0].interval === "MONTH")
    return all(
      "SELECT date(month * 86400, 'unixepoch') AS month, live_count AS n FROM rollup_month_totals WHERE kind = ? ORDER BY month LIMIT ?",
      offers.kind, size,
    ).map((r) => ({ key: { publishedAt: r.month }, aggregate: { count: r.n } }));
  throw new Error(`Not asked by any question: ${fields}.`);
}

/** The words of a search as the index asks for them; a last word without a space after it may be cut off. */
function match(text) {
  const words = text.split(" ").filter((w) => w);
  return words.map((w, i) => `"${w}"${i === words.length - 1 && !text.endsWith(" ") ? "*" : ""}`).join(" ");
}

const found = "FROM offer_search s CROSS JOIN rollup_items i ON i.offer_id = s.rowid WHERE s.offer_search MATCH ?";
const facetColumns = { KIND: "i.kind", PROVINCE: "nullif(i.province_code, '')", SECTOR: "nullif(i.sector_code, 0)" };

export const search = ({ text, first: size = 50 }) => ({ match: match(text), size });
export const searchCount = (s) => first(`SELECT count(*) AS n ${found}`, s.match).n;

export const searchNodes = (s) =>
  all(
    `SELECT o.public_id, o.kind, o.title, o.source_id
     FROM (SELECT s.rowid AS id, bm25(s.offer_search, 8.0, 1.0, 4.0) AS rank FROM offer_search s
         WHERE s.offer_search MATCH ? ORDER BY s.rowid DESC LIMIT 2000) AS w
     CROSS JOIN offers o WHERE o.id = w.id ORDER BY w.rank, o.id DESC LIMIT ?`,
    s.match, s.size,
  ).map((r) => ({ id: uuid(r.public_id), kind: kinds[r.kind], title: r.title, sourceId: r.source_id }));

export const facets = (s, { fields, first: size = 10 }) =>
  fields.map((field) => ({
    values: all(`SELECT ${facetColumns[field]} AS value, count(*) AS n ${found} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?`, s.match, size).map((r) => ({
      key: {
        kind: field === "KIND" ? kinds[r.value] : null,
        province: field === "PROVINCE" && r.value != null ? { code: r.value } : null,
        sector: field === "SECTOR" && r.value != null ? { code: sectors[r.value] } : null,
      },
      count: r.n,
    })),
  }));

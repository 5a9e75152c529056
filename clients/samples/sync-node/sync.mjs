// Brings a catalogue to the hub as a snapshot by digest: it costs what changed. See README.md.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const env = process.env;
const { values: given, positionals: [command, file] } = parseArgs({ allowPositionals: true, options: { source: { type: 'string' }, batch: { type: 'string', default: '500' } } });
const usage = message => { console.error(message); process.exit(2); };
if (!['push', 'digest'].includes(command) || !file || (command === 'push' && !given.source))
  usage('node sync.mjs push FILE.jsonl --source ID [--batch 500] | node sync.mjs digest FILE.jsonl');

// ---- Contracts: loaded as they stand, no generated code.

const protoRoot = env.HUB_PROTO ?? fileURLToPath(new URL('../../../proto', import.meta.url));
const definition = loader.loadSync('hub/catalogue/v1/catalogue_sync_service.proto', { includeDirs: [protoRoot], longs: String, enums: String, defaults: true, oneofs: true });
const method = definition['hub.catalogue.v1.CatalogueSyncService'].Sync;
const wire = { items: 0, sent: 0, received: 0 };
const { requestSerialize, responseDeserialize } = method;
method.requestSerialize = message => { const bytes = requestSerialize(message); wire.sent += bytes.length + 5; return bytes; };
method.responseDeserialize = bytes => { wire.received += bytes.length + 5; return responseDeserialize(bytes); };

const protobuf = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'))('protobufjs');
const Status = protobuf.parse(`syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message RetryInfo { Duration delay = 1; }`).root;

/** What a failed call says beyond its status. */
const failureOf = error => {
  const failure = { code: error.code, reason: '', retryMs: 0, message: error.details ?? error.message };
  const [packed] = error.metadata?.get('grpc-status-details-bin') ?? [];
  for (const { typeUrl, value } of packed ? Status.lookupType('Status').decode(packed).details : []) {
    if (typeUrl.endsWith('ErrorInfo')) failure.reason = Status.lookupType('ErrorInfo').decode(value).reason;
    if (typeUrl.endsWith('RetryInfo')) {
      const { delay } = Status.lookupType('RetryInfo').decode(value);
      failure.retryMs = Number(delay?.seconds ?? 0) * 1000 + (delay?.nanos ?? 0) / 1e6;
    }
  }
  return failure;
};

// ---- The catalogue: one item a line, in protobuf's JSON form.

/** Turns JSON into what grpc-js takes; refuses names that the contract does not know. */
const typed = (value, type, path) => {
  const message = definition[`hub.catalogue.v1.${type}`].type;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => {
    const field = message.field.find(f => f.name === name);
    if (!field) throw new Error(`${path}.${name} is no field of ${type}.`);
    const one = v => {
      if (field.type !== 'TYPE_MESSAGE' || message.nestedType.some(nested => nested.name === field.typeName)) return v;
      if (!field.typeName.endsWith('Timestamp')) return typed(v, field.typeName.split('.').at(-1), `${path}.${name}`);
      const at = Date.parse(v);
      if (Number.isNaN(at)) throw new Error(`${path}.${name} is no instant.`);
      return { seconds: Math.floor(at / 1000), nanos: (((at % 1000) + 1000) % 1000) * 1e6 };
    };
    return [name, Array.isArray(inner) ? inner.map(one) : one(inner)];
  }));
};

const readItems = async function* () {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line++;
    if (!text.trim()) continue;
    try {
      const item = typed(JSON.parse(text), 'Item', 'item');
      const bytes = Buffer.byteLength(item.externalId ?? '');
      if (bytes < 1 || bytes > 256 || /[\0\uFFFD]/.test(item.externalId)) throw new Error('externalId must be UTF-8 of 1 to 256 bytes.');
      if (!(BigInt(item.revision ?? 0) > 0n)) throw new Error('revision must be 1 or more.');
      if (!['course', 'courseRun', 'gig', 'vacancy', 'tombstone', 'touch'].some(kind => item[kind])) throw new Error('the item has no content.');
      yield item;
    } catch (error) {
      usage(`${file}, line ${line}: ${error.message}`);
    }
  }
};

// ---- Digests, as proto/hub/catalogue/v1/README.md defines them.

const sha256 = bytes => createHash('sha256').update(bytes).digest();

const digestOf = (id, revision, tombstone) => {
  const key = Buffer.from(id);
  const bytes = Buffer.alloc(key.length + 13);
  bytes.writeUInt32BE(key.length);
  key.copy(bytes, 4);
  bytes.writeBigInt64BE(revision, 4 + key.length);
  bytes[bytes.length - 1] = tombstone ? 2 : 1;
  return sha256(bytes).subarray(0, 16);
};

const xor = (into, at, digest) => { for (let i = 0; i < 16; i++) into[at + i] ^= digest[i]; };

/** Keys, revisions and sums of the whole catalogue; never its content. */
const readCatalogue = async () => {
  const items = new Map();
  for await (const { externalId, revision, tombstone } of readItems()) {
    const known = items.get(externalId);
    if (!known || BigInt(revision) > known.revision)
      items.set(externalId, { revision: BigInt(revision), tombstone: tombstone !== undefined, place: sha256(externalId).readUInt16BE() });
  }
  const leaves = Buffer.alloc(65536 * 16);
  const nodes = Buffer.alloc(256 * 16);
  let live = 0;
  for (const [id, { revision, tombstone, place }] of items) {
    const digest = digestOf(id, revision, tombstone);
    xor(leaves, place * 16, digest);
    xor(nodes, (place >> 8) * 16, digest);
    live += tombstone ? 0 : 1;
  }
  return { items, leaves, nodes, live, digest: sha256(nodes) };
};

// ---- Tokens.

let token;
const bearer = async () => {
  if (!token || Date.now() > token.renewAt) {
    const basic = [env.HUB_CLIENT_ID, env.HUB_CLIENT_SECRET].map(encodeURIComponent).join(':');
    const answer = await fetch(new URL('/connect/token', env.HUB_HTTP ?? 'http://127.0.0.1:5080'), {
      method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }), headers: { authorization: `Basic ${btoa(basic)}` },
    });
    if (!answer.ok)
      throw Object.assign(new Error(`The token endpoint answered ${answer.status}: ${await answer.text()}`), { final: answer.status < 500 && answer.status !== 429 });
    const { access_token, expires_in } = await answer.json();
    token = { value: access_token, renewAt: Date.now() + expires_in * 800 };
  }
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${token.value}`);
  return metadata;
};

// ---- One stream: open, negotiate, send what is wanted, commit.

const tell = ({ outcome, reason, externalId, field, text, fix }) =>
  console.log([outcome.replace('OUTCOME_', ''), reason, externalId, field, text?.en, fix?.en].filter(Boolean).join(' | '));

const stream = async (client, own, session, onProgress) => {
  const call = client.sync(await bearer());
  let isOver = false, over;
  const ended = new Promise(resolve => { over = resolve; });
  const send = message => Promise.race([new Promise(resolve => call.write(message, resolve)), ended]);
  const wanted = new Set();
  let durable = 0, credits = 0, moved = () => {};

  const sendItems = async () => {
    let first = durable + 1, batch = [];
    const flush = async () => {
      while (batch.length && first + batch.length - 1 - durable > credits && first - 1 > durable && !isOver)
        await Promise.race([new Promise(resolve => { moved = resolve; }), ended]);
      if (batch.length) await send({ items: { firstSequence: String(first), items: batch } });
      wire.items += batch.length;
      first += batch.length;
      batch = [];
    };
    for await (const item of readItems()) {
      if (isOver) return;
      if (wanted.has(item.externalId) && batch.push(item) === Number(given.batch)) await flush();
    }
    await flush();
  };

  const answer = async next => {
    next.externalIds.forEach(id => wanted.add(id));
    for (const node of next.nodes)
      await send({ leaves: { nodes: [{ node, digests: own.leaves.subarray(node * 4096, (node + 1) * 4096) }] } });
    if (next.leaves.length || next.allKeys) {
      const leaves = new Set(next.leaves);
      let keys = [];
      for (const [externalId, { revision, tombstone, place }] of next.allKeys ? [...own.items].sort(([a], [b]) => (a < b ? -1 : 1)) : own.items) {
        if ((next.allKeys || leaves.has(place)) && keys.push({ externalId, revision: String(revision), tombstone }) === 10000) {
          await send({ keys: { keys } });
          keys = [];
        }
      }
      await send({ keys: { keys, last: true } });
    }
    if (!next.last) return;
    await sendItems();
    await send({ commit: { expectedCount: String(own.live), sourceDigest: own.digest } });
    call.end();
  };

  try {
    // The hub answers while keys are being sent, so writing never holds up reading.
    let writing = Promise.resolve();
    const write = step => { writing = writing.then(step).catch(error => call.destroy(error)); };
    write(() => send({ open: { source: given.source, mode: 'SYNC_MODE_SNAPSHOT', sessionId: session, sourceDigest: own.digest } }));
    for await (const { opened, wanted: next, progress, credits: granted, closed } of call) {
      if (opened) {
        onProgress(opened.sessionId);
        [durable, credits] = [Number(opened.resumeAfter), opened.credits];
        if (!own.digest.equals(opened.sourceDigest)) write(() => send({ nodes: { digests: own.nodes } }));
      }
      if (next) write(() => answer(next));
      if (granted) credits = granted.credits;
      if (progress) {
        if (Number(progress.durableThrough) > durable) onProgress(session);
        durable = Number(progress.durableThrough);
        progress.verdicts.forEach(tell);
      }
      if (closed) return closed;
      moved();
    }
    throw Object.assign(new Error('The stream ended before the hub closed the session.'), { code: grpc.status.UNAVAILABLE });
  } finally {
    isOver = true;
    over();
    call.cancel();
  }
};

// ---- Backoff, and a session that is remembered beside the input until the hub closed it.

const transient = [grpc.status.UNAVAILABLE, grpc.status.RESOURCE_EXHAUSTED, grpc.status.ABORTED, grpc.status.UNAUTHENTICATED, grpc.status.CANCELLED];

const push = async () => {
  const own = await readCatalogue();
  const state = `${file}.session.json`;
  const same = { source: given.source, digest: own.digest.toString('hex') };
  const earlier = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')) : {};
  let session = earlier.source === same.source && earlier.digest === same.digest ? earlier.session : randomUUID();
  let attempts = 0, since = Date.now();
  const onProgress = id => {
    if (attempts || !existsSync(state)) writeFileSync(state, JSON.stringify({ session: id, ...same }));
    [attempts, since] = [0, Date.now()];
  };
  const Client = grpc.loadPackageDefinition(definition).hub.catalogue.v1.CatalogueSyncService;
  const client = new Client(env.HUB_GRPC ?? '127.0.0.1:5081', grpc.credentials.createInsecure(), { 'grpc.keepalive_time_ms': 30000 });
  for (;;) {
    try {
      const { outcome, counts, held } = await stream(client, own, session, onProgress);
      rmSync(state, { force: true });
      client.close();
      const told = Object.entries(counts ?? {}).filter(([, count]) => count !== '0').map(([name, count]) => `${name} ${count}`);
      console.log([outcome.replace('CLOSE_OUTCOME_', ''), ...told, ...(held === '0' ? [] : [`withdrawals held ${held}`])].join(', '));
      console.log(`Over the wire: ${wire.items} of ${own.items.size} items, ${wire.sent} bytes sent, ${wire.received} received.`);
      return;
    } catch (error) {
      const failure = failureOf(error);
      const isNetwork = error instanceof TypeError && error.message === 'fetch failed';
      if (failure.reason === 'SESSION_EXPIRED') session = randomUUID();
      else if (error.final || !(transient.includes(failure.code) || isNetwork || error.final === false)) throw error;
      if (failure.code === grpc.status.UNAUTHENTICATED) {
        if (attempts) throw error;
        token = undefined;
      }
      if (Date.now() - since > 300000) throw error;
      const pause = failure.retryMs + Math.min(20000, 250 * 2 ** attempts++) * Math.random();
      console.log(`again in ${(pause / 1000).toFixed(1)} s: ${failure.reason || failure.message}`);
      await new Promise(resolve => setTimeout(resolve, pause));
    }
  }
};

if (command === 'digest') {
  const own = await readCatalogue();
  for (const [id, { revision, tombstone, place }] of own.items)
    console.log(`${id}\t${revision}\t${place >> 8}\t${place & 255}\t${digestOf(id, revision, tombstone).toString('hex')}`);
  console.log(own.digest.toString('hex'));
} else {
  await push().catch(error => {
    const { reason, message } = failureOf(error);
    console.error(`The push failed: ${[reason, message].filter(Boolean).join(': ')}`);
    process.exit(3);
  });
}

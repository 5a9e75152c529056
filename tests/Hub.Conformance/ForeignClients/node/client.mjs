// Pushes the cases as a delta with @grpc/grpc-js and prints what the hub decided, as JSON with sorted keys.
// Arguments: JSON with address, protoRoot, cases, token, source, foreignSource, readerToken.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const protobuf = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'))('protobufjs');
const given = JSON.parse(process.argv[2]);
const definition = loader.loadSync(
  ['hub/catalogue/v1/catalogue_sync_service.proto', 'grpc/health/v1/health.proto'],
  { includeDirs: [given.protoRoot], longs: String, enums: String, defaults: true, oneofs: true });
const packages = grpc.loadPackageDefinition(definition);
const open = grpc.credentials.createInsecure();
const sync = new packages.hub.catalogue.v1.CatalogueSyncService(given.address, open);
const health = new packages.grpc.health.v1.Health(given.address, open);

const details = protobuf.parse(`syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; }`).root;

const bearer = token => {
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  return metadata;
};

// JSON has instants as text, grpc-js wants seconds and nanos.
const instants = value => {
  if (Array.isArray(value)) return value.map(instants);
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return { seconds: Date.parse(value) / 1000, nanos: 0 };
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, instants(inner)]));
  return value;
};

const verdictOf = v => ({
  currentRevision: v._currentRevision ? v.currentRevision : null, externalId: v.externalId,
  field: v.field, fix: v.fix && { en: v.fix.en, id: v.fix.id }, further: v.furtherFindings.map(f => [f.reason, f.field]),
  outcome: v.outcome, reason: v.reason, revision: v.revision, sequence: v.sequence, severity: v.severity,
  text: v.text && { en: v.text.en, id: v.text.id },
});

const push = batches => new Promise((resolve, reject) => {
  const call = sync.sync(bearer(given.token));
  const verdicts = [];
  call.on('error', reject);
  call.on('data', answer => {
    if (answer.progress) verdicts.push(...answer.progress.verdicts.map(verdictOf));
    if (answer.closed) resolve({ verdicts, counts: answer.closed.counts, outcome: answer.closed.outcome });
  });
  call.write({ open: { source: given.source, mode: 'SYNC_MODE_DELTA', allVerdicts: true } });
  let first = 1;
  for (const items of batches) {
    call.write({ items: { firstSequence: first, items: instants(items) } });
    first += items.length;
  }
  call.end();
});

const refusal = (token, source) => new Promise(resolve => sync.getSource({ source }, bearer(token), error => {
  const status = details.lookupType('Status').decode(error.metadata.get('grpc-status-details-bin')[0]);
  const info = status.details.filter(d => d.typeUrl.endsWith('google.rpc.ErrorInfo'));
  const { reason, domain } = details.lookupType('ErrorInfo').decode(info[0].value);
  resolve([error.code, info.length, reason, domain]);
}));

const { verdicts, counts, outcome } = await push(JSON.parse(readFileSync(given.cases, 'utf8')).batches);
const serving = await new Promise((resolve, reject) =>
  health.check({ service: 'hub.catalogue.v1.CatalogueSyncService' }, (error, answer) => error ? reject(error) : resolve(answer.status)));
console.log(JSON.stringify({
  verdicts, counts, outcome, serving,
  refusals: {
    foreignSource: await refusal(given.token, given.foreignSource),
    noToken: await refusal('', given.source),
    wrongScope: await refusal(given.readerToken, given.source),
  },
}));
sync.close();
health.close();

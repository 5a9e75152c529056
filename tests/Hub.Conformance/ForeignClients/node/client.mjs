// Pushes the cases as a delta with @grpc/grpc-js and prints what the hub decided, as JSON.
// Argument: JSON with address, tokenUrl, protoRoot, cases, source, foreignSource, client and reader (each with id and secret).
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const protobuf = createRequire(createRequire(import.meta.url).resolve('@grpc/proto-loader'))('protobufjs');
const given = JSON.parse(process.argv[2]);
const service = 'hub.catalogue.v1.CatalogueSyncService';
const definition = loader.loadSync(
  ['hub/catalogue/v1/catalogue_sync_service.proto', 'grpc/health/v1/health.proto', 'grpc/reflection/v1/reflection.proto'],
  { includeDirs: [given.protoRoot], longs: String, enums: String, defaults: true, oneofs: true });
const packages = grpc.loadPackageDefinition(definition);
const open = grpc.credentials.createInsecure();
const sync = new packages.hub.catalogue.v1.CatalogueSyncService(given.address, open);
const health = new packages.grpc.health.v1.Health(given.address, open);
const reflection = new packages.grpc.reflection.v1.ServerReflection(given.address, open);

const details = protobuf.parse(`syntax = "proto3";
  message Any { string type_url = 1; bytes value = 2; }
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message ErrorInfo { string reason = 1; string domain = 2; }
  message FileDescriptorProto { string name = 1; }`).root;

// Asks with client_secret_post.
const token = async client => {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret });
  const answer = await fetch(given.tokenUrl, { method: 'POST', body: form });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}`);
  return (await answer.json()).access_token;
};

const bearer = access => {
  const metadata = new grpc.Metadata();
  if (access) metadata.set('authorization', `Bearer ${access}`);
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

// Sends all messages of a stream and gives all answers.
const exchange = (call, messages) => new Promise((resolve, reject) => {
  const answers = [];
  call.on('error', reject);
  call.on('data', answer => answers.push(answer));
  call.on('end', () => resolve(answers));
  messages.forEach(message => call.write(message));
  call.end();
});

const opening = source => ({ open: { source, mode: 'SYNC_MODE_DELTA', allVerdicts: true } });

const push = async (access, batches) => {
  const messages = [opening(given.source)];
  let first = 1;
  for (const items of batches) {
    messages.push({ items: { firstSequence: first, items: instants(items) } });
    first += items.length;
  }
  const answers = await exchange(sync.sync(bearer(access)), messages);
  const { counts, held, outcome } = answers.find(answer => answer.closed).closed;
  return { verdicts: answers.flatMap(answer => answer.progress?.verdicts ?? []).map(verdictOf), counts, held, outcome };
};

const reasonOf = error => {
  const status = details.lookupType('Status').decode(error.metadata.get('grpc-status-details-bin')[0]);
  const info = status.details.filter(d => d.typeUrl.endsWith('google.rpc.ErrorInfo'));
  const { reason, domain } = details.lookupType('ErrorInfo').decode(info[0].value);
  return [error.code, info.length, reason, domain];
};

const refusals = async (access, source) => ({
  getSource: await new Promise((resolve, reject) => sync.getSource({ source }, bearer(access), error =>
    error ? resolve(reasonOf(error)) : reject(new Error('the call was not refused')))),
  sync: await exchange(sync.sync(bearer(access)), [opening(source)])
    .then(() => { throw new Error('the stream was not refused'); }, reasonOf),
});

const reflected = async () => {
  const [services, files] = await exchange(
    reflection.serverReflectionInfo(), [{ listServices: '' }, { fileContainingSymbol: service }]);
  const described = files.fileDescriptorResponse.fileDescriptorProto;
  return {
    services: services.listServicesResponse.service.map(s => s.name).sort(),
    files: described.map(file => details.lookupType('FileDescriptorProto').decode(file).name),
  };
};

const access = await token(given.client);
const pushed = await push(access, JSON.parse(readFileSync(given.cases, 'utf8')).batches);
const serving = await new Promise((resolve, reject) =>
  health.check({ service }, (error, answer) => error ? reject(error) : resolve(answer.status)));
console.log(JSON.stringify({
  ...pushed, serving, reflected: await reflected(),
  refusals: {
    foreignSource: await refusals(access, given.foreignSource),
    noToken: await refusals('', given.source),
    wrongScope: await refusals(await token(given.reader), given.source),
  },
}));
[sync, health, reflection].forEach(client => client.close());

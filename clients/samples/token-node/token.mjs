// Gets tokens from the hub in every way a program may, and uses them. See README.md.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as oauth from 'openid-client';

const usage = `node token.mjs keys KEY.json                      makes a key and prints the key set to register
node token.mjs token                              prints an access token
node token.mjs query '{ courses { totalCount } }' asks the hub over GraphQL
node token.mjs item EXTERNAL-ID SOURCE            sends a first course over gRPC

How the client proves who it is: HUB_CLIENT_SECRET, or HUB_CLIENT_KEY=KEY.json (private_key_jwt).
HUB_DPOP=1 binds the token to a key made for this run (RFC 9449).`;

const env = process.env;
const stop = (code, why) => { console.error(why); process.exit(code); };
const [command, what, source, ...rest] = process.argv.slice(2);
if ({ keys: 2, token: 1, query: 2, item: 3 }[command] !== process.argv.length - 2 || rest.length > 0) stop(2, usage);

/** What a refusal says. The library keeps the hub's own words in the response. */
const reasonOf = async error => {
  const response = error.cause?.response ?? error.response;
  const body = response && !response.bodyUsed ? await response.json().catch(() => undefined) : undefined;
  const { error: code, error_description: description } = body ?? error.cause?.[0]?.parameters ?? error;
  return [code, description].filter(Boolean).join(': ') || error.cause?.message || error.message;
};

const readJson = path => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return stop(2, `${path} cannot be read as JSON: ${error.message}`);
  }
};

// ---- A key of the client's own. The hub knows its public half alone.

if (command === 'keys') {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
  const named = { kid, alg: 'ES256', use: 'sig' };
  writeFileSync(what, JSON.stringify({ ...await exportJWK(privateKey), ...named }), { mode: 0o600, flag: 'wx' });
  console.log(JSON.stringify({ keys: [{ ...await exportJWK(publicKey), ...named }] }));
  process.exit(0);
}

// ---- Who calls.

const http = new URL(env.HUB_HTTP ?? 'http://127.0.0.1:5080');
if (!env.HUB_CLIENT_ID) stop(2, 'HUB_CLIENT_ID is not set. The operator of the hub gives it to you.');
if (!env.HUB_CLIENT_KEY && !env.HUB_CLIENT_SECRET) stop(2, 'Set HUB_CLIENT_SECRET, or HUB_CLIENT_KEY to the file of a key.');
const proveWith = async () => {
  if (!env.HUB_CLIENT_KEY) return oauth.ClientSecretBasic(env.HUB_CLIENT_SECRET);
  const jwk = readJson(env.HUB_CLIENT_KEY);
  return oauth.PrivateKeyJwt({ key: await importJWK(jwk, jwk.alg), kid: jwk.kid });
};

// The hub's metadata names every endpoint. Without TLS only a hub on this machine should be asked.
const options = http.protocol === 'http:' ? { execute: [oauth.allowInsecureRequests] } : {};
const config = await oauth
  .discovery(http, env.HUB_CLIENT_ID, undefined, await proveWith(), { algorithm: 'oauth2', ...options })
  .catch(async error => stop(3, `The hub's metadata could not be read from ${http}: ${await reasonOf(error)}`));

const pair = env.HUB_DPOP ? await oauth.randomDPoPKeyPair('ES256', { extractable: true }) : undefined;
const DPoP = pair && oauth.getDPoPHandle(config, pair);
const told = await oauth.clientCredentialsGrant(config, {}, { DPoP })
  .catch(async error => stop(3, `No token. ${await reasonOf(error)}`));

if (command === 'token') console.log(told.access_token);

// ---- GraphQL.

if (command === 'query') {
  const answer = await oauth.fetchProtectedResource(
    config, told.access_token, new URL('/graphql', http), 'POST', JSON.stringify({ query: what }), new Headers({ 'content-type': 'application/json' }), { DPoP })
    .catch(async error => stop(3, `The query was refused. ${await reasonOf(error)}`));
  console.log(await answer.text());
  if (!answer.ok) process.exit(3);
}

// ---- gRPC: one item, decided on before the call returns.

if (command === 'item') {
  const root = env.HUB_PROTO ?? fileURLToPath(new URL('../../../proto', import.meta.url));
  const service = loader.loadSync('hub/catalogue/v1/catalogue_sync_service.proto', { includeDirs: [root], longs: String, enums: String, defaults: true, oneofs: true })['hub.catalogue.v1.CatalogueSyncService'];
  const address = new URL(env.HUB_GRPC?.includes('://') ? env.HUB_GRPC : `http://${env.HUB_GRPC ?? '127.0.0.1:5081'}`);
  const client = new (grpc.makeGenericClientConstructor(service))(
    address.host, address.protocol === 'https:' ? grpc.credentials.createSsl() : grpc.credentials.createInsecure());
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `${pair ? 'DPoP' : 'Bearer'} ${told.access_token}`);
  if (pair) metadata.set('dpop', await proofFor(new URL(service.UpsertItems.path, address)));

  // The revision rises with each change; sending one again is harmless.
  const course = { title: 'Dasar-dasar barista', description: 'Empat hari praktik di kedai kopi.', language: 'id', priceIdr: 750000, areaCodes: ['31.74'] };
  client.UpsertItems({ source: source, items: [{ externalId: what, revision: 1, course }] }, metadata, (error, answer) => {
    if (error) stop(3, `${grpc.status[error.code]}: ${error.details}`);
    for (const { outcome, reason, field, text, fix } of answer.verdicts)
      console.log([outcome.replace('OUTCOME_', ''), reason, field, text?.en, fix?.en].filter(Boolean).join(' | '));
    client.close();
  });
}

/** A proof for one call (RFC 9449, section 4.2); the hub takes it once. */
async function proofFor(url) {
  return new SignJWT({ htm: 'POST', htu: url.href, jti: randomUUID(), ath: createHash('sha256').update(told.access_token).digest('base64url') })
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(pair.publicKey) })
    .setIssuedAt()
    .sign(pair.privateKey);
}

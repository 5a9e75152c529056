// The clients partners use, with every method they know: each gets a token and uses it.
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { area, assert, check } from './checks.mjs';
import { certificate, config, graphql, issuer, send } from './wire.mjs';

const clients = config.clients;

/** fetch, with a certificate. */
const fetchWith = cert => async (url, init = {}) => {
  const answer = await send(url, {
    method: init.method ?? 'GET', headers: [...new Headers(init.headers)], body: init.body ? await new Response(init.body).text() : undefined, cert,
  });
  return new Response(answer.text || null, { status: answer.status, headers: Object.entries(answer.headers).flatMap(([name, value]) => [].concat(value).map(one => [name, one])) });
};

async function signingKey(name, algorithm) {
  const der = Buffer.from(readFileSync(`${config.folder}/${name}.key`, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return { kid: name, key: await webcrypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']) };
}

export default async function libraries() {
  const ec = await signingKey('ec', { name: 'ECDSA', namedCurve: 'P-256' });
  const rsa = await signingKey('rsa', { name: 'RSA-PSS', hash: 'SHA-256' });
  const [platform, self] = [certificate('platform'), certificate('self')];
  const ways = {
    client_secret_basic: { client: clients.onlyBasic, oauth: () => oauth.ClientSecretBasic(clients.onlyBasic.secret), openid: () => openid.ClientSecretBasic(clients.onlyBasic.secret) },
    client_secret_post: { client: clients.onlyPost, oauth: () => oauth.ClientSecretPost(clients.onlyPost.secret), openid: () => openid.ClientSecretPost(clients.onlyPost.secret) },
    'private_key_jwt ES256': { client: clients.key, oauth: () => oauth.PrivateKeyJwt(ec), openid: () => openid.PrivateKeyJwt(ec) },
    'private_key_jwt PS256': { client: clients.key, oauth: () => oauth.PrivateKeyJwt(rsa), openid: () => openid.PrivateKeyJwt(rsa) },
    tls_client_auth: { client: clients.bound, cert: platform, oauth: () => oauth.TlsClientAuth(), openid: () => openid.TlsClientAuth() },
    self_signed_tls_client_auth: { client: clients.selfKey, cert: self, oauth: () => oauth.TlsClientAuth(), openid: () => openid.TlsClientAuth() },
  };
  const query = { method: 'POST', headers: new Headers({ 'content-type': 'application/json' }), body: JSON.stringify({ query: '{ participants(first: 1) { totalCount } }' }) };

  area('oauth4webapi');
  const server = await oauth.processDiscoveryResponse(new URL(issuer), await oauth.discoveryRequest(new URL(issuer), { algorithm: 'oauth2', [oauth.customFetch]: fetchWith() }));
  for (const [name, way] of Object.entries(ways)) {
    for (const isBound of [false, true]) {
      await check(`${name}${isBound ? ', DPoP' : ''}: a token, used, told of, revoked`, async () => {
        const client = { client_id: way.client.id, ...way.cert ? { use_mtls_endpoint_aliases: true } : {} };
        const DPoP = isBound ? oauth.DPoP(client, await oauth.generateKeyPair('ES256')) : undefined;
        const options = { DPoP, [oauth.customFetch]: fetchWith(way.cert) };
        const answer = await oauth.clientCredentialsGrantRequest(server, client, way.oauth(), new URLSearchParams({ resource: graphql }), options);
        const token = await oauth.processClientCredentialsResponse(server, client, answer);
        const url = new URL(way.cert ? config.mtls + '/graphql' : graphql);
        const used = await oauth.protectedResourceRequest(token.access_token, query.method, url, query.headers, query.body, options);
        assert.equal(used.status, 200);
        const told = await oauth.processIntrospectionResponse(server, client, await oauth.introspectionRequest(server, client, way.oauth(), token.access_token, options));
        assert.equal(told.active, true);
        await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, way.oauth(), token.access_token, options));
        await assert.rejects(oauth.protectedResourceRequest(token.access_token, query.method, url, query.headers, query.body, options));
      });
    }
  }
  await check('a resource describes itself and its tokens verify', async () => {
    const resource = await oauth.processResourceDiscoveryResponse(new URL(graphql), await oauth.resourceDiscoveryRequest(new URL(graphql), { [oauth.customFetch]: fetchWith() }));
    assert.equal(resource.authorization_servers[0], issuer);
    const client = { client_id: clients.onlyPost.id };
    const answer = await oauth.clientCredentialsGrantRequest(server, client, oauth.ClientSecretPost(clients.onlyPost.secret), new URLSearchParams(), { [oauth.customFetch]: fetchWith() });
    const token = await oauth.processClientCredentialsResponse(server, client, answer);
    const request = new Request(graphql, { headers: { authorization: `Bearer ${token.access_token}` } });
    const claims = await oauth.validateJwtAccessToken(server, request, graphql, { [oauth.customFetch]: fetchWith() });
    assert.equal(claims.client_id, clients.onlyPost.id);
  });

  area('openid-client');
  for (const [name, way] of Object.entries(ways)) {
    for (const isBound of [false, true]) {
      await check(`${name}${isBound ? ', DPoP' : ''}: a token, used, told of, revoked`, async () => {
        const known = await openid.discovery(new URL(issuer), way.client.id, way.cert ? { use_mtls_endpoint_aliases: true } : undefined, way.openid(), {
          algorithm: 'oauth2', [openid.customFetch]: fetchWith(way.cert),
        });
        const options = isBound ? { DPoP: openid.getDPoPHandle(known, await openid.randomDPoPKeyPair()) } : undefined;
        const token = await openid.clientCredentialsGrant(known, { resource: graphql }, options);
        const url = new URL(way.cert ? config.mtls + '/graphql' : graphql);
        const used = await openid.fetchProtectedResource(known, token.access_token, url, query.method, query.body, query.headers, options);
        assert.equal(used.status, 200);
        assert.equal((await openid.tokenIntrospection(known, token.access_token)).active, true);
        await openid.tokenRevocation(known, token.access_token);
        assert.equal((await openid.tokenIntrospection(known, token.access_token)).active, false);
      });
    }
  }
}

import { area, assert, check } from './checks.mjs';
import { ask, bearer, byPost, config, feedState, graphql, grpcResource, introspectUrl, issuer, post, revokeUrl, send, tokenOf, tokenUrl } from './wire.mjs';

const methods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];
const algorithms = ['ES256', 'PS256'];

export default async function metadata() {
  area('metadata');
  const get = path => send(issuer + path, { method: 'GET' });
  const server = (await get('/.well-known/oauth-authorization-server')).json;

  await check('both documents are the same JSON', async () => {
    const answer = await get('/.well-known/openid-configuration');
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.deepEqual(answer.json, server);
  });
  await check('documents may be cached', async () =>
    assert.match((await get('/.well-known/oauth-authorization-server')).headers['cache-control'], /max-age=\d+/));
  await check('HEAD tells the length', async () => {
    const answer = await send(issuer + '/.well-known/oauth-authorization-server', { method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.ok(Number(answer.headers['content-length']) > 100);
  });
  const fields = {
    issuer, token_endpoint: tokenUrl, introspection_endpoint: introspectUrl, revocation_endpoint: revokeUrl, jwks_uri: issuer + '/.well-known/jwks.json',
    grant_types_supported: ['client_credentials'], response_types_supported: [],
    token_endpoint_auth_methods_supported: methods, introspection_endpoint_auth_methods_supported: methods, revocation_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: algorithms, introspection_endpoint_auth_signing_alg_values_supported: algorithms,
    revocation_endpoint_auth_signing_alg_values_supported: algorithms, dpop_signing_alg_values_supported: algorithms,
    tls_client_certificate_bound_access_tokens: true, protected_resources: [graphql, grpcResource],
    mtls_endpoint_aliases: {
      token_endpoint: config.mtls + '/connect/token', introspection_endpoint: config.mtls + '/connect/introspect', revocation_endpoint: config.mtls + '/connect/revoke',
    },
  };
  for (const [name, value] of Object.entries(fields))
    await check(name, () => assert.deepEqual(server[name], value));
  await check('scopes_supported holds what clients here have', () => {
    for (const scope of ['catalogue.read', 'dashboard.read', 'feed.read', 'registry.admin'])
      assert.ok(server.scopes_supported.includes(scope));
  });
  await check('a registration endpoint, where told, answers', async () => {
    if (server.registration_endpoint)
      assert.notEqual((await send(server.registration_endpoint, { headers: [['content-type', 'application/json']], body: '{}' })).status, 404);
    else
      assert.equal((await post(issuer + '/connect/register', '')).status, 404);
  });
  await check('what is not told is not there', async () => {
    for (const [name, path] of [['authorization_endpoint', '/connect/authorize'], ['userinfo_endpoint', '/connect/userinfo'], ['device_authorization_endpoint', '/connect/deviceauthorization']]) {
      assert.equal(server[name], undefined);
      assert.equal((await post(issuer + path, '')).status, 404);
    }
  });
  for (const other of ['authorization_code', 'password', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code', 'urn:ietf:params:oauth:grant-type:token-exchange'])
    await check(`grant ${other} is refused`, async () => assert.equal((await byPost(config.clients.both, { grant_type: other })).json.error, 'unsupported_grant_type'));

  area('keys');
  const jwks = await get('/.well-known/jwks.json');
  await check('the JWKS has its type and may be cached', () => {
    assert.match(jwks.headers['content-type'], /^application\/(jwk-set\+)?json/);
    assert.match(jwks.headers['cache-control'], /public, max-age=\d+/);
  });
  await check('keys are public, for signatures, and named', () => {
    assert.ok(jwks.json.keys.length > 0);
    assert.equal(new Set(jwks.json.keys.map(key => key.kid)).size, jwks.json.keys.length);
    for (const key of jwks.json.keys) {
      assert.deepEqual([key.kty, key.crv, key.alg, key.use], ['EC', 'P-256', 'ES256', 'sig']);
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])
        assert.equal(key[secret], undefined);
    }
  });

  area('resources');
  for (const [name, resource] of [['graphql', graphql], ['grpc', grpcResource]]) {
    await check(`${name} is described`, async () => {
      const { json } = await get(`/.well-known/oauth-protected-resource/${name}`);
      assert.equal(json.resource, resource);
      assert.deepEqual(json.authorization_servers, [issuer]);
      assert.deepEqual(json.bearer_methods_supported, ['header']);
      assert.deepEqual(json.dpop_signing_alg_values_supported, algorithms);
      assert.equal(json.tls_client_certificate_bound_access_tokens, true);
      assert.equal(json.dpop_bound_access_tokens_required, false);
      assert.ok(json.scopes_supported.every(scope => server.scopes_supported.includes(scope)));
      assert.equal(typeof json.resource_name, 'string');
    });
  }
  await check('GraphQL without a token points to its document', async () => {
    const answer = await ask([]);
    assert.equal(answer.status, 401);
    const header = answer.headers['www-authenticate'];
    assert.ok(header.includes(`Bearer realm="hub", resource_metadata="${issuer}/.well-known/oauth-protected-resource/graphql"`), header);
    assert.ok(header.includes('DPoP realm="hub", algs="ES256 PS256"'), header);
    assert.doesNotMatch(header, /error=/);
  });
  await check('gRPC without a token points to its document', async () => {
    const answer = await feedState();
    assert.equal(answer.status, 16);
    assert.ok(`${answer.all['www-authenticate']}`.includes(`resource_metadata="${issuer}/.well-known/oauth-protected-resource/grpc"`), JSON.stringify(answer.all));
  });
  await check('a token opens both', async () => {
    const token = await tokenOf(config.clients.both);
    assert.equal((await ask([bearer(token)])).status, 200);
    assert.equal((await ask([bearer(token)], { method: 'GET' })).status, 200);
    assert.equal((await feedState({ authorization: `Bearer ${token}` })).status, 0);
  });
}

// node tokens.js PORT CLIENT SECRET: oidc-provider as it comes, with one client that gets JWT access tokens by its secret, signed by ES256 as the hub's.
import http from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, client, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const jwk = { ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'one' };
const provider = new Provider(issuer, {
  clients: [{
    client_id: client, client_secret: secret, grant_types: ['client_credentials'], response_types: [], redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'ES256',
  }],
  jwks: { keys: [jwk] },
  scopes: ['feed.read'],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => `${issuer}/graphql`,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({ scope: 'feed.read', audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: 600, jwt: { sign: { alg: 'ES256' } } }),
    },
  },
});
http.createServer(provider.callback()).listen(Number(port), '127.0.0.1', () => console.log('ready'));

// oidc-provider as an external issuer, with a door for tests: POST /test/mint signs what a test wants, POST /test/rotate makes a new
// key, POST /test/down and /test/up let the issuer fail and come back. Prints its URL and ends with its standard input.
import http from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';

const [client, secret] = process.argv.slice(2);
const keys = [];
let issuer;
let provider;
let isDown = process.argv.includes('--down');

async function addKey(alg = 'ES256') {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  keys.unshift({ alg, kid: `${alg}-${keys.length}`, privateKey, jwk: { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `${alg}-${keys.length}` } });
  provider = new Provider(issuer, {
    clients: [{
      client_id: client, client_secret: secret, grant_types: ['client_credentials'], response_types: [], redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: alg,
    }],
    jwks: { keys: keys.map((key) => key.jwk) },
    scopes: ['feed.read', 'dashboard.read', 'catalogue.write'],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: 'feed.read dashboard.read catalogue.write', audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: 300,
          jwt: { sign: { alg: keys[0].alg } },
        }),
      },
    },
  });
}

// Everything about a token that a test may want otherwise than the issuer would have it.
async function mint({ header = {}, claims = {}, forged = false }) {
  const now = Math.floor(Date.now() / 1000);
  const key = keys[0];
  const { privateKey } = forged ? await generateKeyPair(key.alg) : key;
  return new SignJWT({ iss: issuer, sub: client, client_id: client, iat: now, exp: now + 300, jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header }).sign(privateKey);
}

async function door(path, request) {
  let body = '';
  for await (const part of request) body += part;
  switch (path) {
    case '/test/mint': return mint(JSON.parse(body));
    case '/test/rotate': await addKey(body || 'ES256'); return 'rotated';
    case '/test/down': isDown = true; return 'down';
    case '/test/up': isDown = false; return 'up';
    default: throw new Error(`no such door: ${path}`);
  }
}

const server = http.createServer(async (request, response) => {
  if (request.url.startsWith('/test/')) response.end(await door(request.url, request));
  else if (isDown) response.writeHead(500).end();
  else provider.callback()(request, response);
});
server.listen(0, '127.0.0.1', async () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  await addKey();
  console.log(issuer);
});
process.stdin.resume().on('end', () => process.exit(0));

import { createHmac, createPublicKey } from 'node:crypto';
import { SignJWT, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { area, assert, challenged, check, granted, refused } from './checks.mjs';
import { ec, now, unsigned } from './proofs.mjs';
import {
  ask, basic, bearer, byPost, config, feedState, graphql, grpc, grpcResource, introspectUrl, issuer, post, revokeUrl, send, tokenOf, tokenUrl,
} from './wire.mjs';

const { both, other, sibling, operator, key } = config.clients;

export default async function tokens() {
  area('access tokens');
  const token = await tokenOf(both);
  const [head, body, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  const jwks = (await send(issuer + '/.well-known/jwks.json', { method: 'GET' })).json;
  await check('verify under the JWKS', async () =>
    jwtVerify(token, createLocalJWKSet(jwks), { issuer, audience: graphql, typ: 'at+jwt', algorithms: ['ES256'], requiredClaims: ['exp', 'iat', 'jti', 'sub', 'client_id', 'scope'] }));
  await check('header', () => {
    const header = decodeProtectedHeader(token);
    assert.deepEqual([header.typ, header.alg], ['at+jwt', 'ES256']);
    assert.ok(jwks.keys.some(one => one.kid === header.kid));
  });
  await check('claims', () => {
    assert.deepEqual([claims.iss, claims.client_id, claims.sub, claims.participant], [issuer, both.id, both.id, both.participant]);
    assert.deepEqual(claims.aud, [graphql, grpcResource]);
    assert.deepEqual(claims.scope.split(' ').sort(), both.scopes.split(' ').sort());
    assert.equal(claims.exp - claims.iat, 600);
    assert.ok(Math.abs(claims.iat - now()) < 60);
  });
  await check('jti differs', async () => assert.notEqual(JSON.parse(Buffer.from((await tokenOf(both)).split('.')[1], 'base64url')).jti, claims.jti));

  const header = JSON.parse(Buffer.from(head, 'base64url'));
  const flip = text => (text[5] === 'A' ? text.slice(0, 5) + 'B' : text.slice(0, 5) + 'A') + text.slice(6);
  const changed = change => `${head}.${Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url')}.${signature}`;
  const forge = (head2, claims2 = {}, by = ec) => new SignJWT({ ...claims, ...claims2 }).setProtectedHeader({ ...header, ...head2 }).sign(by);
  const hmac = text => `${text}.${createHmac('sha256', JSON.stringify(jwks.keys[0])).update(text).digest('base64url')}`;
  const forged = {
    'a changed signature': `${head}.${body}.${flip(signature)}`, 'no signature': `${head}.${body}.`, 'two parts': `${head}.${body}`, 'a changed scope': changed({ scope: 'registry.admin' }),
    'a later exp': changed({ exp: claims.exp + 3_600 }), 'another client': changed({ client_id: other.id, sub: other.id }), 'alg none': unsigned({ ...header, alg: 'none' }, claims), 'alg none with the signature': unsigned({ ...header, alg: 'none' }, claims, signature),
    'HS256 with a public key': hmac(unsigned({ ...header, alg: 'HS256' }, claims).slice(0, -1)), 'the key of a stranger': await forge({}), 'a stranger\'s key and kid': await forge({ kid: 'mine' }), 'no kid': await forge({ kid: undefined }),
    'jwk in the header': await forge({ jwk: createPublicKey(ec).export({ format: 'jwk' }), kid: undefined }), 'jku in the header': await forge({ jku: 'https://elsewhere.example/', kid: 'mine' }),
    'typ JWT': await forge({ typ: 'JWT' }), 'garbage': 'garbage', 'three dots': '...', 'a JWT of nothing': 'e30.e30.e30',
  };
  for (const [name, text] of Object.entries(forged))
    await check(name, async () => {
      challenged(await ask([bearer(text)]), 401, 'invalid_token');
      assert.equal((await feedState({ authorization: `Bearer ${text}` })).status, 16);
      assert.deepEqual((await post(introspectUrl, { token: text }, { headers: [basic(both.id, both.secret)] })).json, { active: false });
    });
  await check('for gRPC at GraphQL', async () => challenged(await ask([bearer(await tokenOf(both, { resource: grpcResource }))]), 401, 'invalid_token'));
  await check('for GraphQL at gRPC', async () => assert.equal((await feedState({ authorization: `Bearer ${await tokenOf(both, { resource: graphql })}` })).status, 16));
  await check('without the scope at GraphQL', async () => {
    const answer = await ask([bearer(await tokenOf(both, { scope: 'feed.read' }))]);
    challenged(answer, 403, 'insufficient_scope');
    assert.match(answer.headers['www-authenticate'], /scope="dashboard\.read/);
  });
  await check('without the scope at gRPC', async () => assert.equal((await feedState({ authorization: `Bearer ${await tokenOf(both, { scope: 'dashboard.read' })}` })).status, 7));
  await check('in the URL', async () => assert.equal((await send(`${graphql}?access_token=${token}&query=%7B__typename%7D`, { method: 'GET' })).status, 401));
  await check('in the form', async () => assert.notEqual((await post(graphql, { access_token: token, query: '{__typename}' })).status, 200));
  await check('with Basic', async () => challenged(await ask([basic(both.id, both.secret)]), 401));
  await check('two headers', async () => assert.ok([400, 401].includes((await ask([bearer(token), bearer(token)])).status)));
  await check('an empty one', async () => challenged(await ask([['authorization', 'Bearer ']]), 401));
  await check('the scheme in small letters', async () => assert.equal((await ask([['authorization', `bearer ${token}`]])).status, 200));
  await check('of 20,000 characters', async () => assert.ok([400, 401, 431].includes((await ask([bearer('x'.repeat(20_000))])).status)));
  await check('a client assertion is no token', async () => {
    const { assertion } = await import('./proofs.mjs');
    challenged(await ask([bearer(await assertion(key))]), 401, 'invalid_token');
  });

  area('introspection');
  const tell = (text, who = both, more = {}, headers = []) => post(introspectUrl, { token: text, ...more }, { headers: [basic(who.id, who.secret), ...headers] });
  await check('an active token', async () => {
    const { json, headers } = await tell(token);
    assert.match(headers['cache-control'], /no-store/);
    const { active, scope, client_id, token_type, exp, iat, sub, aud, iss, jti, participant } = json;
    assert.deepEqual([active, client_id, token_type, exp, iat, sub, iss, jti, participant], [true, both.id, 'Bearer', claims.exp, claims.iat, both.id, issuer, claims.jti, both.participant]);
    assert.deepEqual(aud, claims.aud);
    assert.equal(scope, claims.scope);
  });
  for (const hint of ['access_token', 'refresh_token', 'something'])
    await check(`token_type_hint ${hint}`, async () => assert.equal((await tell(token, both, { token_type_hint: hint })).json.active, true));
  await check('by another client of the participant', async () => assert.equal((await tell(token, sibling)).json.active, true));
  await check('by another participant', async () => assert.deepEqual((await tell(token, other)).json, { active: false }));
  await check('by an operator', async () => assert.equal((await tell(token, operator)).json.active, true));
  await check('no JWT where none is told', async () => {
    const answer = await tell(token, both, {}, [['accept', 'application/token-introspection+jwt']]);
    assert.match(answer.headers['content-type'], /^application\/json/);
    assert.equal(answer.json.active, true);
  });
  await check('garbage tells no more than false', async () => assert.deepEqual((await tell('garbage é€')).json, { active: false }));

  area('revocation');
  const revoke = (text, who = both, more = {}) => post(revokeUrl, { token: text, ...more }, { headers: [basic(who.id, who.secret)] });
  await check('an unknown token', async () => assert.equal((await revoke('unknown')).status, 200));
  await check('an unknown hint', async () => assert.equal((await revoke('unknown', both, { token_type_hint: 'something' })).status, 200));
  await check('of another participant', async () => {
    refused(await revoke(token, other), 400, 'invalid_grant');
    assert.equal((await ask([bearer(token)])).status, 200);
  });
  await check('of another client of the participant', async () => refused(await revoke(token, sibling), 400, 'invalid_grant'));
  await check('ends the token here at once and at the other node within a second, and its streams', async () => {
    const mine = await tokenOf(both);
    const use = url => ask([bearer(mine)], { url: url + '/graphql' });
    assert.deepEqual([(await use(issuer)).status, (await use(config.node2)).status], [200, 200]);
    let opened;
    const isOpen = new Promise(resolve => { opened = resolve; });
    // `follow`, so that it has no end of its own.
    const stream = grpc('hub.feed.v1.ChangeFeedService/Watch', { authorization: `Bearer ${mine}` }, { message: Buffer.from([0x20, 0x01]), onMessage: () => opened() });
    await isOpen;
    assert.equal((await revoke(mine)).status, 200);
    challenged(await use(issuer), 401, 'invalid_token');
    await new Promise(resolve => setTimeout(resolve, 1_000));
    challenged(await use(config.node2), 401, 'invalid_token');
    assert.equal((await stream).status, 16);
    assert.deepEqual((await tell(mine)).json, { active: false });
    assert.equal((await revoke(mine)).status, 200);
  });
  await check('by an operator', async () => {
    const mine = await tokenOf(both);
    assert.equal((await revoke(mine, operator)).status, 200);
    challenged(await ask([bearer(mine)]), 401, 'invalid_token');
  });

  area('guessing');
  await check('twenty wrong secrets meet 429 with Retry-After', async () => {
    const answers = [];
    for (let i = 0; i < 20; i++)
      answers.push(await byPost({ id: config.clients.guessed.id, secret: 'hubcs_' + String(i).padStart(49, 'x') }));
    refused(answers[0], 401, 'invalid_client');
    const last = answers.at(-1);
    refused(last, 429, 'temporarily_unavailable');
    assert.ok(Number(last.headers['retry-after']) >= 1);
  });
  await check('the true client is let in from elsewhere', async () => {
    for (let i = 0; i < 50; i++)
      granted(await byPost(config.clients.guessed, {}, { from: '127.0.0.2' }));
  });
  await check('other clients go on here', async () => granted(await byPost(both)));
  await check('X-Forwarded-For of who is no proxy changes nothing', async () =>
    assert.equal((await byPost({ id: config.clients.guessed.id, secret: 'x' }, {}, { headers: [['x-forwarded-for', '203.0.113.7']] })).status, 429));
  await check('after the wait the client is let in here too', async () => {
    const wait = Number((await byPost({ id: config.clients.guessed.id, secret: 'x' })).headers['retry-after']);
    await new Promise(resolve => setTimeout(resolve, wait * 1_000));
    granted(await byPost(config.clients.guessed));
  });
}

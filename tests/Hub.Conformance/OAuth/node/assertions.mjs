import { createHmac, createPublicKey, randomUUID } from 'node:crypto';
import { exportJWK } from 'jose';
import { area, assert, check, granted, refused } from './checks.mjs';
import { Prover, asserted, assertion, assertionType, ec, now, rsa, stranger, unsigned } from './proofs.mjs';
import { basic, byPost, config, graphql, introspectUrl, issuer, post, revokeUrl, tokenUrl } from './wire.mjs';

const { key, both, fapi, unknownKey = { id: 'nobody-with-a-key' } } = config.clients;

export default async function assertions() {
  area('private_key_jwt');
  const send = async (what, more = {}) => post(tokenUrl, { ...await asserted(key, what), ...more });
  await check('ES256', async () => granted(await send({})));
  await check('PS256', async () => granted(await send({ key: rsa })));
  await check('no kid', async () => granted(await send({ header: { kid: undefined } })));
  await check('typ JWT', async () => granted(await send({ header: { typ: 'JWT' } })));
  await check('typ client-authentication+jwt', async () => granted(await send({ header: { typ: 'client-authentication+jwt' } })));
  await check('client_id beside it', async () => granted(await send({}, { client_id: key.id })));
  await check('no iat', async () => granted(await send({ claims: { iat: undefined } })));
  await check('further claims', async () => granted(await send({ claims: { anything: { else: 1 } } })));
  await check('exp with a fraction', async () => granted(await send({ claims: { exp: now() + 30.5 } })));
  await check('at introspection and revocation', async () => {
    for (const url of [introspectUrl, revokeUrl]) {
      const { grant_type, ...who } = await asserted(key);
      assert.equal((await post(url, { ...who, token: 'x' })).status, 200);
    }
  });

  const claims = {
    'aud: the token endpoint': { aud: tokenUrl }, 'aud: a list of the issuer': { aud: [issuer] }, 'aud: a list of two': { aud: [issuer, tokenUrl] },
    'aud: another': { aud: 'https://elsewhere.example' }, 'aud: the issuer with a slash': { aud: issuer + '/' }, 'aud: a resource': { aud: graphql }, 'no aud': { aud: undefined },
    'no exp': { exp: undefined }, 'exp passed': { exp: now() - 1 }, 'exp in an hour': { exp: now() + 3_600 }, 'exp that is a text': { exp: 'soon' },
    'nbf in ten minutes': { nbf: now() + 600 }, 'iat in ten minutes': { iat: now() + 600, exp: now() + 660 }, 'iat an hour ago': { iat: now() - 3_600 },
    'iss of another': { iss: both.id }, 'sub of another': { sub: both.id }, 'no iss': { iss: undefined }, 'no sub': { sub: undefined },
    'no jti': { jti: undefined }, 'an empty jti': { jti: '' }, 'a jti that is a number': { jti: 7 }, 'a jti of 10,000 characters': { jti: 'x'.repeat(2_000) },
  };
  for (const [name, change] of Object.entries(claims))
    await check(name, async () => refused(await send({ claims: change }), 401, 'invalid_client'));

  const payload = () => ({ iss: key.id, sub: key.id, aud: issuer, jti: randomUUID(), iat: now(), exp: now() + 60 });
  const made = async text => post(tokenUrl, await asserted(key, text));
  await check('alg none', async () => refused(await made(unsigned({ alg: 'none' }, payload())), 401, 'invalid_client'));
  await check('alg None', async () => refused(await made(unsigned({ alg: 'None' }, payload())), 401, 'invalid_client'));
  await check('HS256 with the public key as secret', async () => {
    const text = unsigned({ alg: 'HS256', kid: 'ec' }, payload()).slice(0, -1);
    const secret = createPublicKey(ec).export({ type: 'spki', format: 'pem' });
    refused(await made(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`), 401, 'invalid_client');
  });
  await check('HS256 with the secret of a client', async () => {
    const text = unsigned({ alg: 'HS256' }, { ...payload(), iss: both.id, sub: both.id }).slice(0, -1);
    refused(await post(tokenUrl, await asserted(both, `${text}.${createHmac('sha256', both.secret).update(text).digest('base64url')}`)), 401, 'invalid_client');
  });
  for (const alg of ['RS256', 'PS384', 'PS512'])
    await check(alg, async () => refused(await send({ key: rsa, header: { alg, kid: 'rsa' } }), 401, 'invalid_client'));
  await check('the key of a stranger', async () => refused(await send({ key: stranger }), 401, 'invalid_client'));
  await check('an unknown kid', async () => refused(await send({ header: { kid: 'other' } }), 401, 'invalid_client'));
  await check('the kid of the other key', async () => refused(await send({ header: { kid: 'rsa' } }), 401, 'invalid_client'));
  const { d, ...publicJwk } = await exportJWK(stranger);
  for (const [name, header] of Object.entries({
    'jwk of a stranger': { jwk: publicJwk, kid: undefined }, 'jku of a stranger': { jku: 'https://elsewhere.example/jwks', kid: 'evil' }, 'x5u of a stranger': { x5u: 'https://elsewhere.example/cert' },
  }))
    await check(name, async () => refused(await send({ key: stranger, header }), 401, 'invalid_client'));
  await check('crit', async () => refused(await send({ header: { crit: ['x'], x: 1 } }), 401, 'invalid_client'));
  await check('typ at+jwt', async () => refused(await send({ header: { typ: 'at+jwt' } }), 401, 'invalid_client'));
  await check('typ dpop+jwt', async () => refused(await send({ header: { typ: 'dpop+jwt' } }), 401, 'invalid_client'));
  await check('one replayed', async () => {
    const form = await asserted(key);
    granted(await post(tokenUrl, form));
    refused(await post(tokenUrl, form), 401, 'invalid_client');
  });
  await check('one replayed at another endpoint', async () => {
    const { grant_type, ...form } = await asserted(key);
    granted(await post(tokenUrl, { grant_type, ...form }));
    refused(await post(introspectUrl, { ...form, token: 'x' }), 401, 'invalid_client');
  });
  await check('one replayed at another node', async () => {
    const form = await asserted(key);
    granted(await post(tokenUrl, form));
    refused(await post(config.node2 + '/connect/token', form), 401, 'invalid_client');
  });
  for (const type of ['urn:ietf:params:oauth:client-assertion-type:saml2-bearer', 'x', ''])
    await check(`client_assertion_type ${type || 'empty'}`, async () => refused(await send({}, { client_assertion_type: type }), 401, 'invalid_client'));
  await check('a type and no assertion', async () => refused(await send({}, { client_assertion: '' }), 401, 'invalid_client'));
  for (const text of ['x', 'x.y', 'a.b.c', '..', 'e30.e30.e30', '🙂'])
    await check(`the assertion ${text}`, async () => refused(await made(text), 401, 'invalid_client'));
  await check('with a secret', async () => refused(await send({}, { client_secret: 'x' }), 400, 'invalid_request'));
  await check('with Basic', async () => refused(await post(tokenUrl, await asserted(key), { headers: [basic(key.id, 'x')] }), 400, 'invalid_request'));
  await check('with another client_id', async () => refused(await send({}, { client_id: both.id }), 401, 'invalid_client'));
  await check('the assertion twice', async () => {
    const form = await asserted(key);
    refused(await post(tokenUrl, [...Object.entries(form), ['client_assertion', form.client_assertion]]), 400, 'invalid_request');
  });
  await check('a changed signature', async () => {
    const text = await assertion(key);
    refused(await made(text.slice(0, -10) + (text.at(-10) === 'A' ? 'B' : 'A') + text.slice(-9)), 401, 'invalid_client');
  });
  await check('of a client with a secret', async () => refused(await post(tokenUrl, await asserted(both)), 401, 'invalid_client'));
  await check('an unknown client is answered as a wrong key', async () => {
    const [one, two] = [await send({ key: stranger }), await post(tokenUrl, await asserted(unknownKey))];
    assert.deepEqual([one.status, one.json], [two.status, two.json]);
  });
  await check('a clock ten minutes ahead is told so', async () =>
    assert.match((await send({ claims: { iat: now() + 600, exp: now() + 660 } })).json.error_description, /\b(599|60\d) s ahead/));
  await check('a clock ten minutes behind is told so', async () =>
    assert.match((await send({ claims: { iat: now() - 600, exp: now() - 540 } })).json.error_description, /\b(539|54\d) s ago/));

  area('FAPI');
  await check('no bearer token', async () => assert.equal((await post(tokenUrl, await asserted(fapi))).status, 400));
  await check('no secret', async () => refused(await byPost({ id: fapi.id, secret: 'x' }), 401, 'invalid_client'));
  await check('a token bound to a key', async () => {
    const prover = new Prover();
    granted(await post(tokenUrl, await asserted(fapi), { headers: [['dpop', await prover.make()]] }), 'DPoP');
  });
}

import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { area, assert, challenged, check, granted, refused } from './checks.mjs';
import { Prover, hash, now, rsa, stranger, unsigned } from './proofs.mjs';
import { ask, bearer, byPost, config, feedState, graphql, issuer, post, tokenOf, tokenUrl } from './wire.mjs';

const { both, dpopOnly } = config.clients;

export default async function dpop() {
  const prover = new Prover();
  const other = new Prover();
  const get = (proof, client = both) => byPost(client, {}, { headers: [].concat(proof).map(text => ['dpop', text]) });
  const made = what => prover.make(what);

  area('DPoP at the token endpoint');
  await check('a token is bound to the key', async () => {
    const answer = granted(await get(await made()), 'DPoP');
    const { cnf } = JSON.parse(Buffer.from(answer.access_token.split('.')[1], 'base64url'));
    assert.deepEqual(cnf, { jkt: await calculateJwkThumbprint(await prover.jwk()) });
  });
  await check('PS256', async () => granted(await get(await new Prover(rsa).make({ header: { alg: 'PS256' } })), 'DPoP'));
  await check('a client that has to use it, without', async () => refused(await byPost(dpopOnly), 400, 'invalid_dpop_proof'));
  await check('a client that has to use it', async () => granted(await get(await made(), dpopOnly), 'DPoP'));
  for (const [name, htu] of Object.entries({
    'htu with a query and a fragment': tokenUrl + '?a=b#c', 'htu in another case': tokenUrl.replace('https://', 'HTTPS://'),
  }))
    await check(name, async () => granted(await get(await made({ claims: { htu } })), 'DPoP'));
  const claims = {
    'htm GET': { htm: 'GET' }, 'htm in small letters': { htm: 'post' }, 'no htm': { htm: undefined }, 'htu of another path': { htu: graphql }, 'htu of another host': { htu: 'https://elsewhere.example/connect/token' },
    'htu with http': { htu: tokenUrl.replace('https', 'http') }, 'htu with another port': { htu: tokenUrl.replace(/:\d+/, ':1') }, 'htu with a path in capitals': { htu: tokenUrl.replace('token', 'TOKEN') },
    'htu with a slash behind': { htu: tokenUrl + '/' }, 'htu with a user': { htu: tokenUrl.replace('https://', 'https://a@') }, 'a relative htu': { htu: '/connect/token' }, 'no htu': { htu: undefined },
    'iat ten minutes ago': { iat: now() - 600 }, 'iat in ten minutes': { iat: now() + 600 }, 'no iat': { iat: undefined }, 'iat that is a text': { iat: 'now' },
    'no jti': { jti: undefined }, 'an empty jti': { jti: '' }, 'a jti that is a number': { jti: 1 }, 'a jti of 3,000 characters': { jti: 'x'.repeat(3_000) }, 'a nonce that is a number': { nonce: 1 },
  };
  for (const [name, change] of Object.entries(claims))
    await check(name, async () => refused(await get(await made({ claims: change })), 400, 'invalid_dpop_proof'));
  await check('a skew is told', async () => assert.match((await get(await made({ claims: { iat: now() + 600 } }))).json.error_description, /it is (599|60\d) seconds ahead/));
  await check('a nonce that is not the hub\'s brings a new one', async () => {
    const answer = await get(await made({ claims: { nonce: 'mine' } }));
    refused(answer, 400, 'use_dpop_nonce');
    assert.ok(answer.headers['dpop-nonce']);
  });
  await check('one replayed', async () => {
    const proof = await made();
    granted(await get(proof), 'DPoP');
    refused(await get(proof), 400, 'invalid_dpop_proof');
  });
  await check('two headers', async () => refused(await get([await made(), await made()]), 400, 'invalid_dpop_proof'));
  await check('two in one header', async () => refused(await get(`${await made()}, ${await made()}`), 400, 'invalid_dpop_proof'));
  await check('an empty header', async () => refused(await get(''), 400, 'invalid_dpop_proof'));
  for (const text of ['x', 'a.b.c', 'e30.e30.e30', '..'])
    await check(`the proof ${text}`, async () => refused(await get(text), 400, 'invalid_dpop_proof'));
  const payload = () => ({ jti: randomUUID(), htm: 'POST', htu: tokenUrl, iat: now() });
  const headers = {
    'typ JWT': { typ: 'JWT' }, 'no typ': { typ: undefined }, 'a private key': { jwk: await prover.jwk(true) }, 'no key': { jwk: undefined }, 'the key of another': { jwk: await other.jwk() },
    'a key with alg RS256': { jwk: { ...await prover.jwk(), alg: 'RS256' } }, 'a key for encryption': { jwk: { ...await prover.jwk(), use: 'enc' } }, 'a key that is a text': { jwk: 'x' },
    'crit': { crit: ['x'], x: 1 },
  };
  for (const [name, header] of Object.entries(headers))
    await check(name, async () => refused(await get(await made({ header })), 400, 'invalid_dpop_proof'));
  await check('alg none', async () => refused(await get(unsigned({ typ: 'dpop+jwt', alg: 'none', jwk: await prover.jwk() }, payload())), 400, 'invalid_dpop_proof'));
  await check('HS256', async () => {
    const text = unsigned({ typ: 'dpop+jwt', alg: 'HS256', jwk: { kty: 'oct', k: 'c2VjcmV0' } }, payload()).slice(0, -1);
    refused(await get(`${text}.${createHmac('sha256', 'secret').update(text).digest('base64url')}`), 400, 'invalid_dpop_proof');
  });
  await check('RS256', async () => refused(await get(await new Prover(rsa).make({ header: { alg: 'RS256' } })), 400, 'invalid_dpop_proof'));
  await check('ES384', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    refused(await get(await new Prover(privateKey).make({ header: { alg: 'ES384' } })), 400, 'invalid_dpop_proof');
  });
  await check('signed by another key', async () => refused(await get(await made({ key: stranger })), 400, 'invalid_dpop_proof'));

  area('DPoP nonces');
  const second = config.node2;
  const ask2 = async nonce => post(second + '/connect/token', { grant_type: 'client_credentials', client_id: both.id, client_secret: both.secret },
    { headers: [['dpop', await made({ claims: { nonce } })]] });
  let nonce;
  await check('the token endpoint asks for one', async () => {
    const answer = await ask2();
    refused(answer, 400, 'use_dpop_nonce');
    nonce = answer.headers['dpop-nonce'];
    assert.match(nonce, /^[\x21\x23-\x5b\x5d-\x7e]+$/);
  });
  await check('and takes it', async () => granted(await ask2(nonce), 'DPoP'));
  await check('not a changed one', async () => refused(await ask2(nonce.slice(0, -2) + 'AA'), 400, 'use_dpop_nonce'));
  const bound = granted(await get(await made()), 'DPoP').access_token;
  await check('the resource asks for one', async () => {
    const answer = await ask(await prover.headers(bound, graphql), { url: second + '/graphql' });
    challenged(answer, 401, 'use_dpop_nonce', 'DPoP');
    nonce = answer.headers['dpop-nonce'];
    assert.ok(nonce);
  });
  await check('and takes it', async () => assert.equal((await ask(await prover.headers(bound, graphql, { claims: { nonce } }), { url: second + '/graphql' })).status, 200));

  area('DPoP at resources');
  await check('GraphQL', async () => assert.equal((await ask(await prover.headers(bound, graphql))).status, 200));
  await check('GraphQL by GET', async () => assert.equal((await ask(await prover.headers(bound, graphql, { claims: { htm: 'GET' } }), { method: 'GET' })).status, 200));
  const method = issuer + '/hub.feed.v1.ChangeFeedService/GetFeedState';
  await check('gRPC', async () => assert.equal((await feedState(Object.fromEntries(await prover.headers(bound, method)))).status, 0));
  await check('gRPC without a proof', async () => assert.equal((await feedState({ authorization: `DPoP ${bound}` })).status, 16));
  await check('gRPC with the proof of another call', async () => assert.equal((await feedState(Object.fromEntries(await prover.headers(bound, graphql)))).status, 16));
  await check('as a bearer token', async () => challenged(await ask([bearer(bound)]), 401, 'invalid_token'));
  await check('as a bearer token with a proof', async () => challenged(await ask([bearer(bound), (await prover.headers(bound, graphql))[1]]), 401, 'invalid_token'));
  await check('a bearer token with the scheme DPoP', async () => {
    const token = await tokenOf(both);
    challenged(await ask(await prover.headers(token, graphql)), 401, 'invalid_token', 'DPoP');
  });
  await check('without a proof', async () => challenged(await ask([['authorization', `DPoP ${bound}`]]), 401, 'invalid_dpop_proof', 'DPoP'));
  await check('with two proofs', async () => {
    const proofs = await prover.headers(bound, graphql);
    challenged(await ask([...proofs, (await prover.headers(bound, graphql))[1]]), 401, 'invalid_dpop_proof', 'DPoP');
  });
  await check('with the key of another', async () => challenged(await ask(await other.headers(bound, graphql)), 401, 'invalid_token', 'DPoP'));
  const wrongs = {
    'no ath': { ath: undefined }, 'ath of another token': { ath: hash('x') }, 'ath in plain base64': { ath: Buffer.from(hash(bound), 'base64url').toString('base64') },
    'htm GET': { htm: 'GET' }, 'htu of the token endpoint': { htu: tokenUrl }, 'iat ten minutes ago': { iat: now() - 600 }, 'iat in ten minutes': { iat: now() + 600 },
  };
  for (const [name, change] of Object.entries(wrongs))
    await check(name, async () => challenged(await ask(await prover.headers(bound, graphql, { claims: change })), 401, 'invalid_dpop_proof', 'DPoP'));
  await check('a proof replayed', async () => {
    const headers = await prover.headers(bound, graphql);
    assert.equal((await ask(headers)).status, 200);
    challenged(await ask(headers), 401, 'invalid_dpop_proof', 'DPoP');
  });
  await check('a proof replayed at another node', async () => {
    const made = await prover.headers(bound, graphql, { claims: { nonce } });
    assert.equal((await ask(made)).status, 200);
    challenged(await ask(made, { url: second + '/graphql' }), 401, 'invalid_dpop_proof', 'DPoP');
  });
  await check('the key of the token is of the proof, not of the client', async () => {
    const theirs = granted(await get(await other.make()), 'DPoP').access_token;
    challenged(await ask(await prover.headers(theirs, graphql)), 401, 'invalid_token', 'DPoP');
  });
}

import { area, assert, check, granted, refused } from './checks.mjs';
import {
  basic, byPost, config, encode, graphql, grant, grpcResource, introspectUrl, issuer, post, rawBasic, revokeUrl, send, tokenUrl,
} from './wire.mjs';

const { both, onlyBasic, onlyPost, other, key, disabled } = config.clients;
const wrong = 'hubcs_' + 'A'.repeat(49);

// Whoever knows the secret is not guessing: the right one in between keeps refusals what they are.
const proveAgain = () => byPost(both);

export default async function secrets() {
  area('secrets');
  await check('basic', async () => granted(await post(tokenUrl, grant, { headers: [basic(both.id, both.secret)] })));
  await check('post', async () => granted(await byPost(both)));
  await check('basic of a client for it', async () => granted(await post(tokenUrl, grant, { headers: [basic(onlyBasic.id, onlyBasic.secret)] })));
  await check('post of a client for it', async () => granted(await byPost(onlyPost)));
  await check('post of a client for basic', async () => refused(await byPost(onlyBasic), 401, 'invalid_client'));
  await check('basic of a client for post', async () => refused(await post(tokenUrl, grant, { headers: [basic(onlyPost.id, onlyPost.secret)] }), 401, 'invalid_client'));
  await check('a client with a key by a secret', async () => refused(await byPost({ id: key.id, secret: wrong }), 401, 'invalid_client'));
  await check('a disabled client', async () => refused(await byPost(disabled), 401, 'invalid_client'));
  await check('the scheme in any case', async () => granted(await post(tokenUrl, grant, { headers: [['authorization', basic(both.id, both.secret)[1].replace('Basic', 'bAsIc')]] })));
  await check('every character may be percent-encoded in Basic', async () => {
    const all = text => [...text].map(c => '%' + c.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    granted(await post(tokenUrl, grant, { headers: [rawBasic(`${all(both.id)}:${all(both.secret)}`)] }));
    granted(await post(tokenUrl, grant, { headers: [rawBasic(`${all(both.id).toUpperCase()}:${both.secret}`)] }));
  });
  await check('client_id beside Basic', async () => granted(await post(tokenUrl, { ...grant, client_id: both.id }, { headers: [basic(both.id, both.secret)] })));

  const ways = {
    'a wrong secret': [both.id, wrong], 'an unknown client': ['nobody', wrong], 'the secret of another client': [both.id, other.secret],
    'a secret cut short': [both.id, both.secret.slice(0, -1)], 'a secret with a space behind': [both.id, both.secret + ' '],
    'a secret with special characters': [both.id, 'p%+& é€😀:/?#[]@!$'], 'an id with special characters': ['a b+c%:é€😀', wrong],
    'an id in capitals': [both.id.toUpperCase(), both.secret], 'a secret of 4,000 characters': [both.id, 'x'.repeat(4_000)],
  };
  for (const [name, [id, secret]] of Object.entries(ways)) {
    await proveAgain();
    await check(`${name}, basic`, async () => refused(await post(tokenUrl, grant, { headers: [basic(id, secret)] }), 401, 'invalid_client'));
    await check(`${name}, post`, async () => refused(await byPost({ id, secret }), 401, 'invalid_client'));
  }
  await check('an unknown client and a wrong secret are answered alike', async () => {
    await proveAgain();
    const [one, two] = [await byPost({ id: both.id, secret: wrong }), await byPost({ id: 'nobody-else', secret: wrong })];
    assert.deepEqual([one.status, one.json, one.headers['www-authenticate']], [two.status, two.json, two.headers['www-authenticate']]);
  });

  area('credentials');
  const bad = {
    'nothing': [], 'an empty header': [['authorization', '']], 'Basic alone': [['authorization', 'Basic']], 'no base64': [['authorization', 'Basic *']],
    'no colon': [rawBasic('nobody')], 'an empty id': [rawBasic(':' + wrong)], 'an empty secret': [rawBasic(both.id + ':')],
    'a broken percent': [rawBasic(`${both.id}:%zz`)], 'a percent at the end': [rawBasic(`${both.id}:x%`)], 'no UTF-8': [rawBasic(Buffer.from([0xff, 0x3a, 0xfe]))],
    'no UTF-8 in percents': [rawBasic(`${both.id}:%ff%fe`)], 'Bearer': [['authorization', 'Bearer x']], 'Digest': [['authorization', 'Digest username="x"']],
  };
  for (const [name, headers] of Object.entries(bad))
    await check(name, async () => { await proveAgain(); refused(await post(tokenUrl, grant, { headers }), 401, 'invalid_client'); });
  await check('an id and no secret', async () => refused(await post(tokenUrl, { ...grant, client_id: both.id }), 401, 'invalid_client'));
  await check('an empty secret in the form', async () => refused(await byPost({ id: both.id, secret: '' }), 401, 'invalid_client'));
  await check('a secret and no id', async () => refused(await post(tokenUrl, { ...grant, client_secret: both.secret }), 401, 'invalid_client'));
  await check('basic and post', async () => refused(await byPost(both, {}, { headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
  await check('basic and another client_id', async () =>
    refused(await post(tokenUrl, { ...grant, client_id: other.id }, { headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
  await check('basic and an assertion', async () => refused(await post(tokenUrl, {
    ...grant, client_assertion: 'x', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  }, { headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
  await check('two Authorization headers', async () => {
    const answer = await post(tokenUrl, grant, { headers: [basic(both.id, both.secret), basic(both.id, both.secret)] });
    assert.ok(answer.status === 400 || answer.status === 401, answer.text);
  });

  area('requests');
  const good = { ...grant, client_id: both.id, client_secret: both.secret };
  const text = new URLSearchParams(good).toString();
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
    await check(method, async () => {
      const answer = await send(tokenUrl, { method, headers: [basic(both.id, both.secret)] });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.allow, 'POST');
      assert.match(answer.headers['cache-control'], /no-store/);
    });
  await check('GET with everything in the URL', async () => assert.equal((await send(`${tokenUrl}?${text}`, { method: 'GET' })).status, 405));
  await check('POST with everything in the URL', async () => refused(await post(`${tokenUrl}?${text}`, ''), 400, 'invalid_request'));
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded; charset=utf-16'])
    await check(`content type ${type}`, async () => refused(await post(tokenUrl, text, { type }), 400, 'invalid_request'));
  await check('no content type', async () => refused(await send(tokenUrl, { body: text }), 400, 'invalid_request'));
  await check('a JSON body', async () => refused(await post(tokenUrl, JSON.stringify(good), { type: 'application/json' }), 400, 'invalid_request'));
  await check('charset utf-8', async () => granted(await post(tokenUrl, text, { type: 'application/x-www-form-urlencoded;charset=UTF-8' })));
  await check('an unknown parameter', async () => granted(await byPost(both, { something: 'else' })));
  for (const [name, value] of [['grant_type', 'client_credentials'], ['client_id', both.id], ['client_secret', both.secret], ['scope', 'feed.read'], ['"\\é', 'x']])
    await check(`${encodeURIComponent(name)} twice`, async () =>
      refused(await post(tokenUrl, `${text}&${new URLSearchParams([[name, value], [name, value]])}`), 400, 'invalid_request'));
  await check('no grant_type', async () => refused(await byPost(both, { grant_type: '' }), 400, 'invalid_request'));
  await check('grant_type in capitals', async () => refused(await byPost(both, { grant_type: 'CLIENT_CREDENTIALS' }), 400, 'unsupported_grant_type'));
  for (const size of [100_000, 5_000_000])
    await check(`a body of ${size} bytes`, async () => {
      const answer = await post(tokenUrl, text + '&x=' + 'y'.repeat(size)).catch(failure => ({ status: failure.code }));
      assert.ok([400, 413, 'EPIPE', 'ECONNRESET'].includes(answer.status), `${answer.status} ${answer.text}`);
    });
  await check('10,000 parameters', async () => refused(await post(tokenUrl, text + '&x=1'.repeat(10_000)), 400, 'invalid_request'));
  await check('a zero byte in the id', async () => assert.ok((await byPost({ id: both.id + '\0', secret: both.secret })).status < 402));
  await check('the hub goes on', async () => granted(await byPost(both)));

  area('scopes');
  await check('none asked: all of the client', async () => assert.deepEqual(granted(await byPost(both)).scope.split(' ').sort(), both.scopes.split(' ').sort()));
  await check('one of two', async () => assert.equal(granted(await byPost(both, { scope: 'feed.read' })).scope, 'feed.read'));
  await check('an empty one counts as none', async () => granted(await byPost(both, { scope: '' })));
  for (const scope of ['registry.admin', 'unknown', 'feed.read unknown', 'openid', 'feed.read  dashboard.read', ' feed.read', 'feed.read\tdashboard.read', 'FEED.READ', '"', 'é'])
    await check(`scope ${JSON.stringify(scope)}`, async () => refused(await byPost(both, { scope }), 400, 'invalid_scope'));

  area('resource');
  const audience = async pairs => {
    const answer = granted(await post(tokenUrl, [...Object.entries(good), ...pairs.map(url => ['resource', url])]));
    return JSON.parse(Buffer.from(answer.access_token.split('.')[1], 'base64url')).aud;
  };
  await check('none: both', async () => assert.deepEqual(await audience([]), [graphql, grpcResource]));
  await check('one', async () => assert.deepEqual(await audience([graphql]), graphql));
  await check('the other', async () => assert.deepEqual(await audience([grpcResource]), grpcResource));
  await check('two', async () => assert.deepEqual([...(await audience([grpcResource, graphql]))].sort(), [graphql, grpcResource]));
  for (const resource of ['https://elsewhere.example/', graphql + '#part', graphql + '/', graphql + '?a=b', '/graphql', 'graphql', issuer, 'urn:x', graphql.toUpperCase()])
    await check(`resource ${resource.replace(issuer, '{issuer}')}`, async () => refused(await byPost(both, { resource }), 400, 'invalid_target'));
  await check('a known and an unknown one', async () =>
    refused(await post(tokenUrl, [...Object.entries(good), ['resource', graphql], ['resource', 'https://elsewhere.example/']]), 400, 'invalid_target'));

  area('other endpoints');
  for (const [name, url] of [['introspection', introspectUrl], ['revocation', revokeUrl]]) {
    await check(`${name} without a client`, async () => refused(await post(url, { token: 'x' }), 401, 'invalid_client'));
    await check(`${name} with a wrong secret`, async () => refused(await post(url, { token: 'x' }, { headers: [basic(both.id, wrong)] }), 401, 'invalid_client'));
    await check(`${name} with a bearer token`, async () => refused(await post(url, { token: 'x' }, { headers: [['authorization', 'Bearer x']] }), 401, 'invalid_client'));
    await check(`${name} by GET`, async () => assert.equal((await send(`${url}?token=x`, { method: 'GET', headers: [basic(both.id, both.secret)] })).status, 405));
    await check(`${name} without a token`, async () => refused(await post(url, {}, { headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
    await check(`${name} with two tokens`, async () =>
      refused(await post(url, [['token', 'x'], ['token', 'y']], { headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
    await check(`${name} with JSON`, async () => refused(await post(url, '{"token":"x"}', { type: 'application/json', headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
    await check(`${name} with the token in the URL`, async () => refused(await post(`${url}?token=x`, {}, { headers: [basic(both.id, both.secret)] }), 400, 'invalid_request'));
    await check(`${name} by post`, async () => assert.equal((await post(url, { token: 'x', client_id: both.id, client_secret: both.secret })).status, 200));
  }
}

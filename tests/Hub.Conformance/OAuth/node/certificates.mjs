import { X509Certificate, createHash } from 'node:crypto';
import { area, assert, challenged, check, granted, refused } from './checks.mjs';
import { Prover, asserted } from './proofs.mjs';
import { ask, bearer, byPost, certificate, config, feedState, grant, post, tokenOf, tokenUrl } from './wire.mjs';

const clients = config.clients;
const mtls = config.mtls + '/connect/token';

export default async function certificates() {
  const [platform, stranger, self, server, expired, nobody] = ['platform', 'stranger', 'self', 'server', 'expired', 'nobody'].map(certificate);
  const get = (client, cert, url = mtls, more = {}) => post(url, { ...grant, client_id: client.id, ...more }, { cert });
  const thumbprint = cert => createHash('sha256').update(new X509Certificate(cert.cert).raw).digest('base64url');
  const payload = token => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

  area('mTLS');
  for (const kind of ['subjectDn', 'sanDns', 'sanUri', 'sanIp', 'sanEmail'])
    await check(`tls_client_auth by ${kind}`, async () => granted(await get(clients[kind], platform)));
  for (const kind of ['subjectDn', 'sanDns', 'sanUri', 'sanIp', 'sanEmail'])
    await check(`another name, ${kind}`, async () => refused(await get(clients[kind], nobody), 401, 'invalid_client'));
  await check('self_signed_tls_client_auth by its key', async () => granted(await get(clients.selfKey, self)));
  await check('self_signed_tls_client_auth by its certificate', async () => granted(await get(clients.selfWhole, self)));
  await check('self-signed with another certificate', async () => refused(await get(clients.selfKey, platform), 401, 'invalid_client'));
  await check('the same names of a stranger\'s authority', async () => {
    // Node.js sends the authority of that name along, which did not sign it: TLS may end the connection already.
    const answer = await get(clients.subjectDn, stranger).catch(failure => failure.code);
    if (answer !== 'ECONNRESET')
      refused(answer, 401, 'invalid_client');
  });
  await check('a certificate for servers', async () => refused(await get(clients.subjectDn, server), 401, 'invalid_client'));
  await check('a certificate that has expired', async () => refused(await get(clients.subjectDn, expired), 401, 'invalid_client'));
  await check('no certificate', async () => refused(await get(clients.subjectDn), 401, 'invalid_client'));
  await check('at the endpoint without certificates', async () => refused(await get(clients.subjectDn, platform, tokenUrl), 401, 'invalid_client'));
  await check('no client_id', async () => refused(await post(mtls, grant, { cert: platform }), 401, 'invalid_client'));
  await check('an unknown client is answered as a wrong certificate', async () => {
    const [one, two] = [await get({ id: 'nobody-with-a-certificate' }, platform), await get(clients.subjectDn, nobody)];
    assert.deepEqual([one.status, one.json], [two.status, two.json]);
  });
  await check('a client with a secret by its certificate alone', async () => refused(await get(clients.both, platform), 401, 'invalid_client'));
  await check('a client with a certificate by a secret', async () => refused(await get(clients.subjectDn, platform, mtls, { client_secret: 'x' }), 401, 'invalid_client'));
  await check('a client with a certificate by an assertion', async () => refused(await post(mtls, await asserted(clients.subjectDn), { cert: platform }), 401, 'invalid_client'));
  for (const path of ['introspect', 'revoke'])
    await check(`the alias of ${path}`, async () =>
      assert.equal((await post(`${config.mtls}/connect/${path}`, { client_id: clients.subjectDn.id, token: 'x' }, { cert: platform })).status, 200));

  area('tokens of certificates');
  const token = granted(await get(clients.bound, platform)).access_token;
  const use = (cert, url = config.mtls + '/graphql') => ask([bearer(token)], { url, cert });
  await check('cnf is the thumbprint', () => assert.deepEqual(payload(token).cnf, { 'x5t#S256': thumbprint(platform) }));
  await check('with its certificate', async () => assert.equal((await use(platform)).status, 200));
  await check('with another', async () => challenged(await use(nobody), 401, 'invalid_token'));
  await check('with none', async () => challenged(await use(), 401, 'invalid_token'));
  await check('where no certificates are taken', async () => challenged(await ask([bearer(token)]), 401, 'invalid_token'));
  const grpc = cert => feedState({ authorization: `Bearer ${token}` }, { url: config.mtls, cert });
  await check('gRPC with its certificate', async () => assert.equal((await grpc(platform)).status, 0));
  await check('gRPC with another', async () => assert.equal((await grpc(nobody)).status, 16));
  await check('gRPC with none', async () => assert.equal((await grpc()).status, 16));
  await check('bound to a certificate by a client with a secret', async () => {
    const answer = await byPost(clients.boundSecret);
    assert.equal(answer.status, 400);
    const own = granted(await post(mtls, { ...grant, client_id: clients.boundSecret.id, client_secret: clients.boundSecret.secret }, { cert: self }));
    assert.equal(payload(own.access_token).cnf['x5t#S256'], thumbprint(self));
  });
  await check('bound to both', async () => {
    const prover = new Prover();
    const answer = granted(await post(mtls, { ...grant, client_id: clients.bound.id }, { cert: platform, headers: [['dpop', await prover.make({ claims: { htu: mtls } })]] }), 'DPoP');
    assert.deepEqual(Object.keys(payload(answer.access_token).cnf).sort(), ['jkt', 'x5t#S256']);
    const url = config.mtls + '/graphql';
    assert.equal((await ask(await prover.headers(answer.access_token, url), { url, cert: platform })).status, 200);
    challenged(await ask(await prover.headers(answer.access_token, url), { url, cert: nobody }), 401, 'invalid_token', 'DPoP');
  });
  await check('a bearer token needs no certificate', async () => {
    const plain = await tokenOf(clients.both);
    assert.equal((await ask([bearer(plain)], { url: config.mtls + '/graphql', cert: nobody })).status, 200);
    assert.equal((await ask([bearer(plain)], { url: config.mtls + '/graphql' })).status, 200);
  });
  const der = new X509Certificate(platform.cert).raw.toString('base64');
  for (const [name, value] of [['Client-Cert', `:${der}:`], ['X-Client-Cert', encodeURIComponent(platform.cert)], ['X-ARR-ClientCert', der], ['X-Forwarded-Client-Cert', `Cert="${encodeURIComponent(platform.cert)}"`]])
    await check(`${name} of who is no proxy`, async () => {
      for (const url of [tokenUrl, config.node2 + '/connect/token'])
        refused(await post(url, { ...grant, client_id: clients.subjectDn.id }, { headers: [[name, value]] }), 401, 'invalid_client');
    });
}

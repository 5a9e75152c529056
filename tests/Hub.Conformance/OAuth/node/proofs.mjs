// Assertions and DPoP proofs, good ones and others.
import { createHash, createPrivateKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SignJWT, exportJWK } from 'jose';
import { config, issuer, tokenUrl } from './wire.mjs';

export const now = () => Math.floor(Date.now() / 1000);
const pem = name => createPrivateKey(readFileSync(`${config.folder}/${name}.key`));
export const ec = pem('ec');
export const rsa = pem('rsa');
export const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const part = value => Buffer.from(JSON.stringify(value)).toString('base64url');
export const unsigned = (header, payload, signature = '') => `${part(header)}.${part(payload)}.${signature}`;

/** Signs what it is given; members that are undefined are left out. */
async function sign(key, header, payload) {
  const signer = new SignJWT(JSON.parse(JSON.stringify(payload))).setProtectedHeader(JSON.parse(JSON.stringify(header)));
  return signer.sign(key, header.crit ? { crit: Object.fromEntries(header.crit.map(name => [name, true])) } : undefined);
}

/** A client assertion that is good but for what is changed. */
export const assertion = (client, { key = ec, header = {}, claims = {} } = {}) => sign(
  key,
  { alg: key === rsa ? 'PS256' : 'ES256', kid: key === rsa ? 'rsa' : 'ec', ...header },
  { iss: client.id, sub: client.id, aud: issuer, jti: randomUUID(), iat: now(), exp: now() + 60, ...claims });

export const asserted = async (client, what = {}) => ({
  grant_type: 'client_credentials', client_assertion_type: assertionType, client_assertion: typeof what === 'string' ? what : await assertion(client, what),
});

export const hash = token => createHash('sha256').update(token).digest('base64url');

/** A key of one caller, with which it makes its proofs. */
export class Prover {
  constructor(key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey) { this.key = key; }

  async jwk(isPrivate = false) {
    const jwk = await exportJWK(this.key);
    return isPrivate ? jwk : Object.fromEntries(Object.entries(jwk).filter(([name]) => ['kty', 'crv', 'x', 'y', 'n', 'e'].includes(name)));
  }

  async make({ header = {}, claims = {}, key = this.key, token } = {}) {
    return sign(key, { typ: 'dpop+jwt', alg: 'ES256', jwk: await this.jwk(), ...header }, {
      jti: randomUUID(), htm: 'POST', htu: tokenUrl, iat: now(), ...token ? { ath: hash(token) } : {}, ...claims,
    });
  }

  /** The two headers of a call to a resource. */
  async headers(token, url, what = {}) {
    return [['authorization', `DPoP ${token}`], ['dpop', await this.make({ ...what, token, claims: { htu: url, ...what.claims } })]];
  }
}

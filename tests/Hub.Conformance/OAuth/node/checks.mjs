// Counts checks: one line of JSON each, on the standard output.
import assert from 'node:assert/strict';

export { assert };
let group = '';
const counts = { passed: 0, failed: 0 };

export const area = name => { group = name; };

export async function check(name, what) {
  try {
    await what();
    counts.passed++;
    console.log(JSON.stringify({ ok: true, name: `${group}: ${name}` }));
  } catch (failure) {
    counts.failed++;
    console.log(JSON.stringify({ ok: false, name: `${group}: ${name}`, why: String(failure?.message ?? failure).slice(0, 600) }));
  }
}

export const finish = () => console.log(JSON.stringify({ done: true, ...counts }));

/** What every answer that carries a token or an error must have (RFC 6749, sections 5.1 and 5.2). */
export function uncached(answer) {
  assert.match(answer.headers['content-type'] ?? '', /^application\/json/, `content type of ${answer.status} ${answer.text}`);
  assert.match(answer.headers['cache-control'] ?? '', /no-store/);
  assert.equal(answer.headers.pragma, 'no-cache');
}

/** A refusal as RFC 6749 has it. */
export function refused(answer, status, error) {
  assert.equal(`${answer.status} ${answer.json?.error}`, `${status} ${error}`, answer.text);
  uncached(answer);
  assert.deepEqual(Object.keys(answer.json).filter(key => !['error', 'error_description', 'error_uri'].includes(key)), []);
  assert.match(answer.json.error, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  assert.match(answer.json.error_description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
  if (status === 401)
    assert.match(answer.headers['www-authenticate'] ?? '', /^Basic realm="/);
}

/** A good answer (RFC 6749, section 5.1). */
export function granted(answer, type = 'Bearer') {
  assert.equal(answer.status, 200, answer.text);
  uncached(answer);
  assert.equal(answer.json.token_type, type);
  assert.equal(answer.json.expires_in, 600);
  assert.equal(typeof answer.json.access_token, 'string');
  assert.equal(answer.json.refresh_token, undefined);
  return answer.json;
}

/** A refusal of a resource: status, error of the challenge, scheme. */
export function challenged(answer, status, error, scheme = 'Bearer') {
  const header = answer.headers['www-authenticate'] ?? '';
  assert.equal(answer.status, status, `${answer.status} ${header} ${answer.text}`);
  assert.match(header, new RegExp(`(^|, )${scheme} `));
  assert.match(header, /resource_metadata="https:/);
  if (error)
    assert.match(header, new RegExp(`error="${error}"`), header);
  else
    assert.doesNotMatch(header, /error=/);
}

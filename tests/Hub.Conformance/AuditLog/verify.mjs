// Verifies an audit log from its files alone: RFC 6962, C2SP tlog-tiles, tlog-checkpoint and signed-note. It shares no code with the hub.
// node verify.mjs FOLDER [PROOF.json ...]: prints {size, root, inclusion, consistency, proofs} or says what is wrong and ends with 1.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...proofFiles] = process.argv.slice(2);
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
const fail = (what) => {
  console.error(what);
  process.exit(1);
};

// signed-note: name+hash+base64(type || key); for ECDSA (0x02) the hash is that of the key in SPKI format.
function readKey(text) {
  const [, name, hash, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)\s*$/.exec(text) ?? fail('verifier key malformed');
  const bytes = Buffer.from(base64, 'base64');
  const spki = bytes.subarray(1);
  if (bytes[0] !== 2 || sha256(spki).subarray(0, 4).toString('hex') !== hash) fail('verifier key of another type, or its hash is wrong');
  return { name, hash: Buffer.from(hash, 'hex'), key: createPublicKey({ key: spki, format: 'der', type: 'spki' }) };
}

function openCheckpoint(note, key) {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const signed = note.slice(end + 2).split('\n').some((line) => {
    const [dash, name, base64] = line.split(' ');
    const bytes = Buffer.from(base64 ?? '', 'base64');
    return dash === '\u2014' && name === key.name && bytes.subarray(0, 4).equals(key.hash)
      && verify('sha256', Buffer.from(text), { key: key.key, dsaEncoding: 'der' }, bytes.subarray(4));
  });
  if (end < 0 || !signed) fail('checkpoint not signed');
  const [origin, size, root] = text.split('\n');
  if (origin !== key.name) fail('checkpoint of another log');
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

function tilePath(level, index, width) {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0').match(/.{3}/g);
  const number = digits.map((part, i) => (i < digits.length - 1 ? 'x' + part : part)).join('/');
  return join(folder, 'tile', String(level), width === 256 ? number : `${number}.p/${width}`);
}

function readTile(level, index, width) {
  for (const w of [width, 256]) {
    if (existsSync(tilePath(level, index, w))) return readFileSync(tilePath(level, index, w));
  }
  return fail(`tile ${level}/${index} missing`);
}

const key = readKey(readFileSync(join(folder, 'verifier-key'), 'utf8'));
const { size, root } = openCheckpoint(readFileSync(join(folder, 'checkpoint'), 'utf8'), key);

// Entries, then each level of tiles against what is computed from them.
const leaves = [];
for (let index = 0; index * 256 < size; index++) {
  const width = Math.min(256, size - index * 256);
  let bundle = readTile('entries', index, width);
  for (let i = 0; i < width; i++) {
    const length = bundle.readUInt16BE(0);
    const entry = bundle.subarray(2, 2 + length);
    if (entry.length !== length) fail(`entry ${index * 256 + i} cut off`);
    JSON.parse(entry.toString('utf8'));
    leaves.push(leafHash(entry));
    bundle = bundle.subarray(2 + length);
  }
}

// levels[h][i] is the hash of 2^h entries from i * 2^h on, all of them there.
const levels = [leaves];
while (levels.at(-1).length > 1) {
  const below = levels.at(-1);
  levels.push(Array.from({ length: below.length >> 1 }, (_, i) => nodeHash(below[2 * i], below[2 * i + 1])));
}
for (let level = 0; (levels[level * 8]?.length ?? 0) > 0; level++) {
  const hashes = levels[level * 8];
  for (let index = 0; index * 256 < hashes.length; index++) {
    const expected = hashes.slice(index * 256, index * 256 + 256);
    const tile = readTile(level, index, expected.length);
    if (!tile.subarray(0, expected.length * 32).equals(Buffer.concat(expected))) fail(`tile ${level}/${index} differs`);
  }
}

// RFC 9162, section 2.1.2: the root is what is left of complete subtrees, folded from the right.
function rootOf(count) {
  let hash = null;
  for (let h = 0, at = count; at > 0; h++, at >>>= 1) {
    if (at & 1) hash = hash === null ? levels[h][at - 1] : nodeHash(levels[h][at - 1], hash);
  }
  return hash ?? sha256(Buffer.alloc(0));
}
if (!rootOf(size).equals(root)) fail('root differs');

// RFC 9162, section 2.1.3.2.
function includes(leaf, index, count, path) {
  let [fn, sn, hash] = [index, count - 1, leaf];
  for (const step of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(step, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else {
      hash = nodeHash(hash, step);
    }
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && hash;
}

// RFC 9162, section 2.1.4.2.
function consistent(first, second, firstRoot, secondRoot, given) {
  if (first === second) return given.length === 0 && firstRoot.equals(secondRoot);
  const path = (first & (first - 1)) === 0 ? [firstRoot, ...given] : [...given];
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [fn >> 1, sn >> 1];
  let fr = path[0];
  let sr = path[0];
  for (const step of path.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(step, fr);
      sr = nodeHash(step, sr);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else {
      sr = nodeHash(sr, step);
    }
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && fr.equals(firstRoot) && sr.equals(secondRoot);
}

// Proofs that the hub made.
const counted = { inclusion: 0, consistency: 0, microseconds: 0 };
for (const file of proofFiles) {
  for (const line of readFileSync(file, 'utf8').split('\n').filter((text) => text.length > 0)) {
    const proof = JSON.parse(line);
    const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
    const started = process.hrtime.bigint();
    if (proof.old_size === undefined) {
      const of = proof.checkpoint === undefined ? { size: proof.size, root: rootOf(proof.size) } : openCheckpoint(proof.checkpoint, key);
      const leaf = proof.entry === undefined ? leaves[proof.index] : leafHash(Buffer.from(proof.entry, 'utf8'));
      const led = includes(leaf, proof.index, of.size, path);
      if (!led || !led.equals(of.root)) fail(`inclusion of ${proof.index} in ${of.size} not proved`);
      counted.inclusion++;
    } else {
      if (!consistent(proof.old_size, proof.size, rootOf(proof.old_size), rootOf(proof.size), path)) {
        fail(`consistency of ${proof.old_size} with ${proof.size} not proved`);
      }
      counted.consistency++;
    }
    counted.microseconds += Number(process.hrtime.bigint() - started) / 1000;
  }
}
const proofs = counted.inclusion + counted.consistency;
console.log(JSON.stringify({
  size, root: root.toString('base64'), inclusion: counted.inclusion, consistency: counted.consistency,
  microseconds_per_proof: proofs === 0 ? null : Math.round(counted.microseconds / proofs),
}));

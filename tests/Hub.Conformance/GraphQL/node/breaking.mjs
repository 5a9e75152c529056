// Ends with 1 when a schema breaks clients of an older one, and says what breaks. Arguments: path of the older schema, path of the newer.
import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import { readFileSync } from 'node:fs';

const [older, newer] = process.argv.slice(2).map(path => buildSchema(readFileSync(path, 'utf8')));
const breaking = findBreakingChanges(older, newer);
for (const { type, description } of findDangerousChanges(older, newer)) console.log(`careful: ${description} (${type})`);
for (const { type, description } of breaking) console.error(`breaks clients: ${description} (${type})`);
if (breaking.length > 0) {
  console.error('Keep what was released: add beside it, and deprecate what should go.');
  process.exit(1);
}
console.log('the dashboard schema breaks no client');

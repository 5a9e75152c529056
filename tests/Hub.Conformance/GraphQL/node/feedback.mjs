// Asks a hub with data, feeds each answer back through graphql-js and prints where that comes out otherwise, as JSON.
// The fields of the document are resolved from the hub's answer by their response names, so whatever the hub leaves out, adds, puts in
// another order, or writes in another form than the type says comes out otherwise.
// Arguments: URL, token, path of the schema, seed, how many documents.
import { execute, GraphQLString, Kind, parse, print, validate, visit } from 'graphql';
import { Documents } from './documents.mjs';
import { Random } from './random.mjs';
import { readSchema } from './schema.mjs';

const [url, token, path] = process.argv.slice(2);
const [seed, count] = process.argv.slice(5).map(Number);
const schema = readSchema(path);

const forms = {
  Rupiah: Number.isSafeInteger,
  Long: Number.isSafeInteger,
  Date: value => /^\d{4}-\d\d-\d\d$/.test(value),
  DateTime: value => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(value) && !value.endsWith('.000Z'),
};
for (const [name, isRight] of Object.entries(forms)) {
  schema.getType(name).serialize = value => {
    if (!isRight(value)) throw new Error(`${value} is no ${name}.`);
    return value;
  };
}
schema.getType('ID').serialize = GraphQLString.serialize;

const ask = async query => {
  const response = await fetch(url, {
    method: 'POST', body: JSON.stringify({ query }),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
  });
  return { status: response.status, body: await response.text() };
};

// Every selection set tells the type, so that graphql-js knows which one a row is of.
const typed = document => visit(document, {
  SelectionSet: node => ({
    ...node,
    selections: [...node.selections, { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: '_t' }, name: { kind: Kind.NAME, value: '__typename' } }],
  }),
});

const roots = ['participants', 'sources', 'offers', 'courses', 'gigs', 'vacancies', 'courseRuns'];
const known = JSON.parse((await ask(`{ ${roots.map(root => `${root}(first: 20) { nodes { id } }`).join(' ')} }`)).body).data;
const ids = roots.flatMap(root => known[root].nodes.map(node => `"${node.id}"`));

const documents = new Documents(schema, new Random(seed), { plain: true, arguments: 0.04, ids });
const report = { answered: 0, refused: {}, fields: 0, nulls: 0, different: [] };
while (report.answered < count) {
  const made = documents.make();
  if (validate(schema, parse(made)).length > 0) continue;
  const source = print(typed(parse(made)));
  const { status, body } = await ask(source);
  const answer = JSON.parse(body);
  if (!('data' in answer)) {
    const code = `${status} ${answer.errors[0].extensions?.code}`;
    report.refused[code] = (report.refused[code] ?? 0) + 1;
    continue;
  }

  report.answered++;
  let isWrong = status !== 200;
  const result = await execute({
    schema, document: parse(source), rootValue: answer.data ?? {},
    fieldResolver: (row, _, __, info) => {
      const value = row[info.path.key];
      report.fields++;
      if (value === null) report.nulls++;
      // An error of the hub explains a null and nothing else.
      if (value === undefined) isWrong = true;
      return value;
    },
    typeResolver: row => row._t,
  });
  const { errors, ...rest } = answer;
  const wanted = JSON.stringify({ data: result.data });
  const got = errors ? JSON.stringify({ data: rest.data }) : body;
  if (isWrong || result.errors || wanted !== got) {
    report.different.push({ source, status, got: got.slice(0, 3000), wanted: wanted.slice(0, 3000), errors: result.errors?.map(error => error.message) });
  }
}
process.stdout.write(JSON.stringify(report));

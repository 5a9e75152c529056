// Prints what graphql-js says of documents and variables made from a seed, as JSON.
// Arguments: path of the schema, seed, how many valid documents, invalid ones, and variable cases.
import { getVariableValues } from 'graphql/execution/values.js';
import { parse, validate } from 'graphql';
import { Documents } from './documents.mjs';
import { Random } from './random.mjs';
import { readSchema } from './schema.mjs';
import { Variables } from './variables.mjs';

const [path, seed, valids, invalids, variableCases] = [process.argv[2], ...process.argv.slice(3).map(Number)];
const schema = readSchema(path);
const random = new Random(seed);
const documents = new Documents(schema, random);
const told = error => ({ message: error.message, locations: (error.locations ?? []).map(({ line, column }) => [line, column]) });

const judge = source => {
  let document;
  try {
    document = parse(source);
  } catch (error) {
    return [told(error)];
  }
  try {
    return validate(schema, document).map(told);
  } catch (error) {
    return { thrown: error.message };
  }
};

const cases = { valid: [], invalid: [], variables: [] };
const keep = (source, share) => {
  const errors = judge(source);
  const [kind, most] = Array.isArray(errors) && errors.length === 0 ? ['valid', valids] : ['invalid', invalids * share];
  if (cases[kind].length < most) cases[kind].push({ source, errors });
};
while (cases.valid.length < valids || cases.invalid.length < invalids) {
  const source = documents.make();
  // Whole documents are refused for fields that conflict, mostly; a few of those will do.
  keep(source, 0.2);
  keep(documents.break(source), 1);
}

const variables = new Variables(schema, random, documents.inputs);
while (cases.variables.length < variableCases) {
  const made = variables.make();
  const definitions = parse(made.source).definitions[0].variableDefinitions;
  const { errors, coerced } = getVariableValues(schema, definitions, JSON.parse(made.variables), { maxErrors: 50 });
  cases.variables.push({ ...made, errors: (errors ?? []).map(told), coerced: errors ? null : coerced });
}
process.stdout.write(JSON.stringify(cases));

// The hub's schema as graphql-js builds it. SDL cannot say how scalars of one's own coerce, so that is said here.
import { buildSchema, GraphQLError, Kind, print } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { readFileSync } from 'node:fs';

const refuse = (message, nodes) => { throw new GraphQLError(message, { nodes }); };

const safeInteger = name => ({
  parseLiteral: node => {
    if (node.kind !== Kind.INT) refuse(`${name} cannot represent non-integer value: ${print(node)}`, node);
    if (!Number.isSafeInteger(Number(node.value))) refuse(`${name} cannot represent a value outside ±9007199254740991: ${node.value}`, node);
    return Number(node.value);
  },
  parseValue: value => {
    if (typeof value !== 'number' || !Number.isInteger(value)) refuse(`${name} cannot represent non-integer value: ${inspect(value)}`);
    if (!Number.isSafeInteger(value)) refuse(`${name} cannot represent a value outside ±9007199254740991: ${inspect(value)}`);
    return value;
  },
});

const text = (name, parse) => ({
  parseLiteral: node => (node.kind === Kind.STRING ? parse(node.value) : null) ?? refuse(`${name} cannot represent value: ${print(node)}`, node),
  parseValue: value => (typeof value === 'string' ? parse(value) : null) ?? refuse(`${name} cannot represent value: ${inspect(value)}`),
});

const isDay = day => /^\d{4}-\d\d-\d\d$/.test(day) && !day.startsWith('0000')
  && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
const isInstant = instant => /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(instant) && isDay(instant.slice(0, 10));

const scalars = {
  Rupiah: safeInteger('Rupiah'),
  Long: safeInteger('Long'),
  Date: text('Date', day => (isDay(day) ? day : null)),
  DateTime: text('DateTime', instant => (isInstant(instant) ? new Date(instant).toISOString() : null)),
};

export const readSchema = path => {
  const schema = buildSchema(readFileSync(path, 'utf8'));
  for (const [name, coercion] of Object.entries(scalars)) Object.assign(schema.getType(name), coercion);
  return schema;
};

// Reads a hub's schema by introspection, as tools do, and prints it as SDL. Arguments: URL, token.
import { buildClientSchema, getIntrospectionQuery, printSchema } from 'graphql';

const [url, token] = process.argv.slice(2);
const query = getIntrospectionQuery({
  descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true,
});
const response = await fetch(url, {
  method: 'POST', body: JSON.stringify({ query }), headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
});
const { data, errors } = await response.json();
if (errors) throw new Error(JSON.stringify(errors));
process.stdout.write(JSON.stringify({ sdl: `${printSchema(buildClientSchema(data))}` }));

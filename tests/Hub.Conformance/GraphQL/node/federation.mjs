// Composes the hub's subgraph with another that extends what the hub knows, and resolves references as a gateway does.
// Arguments: the URL of the hub and a token.
import { parse } from 'graphql';
import { composeServices } from '@theguild/federation-composition';

const [url, token] = process.argv.slice(2);

const ask = async (query, variables) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
};

const sdl = (await ask('{ _service { sdl } }')).data._service.sdl;

// Another subgraph: it has pages of its own, and adds to objects by each kind of key.
const reviews = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires"])
  type Query { reviews: [Review!]! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Review @key(fields: "id") { id: ID! course: Course! area: Area! }
  type Course @key(fields: "id") { id: ID! title: String! @external stars: Float! slug: String! @requires(fields: "title") }
  type Gig @key(fields: "source { id } externalId") { source: Source! @external externalId: String! @external applicants: Int! }
  type Source @key(fields: "id") { id: ID! }
  type Area @key(fields: "code") { code: String! population: Int! }
`;

const subgraphs = [
  { name: 'hub', url, typeDefs: parse(sdl) },
  { name: 'reviews', url: 'http://reviews.test/graphql', typeDefs: parse(reviews) },
];
const { errors = [], supergraphSdl = '' } = composeServices(subgraphs);
const joins = ['stars', 'slug', 'applicants', 'population'].filter(field => supergraphSdl.includes(`  ${field}: `));

// What a gateway asks of the hub for the other subgraph's fields.
const { data: { courses: { nodes: [course] } } } = await ask('{ courses(first: 1) { nodes { id title externalId source { id } } } }');
const { data: { _entities: entities } } = await ask(
  'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Course { title } ... on Area { code } } }',
  {
    all: [
      { __typename: 'Course', id: course.id },
      { __typename: 'Area', code: '33' },
      { __typename: 'Course', source: course.source, externalId: course.externalId },
      { __typename: 'Course', id: '00000000-0000-7000-8000-000000000000' },
    ],
  },
);

console.log(JSON.stringify({ errors: errors.map(error => error.message), joins, title: course.title, entities }));

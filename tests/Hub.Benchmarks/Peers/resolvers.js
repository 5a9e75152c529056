// Resolvers as a careful developer writes them: a list is read once, relations are gathered by loaders.
import DataLoader from "dataloader";
import { GraphQLScalarType } from "graphql";
import * as ask from "./questions.js";

const number = (name) => new GraphQLScalarType({ name, serialize: (v) => v, parseValue: (v) => v, parseLiteral: (n) => Number(n.value) });

const connection = { nodes: (list) => list.nodes(), pageInfo: (list) => ({ hasNextPage: list.hasNext() }), aggregate: (list) => ({ count: ask.count(list) }) };

const scalars = {
  DateTime: new GraphQLScalarType({ name: "DateTime", serialize: ask.instant }),
  BucketStart: new GraphQLScalarType({ name: "BucketStart", serialize: (v) => v }),
  Long: number("Long"),
  Rupiah: number("Rupiah"),
};

/** What every peer has; relations come beside. */
export const roots = {
  ...scalars,
  Query: {
    gigs: (_, args) => ask.gigs(args),
    courses: (_, args) => ask.courses(args),
    sources: (_, { first = 50 }) => ({ nodes: ask.sources(first) }),
    search: (_, args) => ask.search(args),
  },
  GigConnection: { ...connection, groupBy: (list, args) => ({ nodes: ask.groups(list, args) }) },
  CourseConnection: connection,
  SearchConnection: { totalCount: ask.searchCount, nodes: ask.searchNodes, facets: ask.facets },
};

/** Relations over dataloader, one set of loaders a request. */
export const relations = {
  Gig: {
    source: (gig, _, { loaders }) => loaders.sources.load(gig.sourceId),
    area: (gig, _, { loaders }) => (gig.areaCode ? loaders.areas.load(gig.areaCode) : null),
  },
  Course: {
    source: (course, _, { loaders }) => loaders.sources.load(course.sourceId),
    runs: (course, { first = 50 }) => ({ nodes: ask.runs(course, first) }),
  },
  Found: { source: (offer, _, { loaders }) => loaders.sources.load(offer.sourceId) },
  Source: { participant: (source, _, { loaders }) => loaders.participants.load(source.participantId) },
  Area: { parent: (area, _, { loaders }) => (area.parentCode ? loaders.areas.load(area.parentCode) : null) },
};

export const context = () => ({
  loaders: {
    sources: new DataLoader(async (ids) => ask.sourcesOf(ids)),
    participants: new DataLoader(async (ids) => ask.participantsOf(ids)),
    areas: new DataLoader(async (codes) => ask.areasOf(codes)),
  },
});

// Mercurius gathers by itself. Its cache would write each parent out as JSON for a key; repeated keys are folded by the statements instead.
const gathered = (load, key) => ({ loader: async (queries) => load(queries.map(({ obj }) => obj[key])), opts: { cache: false } });

export const mercuriusLoaders = {
  Gig: { source: gathered(ask.sourcesOf, "sourceId"), area: gathered(ask.areasOf, "areaCode") },
  Course: { source: gathered(ask.sourcesOf, "sourceId") },
  Found: { source: gathered(ask.sourcesOf, "sourceId") },
  Source: { participant: gathered(ask.participantsOf, "participantId") },
  Area: { parent: gathered(ask.areasOf, "parentCode") },
};

export const mercuriusRelations = { Course: { runs: relations.Course.runs } };

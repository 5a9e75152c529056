// The part of the hub's schema that the questions use, with the same names and the same nullability.
export const typeDefs = /* GraphQL */ `
  scalar DateTime
  scalar Long
  scalar Rupiah
  scalar BucketStart

  enum SectorCode { BEAUTY FITNESS CLEANING REPAIR CONSTRUCTION AUTOMOTIVE OTHER }
  enum PayUnit { HOUR DAY TASK MONTH }
  enum DeliveryMode { OFFLINE ONLINE SELF_PACED BLENDED }
  enum OfferKind { COURSE COURSE_RUN GIG VACANCY }
  enum SourceState { ACTIVE STALE SUSPENDED }
  enum Direction { ASC DESC }
  enum OrderField { PUBLISHED_AT }
  enum GroupField { PROVINCE SECTOR PUBLISHED_AT }
  enum GroupOrderField { COUNT KEY }
  enum DateInterval { DAY WEEK MONTH YEAR }
  enum FacetField { KIND PROVINCE SECTOR }

  input SectorCodeFilter { eq: SectorCode }
  input RupiahFilter { gte: Rupiah }
  input OfferFilter { sectorCode: SectorCodeFilter payMinIdr: RupiahFilter }
  input OfferOrder { field: OrderField! direction: Direction = ASC }
  input GroupKeyInput { field: GroupField! interval: DateInterval }
  input GroupOrder { field: GroupOrderField! direction: Direction = ASC }

  type Query {
    gigs(first: Int, after: String, where: OfferFilter, orderBy: [OfferOrder!]): GigConnection!
    courses(first: Int, after: String, where: OfferFilter, orderBy: [OfferOrder!]): CourseConnection!
    sources(first: Int): SourceConnection!
    search(text: String!, first: Int): SearchConnection!
  }

  type PageInfo { hasNextPage: Boolean! }
  type GigConnection {
    nodes: [Gig!]!
    pageInfo: PageInfo!
    aggregate: Aggregate!
    groupBy(by: [GroupKeyInput!]!, orderBy: [GroupOrder!], first: Int): GroupConnection!
  }
  type CourseConnection {
    nodes: [Course!]!
    pageInfo: PageInfo!
    aggregate: Aggregate!
  }
  type CourseRunConnection { nodes: [CourseRun!]! }
  type SourceConnection { nodes: [Source!]! }
  type SearchConnection {
    totalCount: Long!
    nodes: [Found!]!
    facets(fields: [FacetField!]!, first: Int): [Facet!]!
  }

  type Gig {
    id: ID!
    title: String!
    payUnit: PayUnit
    payMinIdr: Rupiah
    payMaxIdr: Rupiah
    openings: Int
    publishedAt: DateTime!
    source: Source!
    area: Area
  }
  type Course {
    id: ID!
    title: String!
    providerName: String
    priceIdr: Rupiah
    mode: DeliveryMode
    hours: Int
    source: Source!
    runs(first: Int): CourseRunConnection!
  }
  type CourseRun { id: ID! startsAt: DateTime endsAt: DateTime capacity: Int venueName: String }
  type Found { id: ID! kind: OfferKind! title: String! source: Source! }
  type Source { id: ID! name: String! state: SourceState! liveOffers: Long! participant: Participant! }
  type Participant { legalName: String! }
  type Area { code: String! name: String! parent: Area }
  type Sector { code: SectorCode! nameId: String! }

  type GroupConnection { nodes: [Group!]! }
  type Group { key: GroupKey! aggregate: Aggregate! }
  type GroupKey { province: Area sector: Sector publishedAt: BucketStart }
  type Aggregate { count: Long! sum: Sums }
  type Sums { payMinIdr: Rupiah }
  type Facet { values: [FacetValue!]! }
  type FacetValue { key: FacetKey! count: Long! }
  type FacetKey { kind: OfferKind province: Area sector: Sector }
`;

import { graphql } from 'relay-runtime';

export const query = graphql`
  query CatalogueQuery($id: ID!, $area: String) {
    ...Catalogue_courses @arguments(area: $area)
    node(id: $id) {
      ...Catalogue_participant @alias
      ... on Course {
        ...Catalogue_course @alias
      }
    }
  }
`;

export const courses = graphql`
  fragment Catalogue_courses on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }, area: { type: "String" })
  @refetchable(queryName: "CatalogueCoursesQuery") {
    courses(first: $count, after: $cursor, where: { places: { some: { areaCode: { eq: $area } } } }, orderBy: [{ field: PUBLISHED_AT, direction: DESC }])
      @connection(key: "Catalogue_courses") {
      totalCount
      edges {
        node {
          ...Catalogue_course
        }
      }
    }
  }
`;

export const participant = graphql`
  fragment Catalogue_participant on Participant
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "CatalogueParticipantQuery") {
    legalName
    sources(first: $count, after: $cursor) @connection(key: "Catalogue_sources") {
      edges {
        node {
          name
        }
      }
    }
  }
`;

export const course = graphql`
  fragment Catalogue_course on Course @refetchable(queryName: "CatalogueCourseQuery") {
    id
    title
    priceIdr
    publishedAt
  }
`;

export const changes = graphql`
  subscription CatalogueSubscription($source: ID) {
    catalogueChanged(source: $source) {
      position
      kind
      offer {
        __typename
        ...Catalogue_course @alias
      }
    }
  }
`;

using Hub.GraphQL.Language;
using Hub.GraphQL.Tests.Corpus;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Sdl;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Tests.Validation;

/// <summary>Validates texts with one rule, and gives its errors as "message @ line:column line:column".</summary>
internal static class Check
{
    public static Schema Library { get; } = SdlSchema.Build(
        """
        interface Item { id: ID! title: String shelf(floor: Int): String }
        interface Printed implements Item { id: ID! title: String shelf(floor: Int): String pages: Int }
        type Book implements Item & Printed {
          id: ID! title: String shelf(floor: Int): String pages: Int author: Person! isbn: String @deprecated(reason: "Use `id`.")
        }
        type Film implements Item { id: ID! title: String shelf(floor: Int): String minutes: Int! director: Person! }
        type Person { name: String! books(first: Int! = 10, genre: Genre): [Book!]! friends: [Person] }
        union Found = Book | Film | Person
        enum Genre { FICTION FACT OLD @deprecated }
        input Range { from: Int! to: Int! = 10 note: String @deprecated(reason: "Nobody reads it.") }
        input Pick @oneOf { id: ID title: String }
        input Tree { name: String! children: [Tree!] }
        scalar Anything
        type Query {
          book(id: ID!): Book
          item(pick: Pick!): Item
          items(genre: Genre, years: [Range!], limit: Int! = 20, tree: Tree, any: Anything): [Item!]!
          search(text: String!, fuzzy: Boolean, weight: Float, tags: [String]): [Found!]!
        }
        type Subscription { added(genre: Genre): Item removed: Item }
        directive @note(text: String!, by: String) repeatable on FIELD | QUERY
        directive @once on FIELD | FRAGMENT_DEFINITION | INLINE_FRAGMENT
        """).Require();

    public static string[] Errors(ValidationRule rule, string document) => Errors(new RuleSet(rule), document);

    public static string[] Errors(RuleSet rules, string document) => Errors(document, new() { Rules = rules });

    public static string[] Errors(string document, ValidationOptions options) =>
        [.. DocumentValidator.Validate(Library, Parser.Parse(document).Require(), options).Select(CorpusErrors.OursOne)];

    public static string[] SdlErrors(ValidationRule rule, string document, string? schemaToExtend = null)
    {
        var schema = schemaToExtend is null ? null : SdlSchema.Build(schemaToExtend).Require();
        return [.. DocumentValidator.ValidateSdl(Parser.Parse(document).Require(), schema, new(rule)).Select(CorpusErrors.OursOne)];
    }
}

using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Sdl;

namespace Hub.GraphQL.Tests.Types.Sdl;

public sealed class SdlSchemaTests
{
    [Fact]
    public void Every_kind_of_definition_becomes_its_type()
    {
        var schema = SdlSchema.Build(
            """
            "What it is for." schema { query: Root }
            "The root." type Root implements Named { "A name." name(long: Boolean = false @deprecated): String! @deprecated(reason: "Old.") }
            interface Named { name: String! }
            union Any = Root
            enum Level { LOW HIGH @deprecated }
            input Range { from: Int! to: Int = 10 tags: [String!] = ["a"] }
            input Pick @oneOf { a: Int b: Int }
            scalar Url @specifiedBy(url: "https://example.org")
            directive @mark(text: String!) repeatable on FIELD | OBJECT
            """).Require();

        var root = schema.QueryType!;
        var name = root.Fields.Find("name")!;
        var range = (InputObjectType)schema.Types.Find("Range")!;

        Assert.Equal("What it is for.", schema.Description);
        Assert.Equal(("Root", "The root."), (root.Name, root.Description));
        Assert.Equal(["Named"], root.Interfaces.Select(type => type.Name));
        Assert.Equal(("A name.", "String!", "Old."), (name.Description, name.Type.ToString(), name.DeprecationReason));
        Assert.Equal("No longer supported", name.Arguments[0].DeprecationReason);
        Assert.Equal(["Root"], schema.PossibleTypes(schema.Types.Find("Any")!).Select(type => type.Name));
        Assert.Equal([false, true], ((EnumType)schema.Types.Find("Level")!).Values.Select(value => value.IsDeprecated));
        Assert.Equal([null, "10", "[\"a\"]"], range.Fields.Select(field => field.DefaultValue?.ToString()));
        Assert.True(((InputObjectType)schema.Types.Find("Pick")!).IsOneOf);
        Assert.Equal("https://example.org", ((ScalarType)schema.Types.Find("Url")!).SpecifiedByUrl);
        Assert.True(schema.Directives.Find("mark")!.IsRepeatable);
        Assert.NotNull(schema.Directives.Find("include"));
    }

    [Fact]
    public void Extensions_are_part_of_what_they_extend()
    {
        var schema = SdlSchema.Build(
            """
            extend type Query implements A { c: Int }
            extend schema { mutation: Query }
            schema { query: Query }
            interface A { a: Int }
            type Query { a: Int }
            union U = Query
            extend union U = V
            type V { v: Int }
            enum E { X }
            extend enum E { Y }
            input I { a: Int }
            extend input I { b: E }
            """).Require();

        Assert.Equal(["a", "c"], schema.QueryType!.Fields.Select(field => field.Name));
        Assert.Equal(["A"], schema.QueryType!.Interfaces.Select(type => type.Name));
        Assert.Equal("Query", schema.MutationType!.Name);
        Assert.Equal(2, ((UnionType)schema.Types.Find("U")!).Members.Count());
        Assert.Equal(["X", "Y"], ((EnumType)schema.Types.Find("E")!).Values.Select(value => value.Name));
        Assert.Equal(["a", "b"], ((InputObjectType)schema.Types.Find("I")!).Fields.Select(field => field.Name));
    }

    [Fact]
    public void Without_a_schema_definition_the_roots_go_by_their_names()
    {
        var schema = SdlSchema.Build("type Query { a: Int } type Mutation { a: Int } type Subscription { a: Int }").Require();

        Assert.Equal(
            ("Query", "Mutation", "Subscription"),
            (schema.QueryType!.Name, schema.MutationType!.Name, schema.SubscriptionType!.Name));
    }

    [Fact]
    public void Scalars_can_be_given_their_coercion()
    {
        var even = new ScalarType("Even", null, null, literal => Coerced.Refused($"Even cannot be {literal}"));

        var schema = SdlSchema.Build("scalar Even type Query { a(b: Even): Int }", even).Require();

        Assert.Same(even, schema.Types.Find("Even"));
    }

    [Theory]
    [InlineData("type Query {", "Syntax Error: Expected Name, found <EOF>.")]
    [InlineData("type Query { a: Missing }", "Unknown type \"Missing\".")]
    [InlineData("type Query { a: Int } type Query { b: Int }", "There can be only one type named \"Query\".")]
    public void What_is_wrong_with_a_document_is_said(string source, string message)
    {
        var result = SdlSchema.Build(source);

        Assert.Null(result.Schema);
        Assert.Equal(message, result.Errors[0].Message);
        Assert.Throws<FormatException>(() => result.Require());
    }
}

using System.Text.Json;
using Hub.GraphQL.Sql.Tests.Library;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Sql.Tests.Sqlite;

/// <summary>What a gateway asks of a subgraph: objects by the references of other subgraphs, and the subgraph's text.</summary>
public sealed class FederationTests : IDisposable
{
    private const string Entities =
        "query ($all: [_Any!]!) { _entities(representations: $all) { __typename ... on Author { name } ... on Book { title } ... on Region { name } ... on Review { stars } } }";

    private readonly LibraryFixture _library = new(11);

    public void Dispose() => _library.Dispose();

    [Fact]
    public async Task References_are_answered_in_their_order_with_a_statement_for_each_type()
    {
        var (author, book, region) = (_library.Data.Authors[2], Listed(), _library.Data.Regions[1]);
        var review = _library.Data.Reviews.First(review => review.Text is null);
        var references = new object[]
        {
            Reference("Review", ("work", new { id = review.Book.PublicId }), ("number", review.Number)),
            Reference("Author", ("id", author.PublicId)),
            Reference("Book", ("id", book.PublicId)),
            Reference("Author", ("id", Guid.Empty)),
            Reference("Author", ("id", author.PublicId), ("name", "what another subgraph thinks")),
            Reference("Region", ("code", region.Code)),
            Reference("Book", ("id", author.PublicId)),
            Reference("Region", ("code", null)),
        };

        var answer = await _library.RunSql(Entities, new { all = references });

        Assert.Equal(
            JsonSerializer.Serialize(new object?[]
            {
                new { __typename = "Review", stars = review.Stars },
                new { __typename = "Author", name = author.Name },
                new { __typename = "Book", title = book.Title },
                null,
                new { __typename = "Author", name = author.Name },
                new { __typename = "Region", name = region.Name },
                null,
                null,
            }),
            JsonSerializer.Serialize(JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("_entities")));
        Assert.Equal(4, _library.Statements.Count);
        Assert.Equal(answer, await _library.RunObjects(Entities, new { all = references }));
    }

    [Fact]
    public async Task Other_references_of_the_same_types_share_a_plan()
    {
        await _library.RunSql(Entities, new { all = new[] { Reference("Author", ("id", Guid.Empty)), Reference("Region", ("code", "R01")) } });
        var texts = _library.Statements.Select(statement => statement.Text).ToArray();
        _library.Statements.Clear();

        await _library.RunSql(
            Entities, new { all = new[] { Reference("Region", ("code", "R02")), Reference("Author", ("id", _library.Data.Authors[0].PublicId)) } });

        Assert.Equal(texts, _library.Statements.Select(statement => statement.Text));
    }

    [Fact]
    public async Task A_literal_may_hold_variables()
    {
        var author = _library.Data.Authors[3];

        var answer = await _library.RunSql(
            "query ($id: ID!, $number: Int!) { _entities(representations: [{__typename: \"Author\", id: $id}, {__typename: \"Review\", work: {id: \"x\"}, number: $number}]) " +
                "{ ... on Author { name } } }",
            new { id = author.PublicId, number = 1 });

        Assert.Equal(JsonSerializer.Serialize(new { data = new { _entities = new object?[] { new { name = author.Name }, null } } }), answer);
    }

    [Theory]
    [InlineData("7", "is no object")]
    [InlineData("{\"id\": \"x\"}", "has no \\u0022__typename\\u0022")]
    [InlineData("{\"__typename\": \"Stranger\", \"id\": \"x\"}", "is of the type \\u0022Stranger\\u0022, which is no entity here")]
    [InlineData("{\"__typename\": \"Review\", \"number\": 1}", "of \\u0022Review\\u0022 has none of its keys: \\u0022work { id } number\\u0022")]
    [InlineData("{\"__typename\": \"Review\", \"number\": \"one\", \"work\": {\"id\": \"x\"}}", "has a bad \\u0022number\\u0022: Int cannot represent non-integer value: \\u0022one\\u0022")]
    [InlineData("{\"__typename\": \"Author\", \"id\": {\"a\": 1}}", "has a bad \\u0022id\\u0022: ID cannot represent value: { a: 1 }")]
    public async Task A_bad_reference_is_refused_before_anything_runs(string reference, string why)
    {
        var answer = await _library.RunSql(Entities, JsonDocument.Parse($"{{\"all\": [{{\"__typename\": \"Author\", \"id\": \"x\"}}, {reference}]}}").RootElement);

        var error = JsonDocument.Parse(answer).RootElement.GetProperty("errors")[0];
        Assert.Equal($"Representation 1 of \"_entities\" {JsonSerializer.Deserialize<string>($"\"{why}\"")}.", error.GetProperty("message").GetString());
        Assert.Equal("BAD_REPRESENTATION", error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.DoesNotContain("\"data\"", answer, StringComparison.Ordinal);
        Assert.Empty(_library.Statements);
    }

    [Fact]
    public async Task More_references_than_allowed_are_refused_and_none_is_an_empty_list()
    {
        var many = Enumerable.Repeat(Reference("Author", ("id", Guid.Empty)), 21);

        Assert.Contains("TOO_MANY_REPRESENTATIONS", await _library.RunSql(Entities, new { all = many }), StringComparison.Ordinal);
        Assert.Equal("{\"data\":{\"_entities\":[]}}", await _library.RunSql(Entities, new { all = Array.Empty<object>() }));
    }

    [Fact]
    public void No_more_references_may_be_allowed_than_SQLite_takes_in_one_condition()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchemaBuilder("x").Federation(513));
    }

    [Fact]
    public async Task The_text_of_the_subgraph_has_keys_and_nothing_a_gateway_adds_itself()
    {
        var answer = await _library.RunSql("{ _service { sdl } }");

        var sdl = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("_service").GetProperty("sdl").GetString()!;
        Assert.StartsWith("extend schema @link(url: \"https://specs.apollo.dev/federation/v2.3\", import: [\"@key\", \"@shareable\"])\n\n", sdl, StringComparison.Ordinal);
        Assert.Contains("\ntype Author implements Node @key(fields: \"id\") {\n", sdl, StringComparison.Ordinal);
        Assert.Contains("\ntype Region @key(fields: \"code\") {\n", sdl, StringComparison.Ordinal);
        Assert.Contains("\ntype Review @key(fields: \"work { id } number\") {\n", sdl, StringComparison.Ordinal);
        Assert.Contains("\ntype PageInfo @shareable {\n", sdl, StringComparison.Ordinal);
        Assert.DoesNotContain("_entities", sdl, StringComparison.Ordinal);
        Assert.DoesNotContain("_Any", sdl, StringComparison.Ordinal);
        Assert.Contains("_entities(", SchemaPrinter.Print(_library.Schema), StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Reference(string type, params (string Name, object? Value)[] fields)
    {
        var reference = new Dictionary<string, object?> { ["__typename"] = type };
        foreach (var (name, value) in fields)
            reference.Add(name, value);
        return reference;
    }

    private Book Listed() => _library.Data.Books.First(book => book.Kind == BookKind.Single && book.IsListed);
}

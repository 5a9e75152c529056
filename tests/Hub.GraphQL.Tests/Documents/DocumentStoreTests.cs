using System.Security.Cryptography;
using System.Text;
using Hub.GraphQL.Documents;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Tests.Sample;
using Hub.Testing;

namespace Hub.GraphQL.Tests.Documents;

public sealed class DocumentStoreTests
{
    private const string Query = "{ ship(id: 1) { name } }";
    private const string Answer = "{\"data\":{\"ship\":{\"name\":\"Tug\"}}}";
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Query)));

    [Fact]
    public async Task A_trusted_document_is_run_by_its_id_even_where_nothing_else_is()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "ship.graphql"), Query, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "more.json"), "{\"a1\":\"{ ship(id: 2) { name } }\"}", TestContext.Current.CancellationToken);
        var engine = new Harbour(new() { TrustedDocuments = TrustedDocuments.Load(folder.Path) }).Engine;

        Assert.Equal(Answer, await RunAsync(engine, new() { DocumentId = $"sha256:{Hash}", OnlyTrusted = true }));
        Assert.Equal(Answer, await RunAsync(engine, new() { PersistedHash = Hash, OnlyTrusted = true }));
        Assert.Equal("{\"data\":{\"ship\":{\"name\":\"Ferry\"}}}", await RunAsync(engine, new() { DocumentId = "a1", OnlyTrusted = true }));
        Assert.Contains("TRUSTED_DOCUMENTS_ONLY", await RunAsync(engine, new() { Query = Encoding.UTF8.GetBytes(Query), OnlyTrusted = true }), StringComparison.Ordinal);
        Assert.Contains("DOCUMENT_NOT_FOUND", await RunAsync(engine, new() { DocumentId = "a2" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ ship(id: 1) { nane } }", "Cannot query field \"nane\" on type \"Ship\". Did you mean \"name\"? (line 1, column 17)")]
    [InlineData("{ ships(first: 11) { totalCount } }", "at most 10 are given at once")]
    public void A_document_that_does_not_fit_stops_the_start_and_is_named(string text, string reason)
    {
        var document = new TrustedDocument("x", "board.graphql", Encoding.UTF8.GetBytes(text));

        var refused = Assert.Throws<TrustedDocumentException>(() => new Harbour(new() { TrustedDocuments = [document] }));

        Assert.StartsWith("The trusted document board.graphql cannot be used: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_that_many_ask_at_once_is_prepared_once()
    {
        var plans = new PlanCache(1 << 20);
        var store = new DocumentStore(new Harbour().Engine.Schema, new(), new(), plans);

        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => store.Find(new() { Query = Encoding.UTF8.GetBytes(Query) }).Document)));

        Assert.Single(found.Distinct());
        Assert.Equal(2, plans.Number());
    }

    [Fact]
    public async Task A_document_is_persisted_by_sending_it_once_with_its_hash()
    {
        var engine = new Harbour().Engine;

        var unknown = await RunAsync(engine, new() { PersistedHash = Hash });
        var first = await RunAsync(engine, new() { PersistedHash = Hash, Query = Encoding.UTF8.GetBytes(Query) });
        var second = await RunAsync(engine, new() { PersistedHash = Hash });

        Assert.Equal("{\"errors\":[{\"message\":\"PersistedQueryNotFound\",\"extensions\":{\"code\":\"PERSISTED_QUERY_NOT_FOUND\"}}]}", unknown);
        Assert.Equal((Answer, Answer), (first, second));
    }

    [Fact]
    public async Task A_hash_of_another_document_and_a_document_that_is_not_valid_are_not_kept()
    {
        var engine = new Harbour().Engine;
        var bad = Convert.ToHexStringLower(SHA256.HashData("{ nope }"u8));

        Assert.Contains("provided sha does not match query", await RunAsync(engine, new() { PersistedHash = Hash, Query = "{ nope }"u8.ToArray() }), StringComparison.Ordinal);
        Assert.Contains("Cannot query field", await RunAsync(engine, new() { PersistedHash = bad, Query = "{ nope }"u8.ToArray() }), StringComparison.Ordinal);
        Assert.Contains("PersistedQueryNotFound", await RunAsync(engine, new() { PersistedHash = bad }), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(GraphQLEngine engine, GraphQLRequest request)
    {
        using var response = await engine.ExecuteAsync(request, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(response.Body.Span);
    }
}

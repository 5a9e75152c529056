using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Execution;

/// <summary>
/// Documents that are made to cost the server more than their sender. Each is refused with what was too much, before anything
/// runs, and with memory in proportion to what was sent.
/// </summary>
public sealed class HostileDocumentTests(ITestOutputHelper output)
{
    private const long MostAllocated = 24 << 20;

    private readonly Harbour _harbour = new();

    public static TheoryData<string, string, string> Documents => new()
    {
        { "aliases", $"{{ {Many(10_000, i => $"a{i}: __typename ")}}}", "contains more" },
        { "aliases within the tokens", $"{{ {Many(4_000, i => $"a{i}: __typename ")}}}", "more than 2000 fields" },
        { "selections inside selections", $"{Many(10_000, _ => "{ ships { nodes ")}{new string('}', 20_000)}", "nested deeper than 128 levels" },
        { "selections within the depth", $"{{ ships {Many(30, _ => "{ nodes { convoy ")}{{ totalCount {new string('}', 62)}", "deep" },
        { "lists inside lists", $"{{ ship(id: {new string('[', 10_000)}{new string(']', 10_000)}) {{ name }} }}", "nested deeper than 128 levels" },
        { "objects inside objects", $"{{ ships(where: {Many(100, _ => "{ escort: ")}{{}}{new string('}', 100)}) {{ totalCount }} }}", "relation" },
        { "introspection inside introspection", $"{{ __schema {{ types {{ fields {{ type {Many(20, _ => "{ fields { type ")}{{ name {new string('}', 45)}", "Maximum introspection depth exceeded" },
        { "a fragment in itself", "{ ...F } fragment F on Query { ...F }", "Cannot spread fragment \\\"F\\\" within itself." },
        { "a circle of fragments", $"{{ ...F0 }} {Many(500, i => $"fragment F{i} on Query {{ ...F{(i + 1) % 500} }} ")}", "within itself via" },
        { "fragments that double", $"{{ ...F0 }} {Many(40, i => $"fragment F{i} on Query {{ a{i}: __typename ...F{i + 1} ...F{i + 1} }} ")}fragment F40 on Query {{ ships {{ nodes {{ nothing }} }} }}", "Cannot query field" },
        { "aliases that double through fields", $"{{ ships {{ nodes {{ ...F0 }} }} }} {Many(12, i => $"fragment F{i} on Ship {{ a: escort {{ ...F{i + 1} }} b: escort {{ ...F{i + 1} }} }} ")}fragment F12 on Ship {{ name }}", "fields" },
        { "a huge list", $"{{ ships(where: {{name: {{in: [{Many(9_000, _ => "\"x\" ")}]}}}}) {{ totalCount }} }}", "500" },
        { "a flood of directives", $"{{ __typename {Many(4_000, _ => "@skip(if: false) ")}}}", "contains more" },
        { "directives within the tokens", $"{{ __typename {Many(2_000, _ => "@skip(if: false) ")}}}", "can only be used once" },
        { "unknown directives", $"{{ __typename {Many(9_000, _ => "@no ")}}}", "Unknown directive" },
        { "fields of one name, deep", $"{{ {Many(300, _ => "ships { nodes { name ")}{new string('}', 600)} {Many(300, _ => "ships { nodes { id: name ")}{new string('}', 600)}}}", "nested deeper" },
        { "fields of one name", $"{{ {Many(900, i => $"ships(first: {1 + (i % 9)}) {{ totalCount }} ")}}}", "more than 500000 comparisons" },
        { "fragments that overlap", $"{{ {Many(300, i => $"...F{i} ")}}} {Many(300, i => $"fragment F{i} on Query {{ a: ships(first: {1 + (i % 2)}) {{ totalCount }} }} ")}", "conflict" },
        { "variables", $"query ({Many(4_000, i => $"$v{i}: Int ")}) {{ __typename }}", "never used" },
        { "names nearly right", $"{{ {Many(4_000, i => $"ship{i} ")}}}", "Cannot query field" },
        { "a document of five megabytes", $"{{ {Many(5 << 18, _ => "abc,")}}}"[..(5 << 20)], "Source contains more than 262144 bytes" },
        { "one name of 200 kB", $"{{ {new string('a', 200_000)} }}", "Cannot query field" },
        { "a page beyond every page", "{ ships(first: 2147483647) { nodes { name } } }", "10" },
        { "pages inside pages", "{ ships(first: 10) { nodes { convoy(first: 500) { nodes { convoy(first: 500) { nodes { convoy(first: 500) { nodes { name } } } } } } } } }", "nodes" },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_hostile_document_is_refused_and_told_why(string name, string query, string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (outcome, answer) = await Run(query, default);

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine($"{name}: {query.Length} characters, {allocated >> 10} kB, {answer[..Math.Min(300, answer.Length)]}");
        Assert.Equal(Outcome.Refused, outcome);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"data\"", answer, StringComparison.Ordinal);
        Assert.True(allocated < MostAllocated, $"{name} took {allocated} bytes.");
    }

    [Theory]
    [InlineData("lists", "\"in\":[", "\"x\"", 19_000, "]", "500")]
    [InlineData("long lists", "\"in\":[", "\"x\"", 100_000, "]", "more than 20000 values. Send fewer")]
    [InlineData("unknown fields", "", "\"u\":1", 1, "", "not defined")]
    public async Task Hostile_variables_are_refused_and_told_why(string name, string open, string item, int times, string close, string reason)
    {
        var json = $"{{\"w\":{{\"name\":{{{open}{string.Join(',', Enumerable.Repeat(item, times))}{close}}}}}}}";
        using var variables = JsonDocument.Parse(json);

        var (outcome, answer) = await Run("query ($w: ShipFilter) { ships(where: $w) { totalCount } }", variables.RootElement);

        output.WriteLine($"{name}: {answer[..Math.Min(300, answer.Length)]}");
        Assert.Equal(Outcome.Refused, outcome);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
    }

    private static string Many(int count, Func<int, string> text) =>
        string.Concat(Enumerable.Range(0, count).Select(i => text(i).ToString(CultureInfo.InvariantCulture)));

    private async Task<(Outcome Outcome, string Answer)> Run(string query, JsonElement variables)
    {
        using var response = await _harbour.Engine.ExecuteAsync(
            new() { Query = Encoding.UTF8.GetBytes(query), Variables = variables }, TestContext.Current.CancellationToken);
        return (response.Outcome, Encoding.UTF8.GetString(response.Body.Span));
    }
}

using System.Text.Json;

namespace Hub.Benchmarks.Hostile;

/// <summary>Requests that cost little to send and, to a careless server, much to answer.</summary>
internal static class HostileRequests
{
    public static IReadOnlyList<(string Name, string Body)> All { get; } =
    [
        Query("10,000 aliases", $"{{ {Many(10_000, i => $"a{i}: __typename ")}}}"),
        Query("1,500 aliases of a search", $"{{ {Many(1_500, i => $"a{i}: search(text: \"desain\") {{ totalCount }} ")}}}"),
        Query("selections 10,000 deep", $"{Many(10_000, _ => "{ gigs { nodes ")}{new string('}', 20_000)}"),
        Query("lists inside lists", $"{{ sources(first: 500) {{ nodes {{ gigs(first: 500) {{ nodes {{ source {{ gigs(first: 500) {{ nodes {{ id }} }} }} }} }} }} }} }}"),
        Query("lists 10,000 deep", $"{{ gigs(where: {{title: {{in: {new string('[', 10_000)}{new string(']', 10_000)}}}}}) {{ totalCount }} }}"),
        Query("introspection, deep", $"{{ __schema {{ types {{ fields {{ type {Many(20, _ => "{ fields { type ")}{{ name {new string('}', 45)}"),
        Query("a circle of 500 fragments", $"{{ ...F0 }} {Many(500, i => $"fragment F{i} on Query {{ ...F{(i + 1) % 500} }} ")}"),
        Query("fragments that double 40 times", $"{{ ...F0 }} {Many(40, i => $"fragment F{i} on Query {{ a{i}: __typename ...F{i + 1} ...F{i + 1} }} ")}fragment F40 on Query {{ gigs {{ nodes {{ nothing }} }} }}"),
        Query("a list of 9,000 values", $"{{ gigs(where: {{title: {{in: [{Many(9_000, _ => "\"x\" ")}]}}}}) {{ totalCount }} }}"),
        Query("4,000 directives", $"{{ __typename {Many(4_000, _ => "@skip(if: false) ")}}}"),
        Query("9,000 unknown directives", $"{{ __typename {Many(9_000, _ => "@no ")}}}"),
        Query("900 fields of one name", $"{{ {Many(900, i => $"gigs(first: {1 + (i % 9)}) {{ totalCount }} ")}}}"),
        Query("300 fragments that overlap", $"{{ {Many(300, i => $"...F{i} ")}}} {Many(300, i => $"fragment F{i} on Query {{ a: gigs(first: {1 + (i % 2)}) {{ totalCount }} }} ")}"),
        Query("4,000 names nearly right", $"{{ {Many(4_000, i => $"gig{i} ")}}}"),
        Query("4,000 unused variables", $"query ({Many(4_000, i => $"$v{i}: Int ")}) {{ __typename }}"),
        Query("a name of 200,000 letters", $"{{ {new string('n', 200_000)} }}"),
        Query("a document of 900 KB", $"{{ {Many(225_000, _ => "abc,")}}}"),
        Query("a document of 5 MB", $"{{ {Many(1_250_000, _ => "abc,")}}}"),
        ("variables of 900 KB", $"{{\"query\":\"query ($t: [String!]) {{ gigs(where: {{title: {{in: $t}}}}) {{ totalCount }} }}\",\"variables\":{{\"t\":[{string.Join(',', Enumerable.Repeat("\"x\"", 200_000))}]}}}}"),
        ("variables of 5 MB", $"{{\"query\":\"query ($t: [String!]) {{ gigs(where: {{title: {{in: $t}}}}) {{ totalCount }} }}\",\"variables\":{{\"t\":[{string.Join(',', Enumerable.Repeat("\"x\"", 1_250_000))}]}}}}"),
        ("JSON 100,000 deep", $"{{\"query\":\"{{ __typename }}\",\"variables\":{{\"x\":{new string('[', 100_000)}{new string(']', 100_000)}}}}}"),
        ("a batch of 1,000", $"[{string.Join(',', Enumerable.Repeat("{\"query\":\"{ __typename }\"}", 1_000))}]"),
    ];

    private static (string Name, string Body) Query(string name, string document) => (name, $"{{\"query\":{JsonSerializer.Serialize(document)}}}");

    private static string Many(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));
}

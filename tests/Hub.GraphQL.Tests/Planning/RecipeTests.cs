using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

/// <summary>A request that finds its plan by the form of its variables is answered like the first of its kind.</summary>
public sealed class RecipeTests
{
    private const string Everything = """
        query ($n: String = "u", $m: [Int!], $k: ShipKind = FERRY, $x: Int = 7, $id: ID, $f: Int, $l: Int, $a: String, $b: String, $w: ShipFilter = {}, $o: [ShipOrder!],
               $d: OrderDirection, $s: Boolean = false, $who: ID = "1") {
        """;

    private readonly Harbour _harbour = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Random_requests_are_answered_as_if_each_were_the_first(int seed)
    {
        var random = new Random(seed);
        var documents = Enumerable.Range(0, 12).Select(_ => Document(random)).ToArray();
        var cursors = new List<string> { "bm9uZQ" };
        var executed = 0;

        for (var i = 0; i < 600; i++)
        {
            var (document, variables) = (documents[random.Next(documents.Length)], Variables(random, cursors));

            var answer = await _harbour.Run(document, variables);

            Assert.Equal(await new Harbour().Run(document, variables), answer);
            executed += answer.StartsWith("{\"data\"", StringComparison.Ordinal) ? 1 : 0;
            cursors.AddRange(Regex.Matches(answer, "\"(?:start|end)Cursor\":\"([^\"]+)\"").Select(match => match.Groups[1].Value));
        }

        Assert.InRange(executed, 50, 600);
        Assert.InRange(_harbour.Engine.Plans.Walks, 1, 560);
    }

    [Theory]
    [InlineData("($v: String) { ships(where: {name: {contains: $v}}) { nodes { id } } }", "\"u\"", "\"err\"")]
    [InlineData("($v: ID!) { ship(id: $v) { name } }", "\"1\"", "\"2\"")]
    [InlineData("($v: ShipKind) { ships(where: {kind: {eq: $v}}) { nodes { id } } }", "\"FERRY\"", "\"DEEP_SEA_TUG\"")]
    [InlineData("($v: [Int!]) { ships(where: {mass: {in: $v}}) { nodes { id } } }", "[300, 5]", "[1, 300]")]
    [InlineData("($v: ShipFilter) { ships(where: $v) { nodes { id } } }", "{\"mass\": {\"gt\": 1}}", "{\"mass\": {\"gt\": 500}}")]
    [InlineData("($v: Int) { ships(first: $v) { nodes { id } } }", "3", "2")]
    [InlineData("($v: Int) { ships { groupBy(by: [{field: KIND}], first: $v) { nodes { aggregate { count } } } } }", "3", "1")]
    [InlineData("($v: String) { a: ships(where: {name: {ne: $v}}) { nodes { id } } b: ships(where: {name: {eq: $v}}) { edges { cursor } } }", "\"Tug\"", "\"\\u0054ug\"")]
    public async Task Another_value_of_the_same_form_walks_through_no_arguments(string document, string first, string second)
    {
        await _harbour.Run("query " + document, Json(first));
        var walks = _harbour.Engine.Plans.Walks;

        var answer = await _harbour.Run("query " + document, Json(second));

        Assert.Equal(walks, _harbour.Engine.Plans.Walks);
        Assert.Equal(await new Harbour().Run("query " + document, Json(second)), answer);
    }

    [Theory]
    [InlineData("($v: String) { ships(where: {name: {contains: $v}}) { nodes { id } } }", "\"u\"", "null")]
    [InlineData("($v: [Int!]) { ships(where: {mass: {in: $v}}) { nodes { id } } }", "[300, 5]", "[1, 2, 3]")]
    [InlineData("($v: ShipFilter) { ships(where: $v) { nodes { id } } }", "{\"mass\": {\"gt\": 1}}", "{\"mass\": {\"lt\": 1}}")]
    [InlineData("($v: [ShipOrder!]) { ships(orderBy: $v) { nodes { id } } }", "[{\"field\": \"NAME\"}]", "[{\"field\": \"KIND\"}]")]
    [InlineData("($v: Boolean!) { ships { totalCount @skip(if: $v) nodes { id } } }", "true", "false")]
    public async Task Another_form_is_another_plan(string document, string first, string second)
    {
        await _harbour.Run("query " + document, Json(first));
        var plans = _harbour.Engine.Plans.Plans;

        var answer = await _harbour.Run("query " + document, Json(second));

        Assert.Equal(plans + 1, _harbour.Engine.Plans.Plans);
        Assert.Equal(await new Harbour().Run("query " + document, Json(second)), answer);
    }

    [Fact]
    public async Task A_list_of_another_length_shares_the_plan_when_its_places_suffice()
    {
        const string document = "query ($v: [Int!]) { ships(where: {mass: {in: $v}}) { nodes { id } } }";
        await _harbour.Run(document, Json("[1, 2, 3]"));
        var plans = _harbour.Engine.Plans.Plans;

        await _harbour.Run(document, Json("[1, 2, 3, 300]"));

        Assert.Equal(plans, _harbour.Engine.Plans.Plans);
    }

    [Fact]
    public async Task A_page_beyond_the_limit_is_refused_however_many_fitted_before()
    {
        const string document = "query ($v: Int) { ships(first: $v) { nodes { id } } }";
        for (var size = 1; size <= 10; size++)
            await _harbour.Run(document, Json(size.ToString(CultureInfo.InvariantCulture)));

        var answer = await _harbour.Run(document, Json("11"));

        Assert.Contains("PAGE_TOO_LARGE", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_literal_cursor_holds_for_the_filter_it_was_made_under_alone()
    {
        var page = await _harbour.Run("query ($v: Int) { ships(first: 1, where: {id: {gte: $v}}) { pageInfo { endCursor } } }", Json("\"1\""));
        page = await _harbour.Run("query ($v: ID) { ships(first: 1, where: {id: {ne: $v}}) { pageInfo { endCursor } } }", Json("\"1\""));
        var cursor = Regex.Match(page, "endCursor\":\"([^\"]+)").Groups[1].Value;
        var document = $"query ($v: ID) {{ ships(first: 1, after: \"{cursor}\", where: {{id: {{ne: $v}}}}) {{ nodes {{ id }} }} }}";

        Assert.Equal("{\"data\":{\"ships\":{\"nodes\":[{\"id\":\"3\"}]}}}", await _harbour.Run(document, Json("\"1\"")));
        Assert.Contains("CURSOR_INVALID", await _harbour.Run(document, Json("\"2\"")), StringComparison.Ordinal);
    }

    private static JsonElement Json(string value) => JsonDocument.Parse($"{{\"v\": {value}}}").RootElement;

    private static string Document(Random random)
    {
        string[] filters =
        [
            "{name: {contains: $n}}", "{name: {startsWith: $n, ne: \"x\"}}", "{mass: {in: $m}}", "{mass: {nin: [$x, 300]}}", "{kind: {eq: $k}}",
            "{kind: {in: [$k]}}", "{mass: {gte: $x}}", "{id: {eq: $id}}", "{escort: {name: {eq: $n}}}", "{convoy: {some: {mass: {lt: $x}}}}", "$w", "{not: $w}",
        ];
        var where = string.Join(", ", random.GetItems(filters, random.Next(3)));
        string[] pages = ["first: $f", "last: $l", "first: $f, after: $a", "last: $l, before: $b", "first: 2", "after: $a"];
        string[] orders = ["orderBy: $o", "orderBy: [{field: MASS, direction: $d}]", "orderBy: [{field: NAME}]", ""];
        string[] fields =
        [
            "nodes { id name @skip(if: $s) kind }", "pageInfo { startCursor endCursor hasNextPage }", "totalCount", "aggregate { count sum { mass } }",
            "groupBy(by: [{field: KIND}], first: $f) { nodes { key { kind } aggregate { count } } }", "edges @include(if: $s) { node { convoy(first: $f, where: $w) { nodes { id } } } }",
        ];
        var list = $"ships({random.GetItems(pages, 1)[0]} where: {{and: [{where}]}} {random.GetItems(orders, 1)[0]}) {{ {string.Join(' ', random.GetItems(fields, 3).Distinct())} }}";
        return $"{Everything} {list} {(random.Next(2) == 0 ? "ship(id: $who) { name }" : "")} {(random.Next(4) == 0 ? "__type(name: $n) { name }" : "")} {Unused}";
    }

    /// <summary>Uses every variable, so that each document may declare them all.</summary>
    private const string Unused = """
        unused: ships(first: $f, where: {and: [$w, {name: {eq: $n}}, {mass: {in: $m, eq: $x}}, {kind: {eq: $k}}, {id: {eq: $id}}]}, orderBy: $o) { totalCount }
        cursors: ships(last: $l, after: $a, before: $b, orderBy: [{field: NAME, direction: $d}]) @include(if: $s) { totalCount }
        never: ship(id: $who) { id @skip(if: $s) name }
        }
        """;

    private static JsonElement Variables(Random random, List<string> cursors)
    {
        (string Name, string[] Values)[] choices =
        [
            ("n", ["\"u\"", "\"Tug\"", "\"\\u0046erry\"", "\"\"", "\"a\\u0000\"", "null", "7", "\"Ship\""]),
            ("m", ["[300]", "[1, 2]", "[1, 2, 300]", "[]", "300", "[null]", "[2147483648]", "[3e2]"]),
            ("k", ["\"FERRY\"", "\"DEEP_SEA_TUG\"", "\"BARGE\"", "null", "\"\\u0046ERRY\""]),
            ("x", ["300", "3e2", "299", "1.5", "-1", "null", "\"1\""]),
            ("id", ["\"1\"", "2", "\"none\"", "null"]),
            ("f", ["1", "2", "3", "9", "11", "-1", "null"]),
            ("l", ["1", "2", "9", "null"]),
            ("a", [$"\"{cursors[random.Next(cursors.Count)]}\"", $"\"{cursors[^1]}\"", "null"]),
            ("b", [$"\"{cursors[random.Next(cursors.Count)]}\"", "null"]),
            ("w", ["{}", "{\"mass\": {\"gt\": 1}}", "{\"mass\": {\"gt\": 1, \"lt\": 900}}", "{\"name\": {\"in\": [\"Tug\", \"Ferry\"]}}", "{\"name\": {\"eq\": null}}", "{\"mas\": 1}", "null"]),
            ("o", ["[]", "[{\"field\": \"NAME\"}]", "{\"field\": \"MASS\", \"direction\": \"DESC\"}", "[{\"field\": \"MASS\", \"nulls\": \"LAST\"}]", "null"]),
            ("d", ["\"ASC\"", "\"DESC\"", "null"]),
            ("s", ["true", "false"]),
            ("who", ["\"1\"", "\"3\"", "2", "\"x\"", "null"]),
            ("extra", ["1", "[\"a\", {\"b\": \"c\"}]"]),
        ];
        var given = choices.Where(_ => random.Next(3) == 0).Select(choice => $"\"{choice.Name}\": {choice.Values[random.Next(choice.Values.Length) * random.Next(5) / 5]}");
        return JsonDocument.Parse($"{{{string.Join(", ", given)}}}").RootElement;
    }
}

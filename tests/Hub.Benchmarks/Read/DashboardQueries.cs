using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Testing;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>The questions, each with seeded sets of variables. Variables that the document does not name serve the endpoint by hand.</summary>
internal static class DashboardQueries
{
    private const int Sets = 512;
    private static readonly string[] Sectors = ["", "BEAUTY", "FITNESS", "CLEANING", "REPAIR", "CONSTRUCTION", "AUTOMOTIVE"];

    public const string Page = """
        query Page($after: String!) {
          gigs(first: 50, after: $after, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) {
            nodes { id title payMinIdr publishedAt area { name parent { name } } }
            pageInfo { hasNextPage }
          }
        }
        """;

    public static async Task<ReadQuery[]> AllAsync(HubProcess hub, string token, string dataFolder) =>
        [.. WithoutPages(), new("Q5", "a page of 50 deep in all gigs", Page, await DeepPagesAsync(hub, token, dataFolder))];

    /// <summary>All but the pages, whose cursors come from a hub that runs.</summary>
    public static ReadQuery[] WithoutPages()
    {
        var random = new Random(7);
        return
        [
            new(
                "Q1",
                "50 gigs of a sector by pay, newest first, with partner, regency and province",
                """
                query Gigs($sector: SectorCode!, $least: Rupiah!) {
                  gigs(first: 50, where: {sectorCode: {eq: $sector}, payMinIdr: {gte: $least}}, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) {
                    nodes {
                      id title payUnit payMinIdr payMaxIdr openings publishedAt
                      source { name participant { legalName } }
                      area { name parent { name } }
                    }
                    pageInfo { hasNextPage }
                  }
                }
                """,
                [.. Enumerable.Range(0, Sets).Select(_ => Sector(random, ("least", random.Next(50, 150) * 1_000)))]),
            new(
                "Q2",
                "20 courses of a sector with 5 runs each",
                """
                query Courses($sector: SectorCode!) {
                  courses(first: 20, where: {sectorCode: {eq: $sector}}, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) {
                    nodes {
                      id title providerName priceIdr mode hours
                      source { name }
                      runs(first: 5) { nodes { id startsAt endsAt capacity venueName } }
                    }
                  }
                }
                """,
                [.. Enumerable.Range(0, Sets).Select(_ => Sector(random))]),
            new(
                "Q3",
                "gigs by province and sector, from the rollup",
                """
                {
                  gigs {
                    groupBy(by: [{field: PROVINCE}, {field: SECTOR}], first: 500) {
                      nodes { key { province { code name } sector { code nameId } } aggregate { count sum { payMinIdr } } }
                    }
                  }
                }
                """,
                [[]]),
            new(
                "Q4",
                "the best 20 offers for one or two words, with facets",
                """
                query Search($text: String!) {
                  search(text: $text, first: 20) {
                    totalCount
                    nodes { id kind title source { name } }
                    facets(fields: [KIND, PROVINCE, SECTOR], first: 10) {
                      values { key { kind province { code } sector { code } } count }
                    }
                  }
                }
                """,
                [.. Enumerable.Range(0, Sets).Select(_ => Words(random))]),
            new(
                "Q6",
                "a dashboard of eight roots",
                """
                query Dashboard($sector: SectorCode!) {
                  gigCount: gigs { aggregate { count } }
                  courseCount: courses { aggregate { count } }
                  bySector: gigs { groupBy(by: [{field: SECTOR}]) { nodes { key { sector { code nameId } } aggregate { count } } } }
                  byProvince: gigs(where: {sectorCode: {eq: $sector}}) {
                    groupBy(by: [{field: PROVINCE}], orderBy: [{field: COUNT, direction: DESC}], first: 10) { nodes { key { province { name } } aggregate { count } } }
                  }
                  byMonth: gigs { groupBy(by: [{field: PUBLISHED_AT, interval: MONTH}]) { nodes { key { publishedAt } aggregate { count } } } }
                  newest: gigs(first: 10, where: {sectorCode: {eq: $sector}}, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) { nodes { id title payMinIdr } }
                  courses(first: 10, orderBy: [{field: PUBLISHED_AT, direction: DESC}]) { nodes { id title providerName priceIdr } }
                  sources(first: 20) { nodes { id name state liveOffers participant { legalName } } }
                }
                """,
                [.. Enumerable.Range(0, Sets).Select(_ => Sector(random))]),
        ];
    }

    /// <summary>What people type: a word, or two, of which the last may be cut off.</summary>
    private static JsonObject Words(Random random)
    {
        var text = CatalogueText.Rare(random) + " ";
        if (random.Next(2) == 0)
            text += CatalogueText.Rare(random)[..3];
        return new() { ["text"] = text, ["match"] = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => $"\"{word}\"{(i == 1 ? "*" : "")}")) };
    }

    private static JsonObject Sector(Random random, params (string Name, long Value)[] more)
    {
        var sector = random.Next(1, Sectors.Length);
        var set = new JsonObject { ["sector"] = Sectors[sector], ["sectorNumber"] = sector };
        foreach (var (name, value) in more)
            set[name] = value;
        return set;
    }

    /// <summary>Cursors all over the list, most of them far from its start: found by going through it once.</summary>
    private static async Task<JsonObject[]> DeepPagesAsync(HubProcess hub, string token, string dataFolder)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "hub.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        var sets = new List<JsonObject>();
        string? after = null;
        for (var page = 0; sets.Count < Sets / 8; page++)
        {
            var answer = await hub.QueryAsync(
                token,
                $"{{ gigs(first: 500{(after is null ? "" : $", after: \"{after}\"")}, orderBy: [{{field: PUBLISHED_AT, direction: DESC}}]) " +
                "{ edges { cursor node { id } } pageInfo { hasNextPage } } }",
                CancellationToken.None);
            var gigs = answer.GetProperty("data").GetProperty("gigs");
            var last = gigs.GetProperty("edges").EnumerateArray().Last();
            after = last.GetProperty("cursor").GetString()!;
            if (!gigs.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
                break;
            if (page % 12 == 11)
                sets.Add(Place(connection, last, after));
        }

        return [.. sets];
    }

    private static JsonObject Place(SqliteConnection connection, JsonElement edge, string cursor)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT published_at, id FROM offers WHERE public_id = $id";
        command.Parameters.AddWithValue("$id", Guid.Parse(edge.GetProperty("node").GetProperty("id").GetString()!, CultureInfo.InvariantCulture).ToByteArray(bigEndian: true));
        using var row = command.ExecuteReader();
        row.Read();
        return new() { ["after"] = cursor, ["published"] = row.GetInt64(0), ["row"] = row.GetInt64(1) };
    }
}

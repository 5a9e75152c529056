using System.Text;
using Hub.Api.Catalogue;
using Hub.Api.Dashboard;
using Hub.Data;
using Hub.Data.Catalogue;
using Hub.Data.Followers;
using Hub.Data.Ingest;
using Hub.Data.Participants;
using Hub.Data.Sectors;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Sql.Compilation;
using Hub.GraphQL.Sql.Sqlite;
using Hub.Testing;

namespace Hub.Api.Tests.Dashboard;

/// <summary>Figures of offers come from the rollups, and are what the offers say once the followers have caught up.</summary>
public sealed class RollupFiguresTests : IAsyncLifetime
{
    private static readonly string?[] Areas = [null, "11", "33.25", "33.04", "31.71", "73.71"];
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqlStatement> _statements = [];
    private bool _isWhole = true;
    private HubDatabase _database = null!;
    private SqliteReadPool _pool = null!;
    private GraphQLEngine _engine = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = new(_folder.Path);
        await _database.MigrateAsync(Cancel);
        await FillAsync();
        await using (var writer = new IngestWriter(_database, new(), TimeProvider.System))
        {
            using var followers = new FollowerRunner(writer, new(), TimeProvider.System);
            Assert.False(followers.IsWhole(FollowerRunner.Rollups));
            Assert.True(await followers.CatchUpAsync(Cancel));
            Assert.True(followers.IsWhole(FollowerRunner.Rollups));
        }

        _pool = new(new() { DataSource = _database.Path });
        await using var db = _database.Open();
        _engine = new(HubSchema.Build(), new SqliteExecutor(db.Model, _pool, _statements.Add, OfferRollups.Catalogue(() => _isWhole)));
    }

    public ValueTask DisposeAsync()
    {
        _pool.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("gigs { groupBy(by: [{field: PROVINCE}, {field: SECTOR}]) { nodes { key { province { name } sector { code nameId } } aggregate { count } } } }", "rollup_province_sectors")]
    [InlineData("gigs { groupBy(by: [{field: SECTOR}]) { nodes { key { sector { nameEn } } aggregate { count avg { payMinIdr } sum { payMinIdr } } } } }", "rollup_sectors")]
    [InlineData("gigs { groupBy(by: [{field: PROVINCE}], orderBy: [{field: SUM_PAY_MIN_IDR, direction: DESC}]) { nodes { key { province { code } } aggregate { sum { payMinIdr } } } } }", "rollup_provinces")]
    [InlineData("vacancies { aggregate { count avg { payMinIdr } sum { payMinIdr } } }", "rollup_sectors")]
    [InlineData("offers { groupBy(by: [{field: KIND}]) { nodes { key { kind } aggregate { count } } } }", "rollup_sectors")]
    [InlineData("gigs { groupBy(by: [{field: PUBLISHED_AT, interval: MONTH}, {field: SECTOR}]) { nodes { key { publishedAt sector { code } } aggregate { count } } } }", "rollup_months")]
    [InlineData("gigs { groupBy(by: [{field: PUBLISHED_AT, interval: MONTH}]) { nodes { key { publishedAt } aggregate { count sum { payMinIdr } } } } }", "rollup_month_totals")]
    [InlineData("gigs { groupBy(by: [{field: PUBLISHED_AT, interval: WEEK}]) { nodes { key { publishedAt } aggregate { count } } } }", "rollup_days")]
    [InlineData("gigs { groupBy(by: [{field: PUBLISHED_AT}, {field: SOURCE}]) { nodes { key { publishedAt source { name } } aggregate { count } } } }", "rollup_details")]
    [InlineData("gigs(where: {publishedAt: {gte: \"2026-01-31T17:00:00Z\"}}) { groupBy(by: [{field: PROVINCE}]) { nodes { key { province { code } } aggregate { count } } } }", "rollup_months")]
    [InlineData("gigs(where: {publishedAt: {gte: \"2026-02-01T17:00:00Z\"}}) { groupBy(by: [{field: PROVINCE}]) { nodes { key { province { code } } aggregate { count } } } }", "rollup_days")]
    [InlineData("gigs(where: {publishedAt: {gte: \"2026-02-01T17:00:01Z\"}}) { aggregate { count } }", "offers")]
    [InlineData("gigs { groupBy(by: [{field: PARTICIPANT}]) { nodes { key { participant { legalName } } aggregate { count } } } }", "rollup_sources")]
    [InlineData("gigs { facets(fields: [SOURCE]) { values { key { source { name } } count } } }", "rollup_sources")]
    [InlineData("gigs(where: {sectorCode: {in: [REPAIR, BEAUTY]}}) { aggregate { count } }", "rollup_sectors")]
    [InlineData("gigs(where: {sector: {code: {eq: REPAIR}}}) { aggregate { count } }", "rollup_sectors")]
    [InlineData("gigs(where: {not: {sector: {nameEn: {contains: \"a\"}}}}) { aggregate { count } }", "rollup_sectors")]
    [InlineData("gigs(where: {source: {id: {eq: \"0198a1b2-0000-7000-8000-000000000012\"}}}) { aggregate { count } }", "rollup_sources")]
    [InlineData("gigs(where: {source: {participant: {legalName: {eq: \"P2\"}}}}) { groupBy(by: [{field: SECTOR}]) { nodes { key { sector { code } } aggregate { count } } } }", "rollup_details")]
    [InlineData("gigs(where: {knownAreaCode: {startsWith: \"33\"}}) { groupBy(by: [{field: SECTOR}]) { nodes { key { sector { code } } aggregate { count } } } }", "rollup_province_sectors")]
    [InlineData("gigs(where: {knownAreaCode: {startsWith: \"33.2\"}}) { aggregate { count } }", "offers")]
    [InlineData("gigs(where: {area: {parent: {code: {eq: \"33\"}}}}) { aggregate { count } }", "offers")]
    [InlineData("gigs(where: {title: {contains: \"1\"}}) { aggregate { count } }", "offers")]
    [InlineData("gigs(search: \"title\", where: {sectorCode: {ne: REPAIR}}) { facets(fields: [PROVINCE, SOURCE]) { values { key { province { code } source { name } } count } } }", "rollup_items")]
    [InlineData("search(text: \"title 1\") { groupBy(by: [{field: KIND}, {field: PUBLISHED_AT, interval: MONTH}]) { nodes { key { kind publishedAt } aggregate { count } } } }", "rollup_items")]
    [InlineData("gigs(search: \"title\") { aggregate { max { payMaxIdr } } }", "offers")]
    [InlineData("sources { nodes { name gigs { aggregate { count sum { payMinIdr } } } } }", "rollup_sources")]
    [InlineData("sources { nodes { gigs(where: {sectorCode: {isNull: true}}) { groupBy(by: [{field: PROVINCE}]) { nodes { key { province { name } } aggregate { count } } } } } }", "rollup_details")]
    [InlineData("participants { nodes { offers { aggregate { count } } gigs: offers(where: {kind: {eq: GIG}}) { totalCount groupBy(by: [{field: SECTOR}]) { nodes { key { sector { code } } aggregate { count } } } } } }", "rollup_sources")]
    [InlineData("sectors { nodes { code gigs { aggregate { count sum { payMinIdr } } } } }", "rollup_sectors")]
    public async Task The_coarsest_level_answers_what_the_offers_say(string root, string table)
    {
        var answer = await Run($"{{ {root} }}");
        var texts = string.Join('\n', _statements);
        _statements.Clear();
        _isWhole = false;

        Assert.Equal(await Run($"{{ {root} }}"), answer);
        Assert.StartsWith("{\"data\":", answer, StringComparison.Ordinal);
        Assert.Matches($"(FROM|CROSS JOIN) \"{table}\" AS", texts);
        Assert.Matches("(FROM|CROSS JOIN) \"offers\" AS", string.Join('\n', _statements));
    }

    [Fact]
    public async Task How_old_the_figures_are_is_told_in_the_same_answer()
    {
        await using (var db = _database.Open())
        {
            db.Add(new Change
            {
                Position = 1, OfferId = 1, SourceId = 1, Kind = ChangeKind.Changed, OfferKind = OfferKind.Gig, Revision = 2, CommittedAt = At(0),
            });
            await db.SaveChangesAsync(Cancel);
        }

        Assert.StartsWith(
            "{\"data\":{\"followers\":{\"nodes\":[{\"name\":\"rollups\",\"lag\":1,\"behindSince\":\"2026-01-01T00:00:00Z\"}",
            await Run("{ followers(where: {name: {eq: \"rollups\"}}) { nodes { name lag behindSince } } gigs { aggregate { count } } }"),
            StringComparison.Ordinal);
    }

    private async Task<string> Run(string query)
    {
        using var response = await _engine.ExecuteAsync(new() { Query = Encoding.UTF8.GetBytes(query), Caller = DashboardHub.Caller(1) }, Cancel);
        return Encoding.UTF8.GetString(response.Body.Span);
    }

    private async Task FillAsync()
    {
        await using var db = _database.Open();
        var sources = Enumerable.Range(1, 3).Select(n => new Source
        {
            PublicId = Id(10 + n),
            ParticipantId = Math.Min(n, 2),
            Participant = null!,
            Name = $"S{n}",
            OfferKinds = OfferKinds.Gig | OfferKinds.Vacancy,
            CreatedAt = At(0),
        }).ToArray();
        db.AddRange(Enumerable.Range(1, 2).Select(n =>
            new Participant { PublicId = Id(n), LegalName = $"P{n}", Kind = ParticipantKind.Platform, CreatedAt = At(0) }));
        await db.SaveChangesAsync(Cancel);
        db.AddRange(sources);
        await db.SaveChangesAsync(Cancel);
        var random = new Random(4);
        db.AddRange(Enumerable.Range(1, 400).Select(n => Offer(n, sources[random.Next(3)].Id, random)));
        await db.SaveChangesAsync(Cancel);
    }

    private static Offer Offer(int id, long sourceId, Random random)
    {
        var area = Areas[random.Next(Areas.Length)];
        var published = At(random.Next(100 * 24 * 60));
        return new()
        {
            Id = id,
            PublicId = Id(1_000 + id),
            SourceId = sourceId,
            ExternalId = $"K{id}",
            Kind = random.Next(4) == 0 ? OfferKind.Vacancy : OfferKind.Gig,
            State = random.Next(5) == 0 ? OfferState.Withdrawn : OfferState.Published,
            Revision = 1,
            ContentHash = [],
            SaidRevision = 1,
            SaidState = SaidState.Live,
            Title = $"Title {id}",
            AreaCode = area,
            KnownAreaCode = area,
            SectorCode = random.Next(4) == 0 ? null : (SectorCode)random.Next(1, 7),
            PayMinIdr = random.Next(3) switch { 0 => null, 1 => 20_000_000_000_000 - random.Next(9), _ => random.Next(1_000_000) },
            PublishedAt = published,
            ChangedAt = published,
            Body = [],
        };
    }

    private static Guid Id(int number) => new($"0198a1b2-0000-7000-8000-{number:d12}");

    private static DateTimeOffset At(int minutes) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes);
}

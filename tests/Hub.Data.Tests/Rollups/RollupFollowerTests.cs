using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Catalogue;
using Hub.Data.Followers;
using Hub.Data.Tests.Catalogue;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Tests.Rollups;

/// <summary>Whatever happened to the offers and whenever the followers ran, each level is what GROUP BY over the offers gives.</summary>
public sealed class RollupFollowerTests
{
    private const string Shown = """
        WITH shown AS (
            SELECT kind, substr(coalesce(known_area_code, ''), 1, 2) AS province_code, coalesce(sector_code, 0) AS sector_code, source_id,
                (published_at + 25200000) / 86400000 AS day, pay_min_idr,
                unixepoch(date((published_at + 25200000) / 1000, 'unixepoch', 'start of month')) / 86400 AS month
            FROM offers WHERE state = 1)
        """;

    private static readonly Dictionary<string, string> Levels = new()
    {
        ["rollup_provinces"] = "kind, province_code",
        ["rollup_sectors"] = "kind, sector_code",
        ["rollup_sources"] = "kind, source_id",
        ["rollup_province_sectors"] = "kind, province_code, sector_code",
        ["rollup_months"] = "kind, month, province_code, sector_code",
        ["rollup_days"] = "kind, day, province_code, sector_code",
        ["rollup_details"] = "kind, day, province_code, sector_code, source_id",
    };

    private static readonly string[] Areas = ["", "33.25", "33.74", "31.71", "73"];

    /// <summary>
    /// One step of a history. What it is: 0 content, 1 tombstone, 2 a snapshot of four, 3 days pass, 4 the followers catch up, 5 a batch is
    /// lost, 6 the followers start again.
    /// </summary>
    private sealed record Step(int What, int Id, int Area, int Sector, int Pay, int Kind);

    private static readonly Gen<Step[]> Histories = Gen.ArrayOf(
        from what in Gen.Frequency(
            (12, Gen.Constant(0)), (4, Gen.Constant(1)), (1, Gen.Constant(2)), (2, Gen.Constant(3)), (4, Gen.Constant(4)), (2, Gen.Constant(5)), (1, Gen.Constant(6)))
        from id in Gen.Choose(0, 7)
        from area in Gen.Choose(0, Areas.Length - 1)
        from sector in Gen.Choose(0, 3)
        from pay in Gen.Choose(0, 3)
        from kind in Gen.Elements(1, 3)
        select new Step(what, id, area, sector, pay, kind));

    [Fact]
    public async Task Every_level_equals_a_group_by_over_the_offers()
    {
        var cancel = TestContext.Current.CancellationToken;
        foreach (var history in Histories.Sample(25, 40))
        {
            await using var fixture = await StoreFixture.CreateAsync(guard: 1_000);
            fixture.NewRunner(Small);
            var revision = 0;
            foreach (var step in history)
                await PlayAsync(fixture, step, ++revision, cancel);
            await fixture.FollowAsync();

            AssertLevels(fixture, string.Join(' ', history.AsEnumerable()));
        }
    }

    [Fact]
    public async Task Another_version_of_the_code_derives_everything_anew()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync([.. Enumerable.Range(0, 50).Select(n => Content(new(0, n, n % 5, n % 4, n % 3, 3), 1))]);
        await fixture.FollowAsync();
        Execute(fixture, "UPDATE followers SET version = 0; UPDATE rollup_details SET live_count = 7; DELETE FROM rollup_items WHERE offer_id % 3 = 0");
        await fixture.DeltaAsync(StoreFixture.Tombstone("1", 2));

        fixture.NewRunner(Small);
        await fixture.FollowAsync();

        AssertLevels(fixture, "rebuild");
        Assert.Equal(1L, Scalar(fixture, "SELECT min(version) FROM followers WHERE rebuilt_to IS NULL"));
        Assert.True(fixture.Runner.IsWhole("rollups"));
    }

    [Fact]
    public async Task The_lag_says_how_far_behind_the_log_a_follower_is_and_since_when()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.FollowAsync();
        var since = fixture.Clock.GetUtcNow();
        await fixture.DeltaAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await fixture.DeltaAsync(StoreFixture.Item("c", 1));

        await using var db = fixture.Database.Open();
        var behind = db.FollowerLags.Single(f => f.Name == "rollups");
        Assert.Equal((0, 3, 3, false), (behind.Position, behind.Head, behind.Lag, behind.IsRebuilding));
        Assert.Equal(since.ToUnixTimeMilliseconds(), behind.BehindSince?.ToUnixTimeMilliseconds());

        await fixture.FollowAsync();
        await using var after = fixture.Database.Open();
        var level = after.FollowerLags.Single(f => f.Name == "rollups");
        Assert.Equal((3, 0, null), (level.Position, level.Lag, level.BehindSince));
    }

    [Fact]
    public async Task A_follower_that_fails_is_told_and_the_others_go_on()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.FollowAsync();
        Execute(fixture, "ALTER TABLE rollup_items RENAME TO gone");
        await fixture.DeltaAsync(StoreFixture.Item("a", 1));

        Assert.False(await fixture.Runner.CatchUpAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["rollups"], fixture.Runner.Failures.Keys);
        Assert.Equal(1L, Scalar(fixture, "SELECT count(*) FROM search_items"));

        Execute(fixture, "ALTER TABLE gone RENAME TO rollup_items");
        await fixture.FollowAsync();
        Assert.Empty(fixture.Runner.Failures);
        AssertLevels(fixture, "after the failure");
    }

    private static FollowerOptions Small => new() { MaxBatchChanges = 3, MinBatchChanges = 1 };

    private static async Task PlayAsync(StoreFixture fixture, Step step, int revision, CancellationToken cancel)
    {
        switch (step.What)
        {
            case 0:
                await fixture.DeltaAsync(Content(step, revision));
                break;
            case 1:
                await fixture.DeltaAsync(StoreFixture.Tombstone(Name(step.Id), revision));
                break;
            case 2:
                await fixture.SnapshotAsync([.. Enumerable.Range(0, 4).Select(n => Content(step with { Id = n * 2 }, revision, n + 1))]);
                break;
            case 3:
                fixture.Clock.Advance(TimeSpan.FromHours(step.Id * 120));
                break;
            case 4:
                await fixture.FollowAsync();
                break;
            case 5:
                // What a batch did is lost with the process before it is committed.
                await Assert.ThrowsAsync<IOException>(() => LoseBatchAsync(fixture));
                break;
            default:
                fixture.NewRunner(Small);
                break;
        }

        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Runs a batch of the rollups that is undone at its end.</summary>
    private static Task<bool> LoseBatchAsync(StoreFixture fixture)
    {
        var batch = new FollowerBatch(new Hub.Data.Rollups.RollupFollower(), Small);
        return fixture.Writer.RunWhenIdleAsync<bool>(transaction =>
        {
            batch.Run(transaction);
            throw new IOException("The process ends here.");
        });
    }

    private static string Name(int id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ItemWrite Content(Step step, int revision, long sequence = 0) =>
        StoreFixture.Item(
            Name(step.Id), revision, $"Barista|{Areas[step.Area]}|{step.Sector}|{(step.Pay == 0 ? "" : step.Pay == 3 ? "9007199254740991" : step.Pay * 1000)}",
            sequence: sequence, kind: (OfferKind)step.Kind);

    private static void AssertLevels(StoreFixture fixture, string history)
    {
        Assert.Equal("", Differences(fixture, "rollup_items", "kind, province_code, sector_code, source_id, day", "count(*), count(pay_min_idr), coalesce(sum(pay_min_idr >> 32), 0), coalesce(sum(pay_min_idr & 4294967295), 0)", history));
        foreach (var (table, columns) in Levels)
            Assert.Equal("", Differences(fixture, table, columns, "sum(live_count), sum(pay_count), sum(pay_min_high), sum(pay_min_low)", history));
        Assert.Equal(0L, Scalar(fixture, "SELECT count(*) FROM rollup_details WHERE live_count <= 0"));
    }

    private static string Differences(StoreFixture fixture, string table, string columns, string measures, string history)
    {
        var expected = $"""
            {Shown} SELECT {columns}, count(*), count(pay_min_idr), coalesce(sum(pay_min_idr >> 32), 0), coalesce(sum(pay_min_idr & 4294967295), 0)
            FROM shown GROUP BY {columns} ORDER BY {columns}
            """;
        var found = Rows(fixture, $"SELECT {columns}, {measures} FROM {table} GROUP BY {columns} ORDER BY {columns}");
        var wanted = Rows(fixture, expected);
        return wanted == found ? "" : $"{table}: {wanted} but {found}, after {history}";
    }

    private static string Rows(StoreFixture fixture, string sql)
    {
        using var connection = Open(fixture);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(n => reader.IsDBNull(n) ? "0" : reader.GetValue(n).ToString())));
        return string.Join(' ', rows);
    }

    private static long Scalar(StoreFixture fixture, string sql)
    {
        using var connection = Open(fixture);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(StoreFixture fixture, string sql)
    {
        using var connection = Open(fixture);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(StoreFixture fixture)
    {
        var connection = new SqliteConnection(fixture.Database.ConnectionString);
        connection.Open();
        return connection;
    }
}

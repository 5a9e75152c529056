using System.Diagnostics;
using System.Globalization;
using Hub.Benchmarks.Read;
using Hub.Data;
using Hub.Data.Followers;
using Hub.Data.Ingest;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Followers;

/// <summary>What derived data costs to make, and what it saves: rollups beside GROUP BY over the offers.</summary>
internal static class FollowersBenchmark
{
    private const int Repeats = 51;

    public static async Task<int> RunAsync(ReadOptions options)
    {
        if (Wanted(options, "flood"))
            await FloodBenchmark.RunAsync();
        if (options.Queries is ["flood"])
            return 0;
        await new CatalogueData(options).EnsureAsync();
        var database = new HubDatabase(options.DataFolder);
        if (Wanted(options, "rebuild"))
            await RebuildAsync(database);

        await using var connection = new SqliteConnection(database.ConnectionString + ";Mode=ReadOnly");
        await connection.OpenAsync();
        Run(connection, "PRAGMA mmap_size = 8589934592");
        if (Wanted(options, "rollups"))
            Rollups(connection);
        return 0;
    }

    private static bool Wanted(ReadOptions options, string part) => options.Queries.Count == 0 || options.Queries.Contains(part);

    /// <summary>Derives everything anew, batch by batch, as after a change of the code.</summary>
    private static async Task RebuildAsync(HubDatabase database)
    {
        await using (var connection = new SqliteConnection(database.ConnectionString))
        {
            await connection.OpenAsync();
            Run(connection, "UPDATE followers SET version = 0");
        }

        await using var writer = new IngestWriter(database, new(), TimeProvider.System);
        using var runner = new FollowerRunner(writer, new(), TimeProvider.System);
        await using var db = database.Open();
        var offers = db.Offers.LongCount();
        var processor = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        if (!await runner.CatchUpAsync(CancellationToken.None))
            throw new InvalidOperationException(string.Join("; ", runner.Failures));
        var seconds = Milliseconds(started) / 1000;
        Tell($"rollups and search index of {offers:N0} offers made anew in {seconds:0.0} s, {offers / seconds:N0} a second, processor {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:0.0} s");
    }

    private static void Rollups(SqliteConnection connection)
    {
        Compare(
            "province × sector", connection,
            "SELECT province_code, sector_code, live_count, pay_count, pay_min_high, pay_min_low FROM rollup_province_sectors WHERE kind = 3",
            """
            SELECT substr(known_area_code, 1, 2), sector_code, count(*), count(pay_min_idr), sum(pay_min_idr) FROM offers
            WHERE state = 1 AND kind = 3 GROUP BY 1, 2
            """);
        Compare(
            "months", connection,
            "SELECT month, sum(live_count), sum(pay_min_high), sum(pay_min_low) FROM rollup_months WHERE kind = 3 GROUP BY month",
            """
            SELECT strftime('%Y-%m', published_at / 1000 + 25200, 'unixepoch'), count(*), sum(pay_min_idr) FROM offers
            WHERE state = 1 AND kind = 3 GROUP BY 1
            """);
        Compare(
            "source × sector × province in 30 days", connection,
            """
            SELECT source_id, sector_code, province_code, sum(live_count) FROM rollup_details
            WHERE kind = 3 AND day BETWEEN (SELECT max(day) - 29 FROM rollup_days WHERE kind = 3) AND 100000 GROUP BY 1, 2, 3
            """,
            """
            SELECT source_id, sector_code, substr(known_area_code, 1, 2), count(*) FROM offers
            WHERE state = 1 AND kind = 3 AND published_at >= (SELECT (max(day) - 29) * 86400000 - 25200000 FROM rollup_days WHERE kind = 3)
            GROUP BY 1, 2, 3
            """);
    }

    private static void Compare(string name, SqliteConnection connection, string rollup, string offers)
    {
        var (rows, fast) = Median(Repeats, () => Read(connection, rollup));
        var (same, slow) = Median(3, () => Read(connection, offers));
        if (rows != same)
            throw new InvalidOperationException($"{name}: {rows} groups in the rollups, {same} in the offers.");
        Tell($"{name,-40} {rows,7:N0} groups, rollups {fast,8:0.00} ms, offers {slow,9:0.0} ms");
    }

    private static (int Result, double Time) Median(int repeats, Func<int> run)
    {
        var result = run();
        return (result, Enumerable.Range(0, repeats).Select(_ => Time(run)).Order().ElementAt(repeats / 2));
    }

    private static double Time(Func<int> run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return Milliseconds(started);
    }

    private static int Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = 0;
        while (reader.Read())
            rows++;
        return rows;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static double Milliseconds(long started) => Stopwatch.GetElapsedTime(started).TotalMilliseconds;

    private static void Tell(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

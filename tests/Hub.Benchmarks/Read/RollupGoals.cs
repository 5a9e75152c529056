using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>Figures of the dashboard, one client alone, from the rollups of a database.</summary>
internal static class RollupGoals
{
    private const string RawCells = """
        SELECT province_code, sector_code, live_count, pay_count, pay_min_high, pay_min_low FROM rollup_province_sectors WHERE kind = 3
        """;

    public static async Task SayAsync(string of, ServerUnderTest hub, ServerUnderTest byHand, ReadOptions options)
    {
        Console.WriteLine($"Goal 6: figures from rollups {of}, one client alone");
        var cells = DashboardQueries.WithoutPages().Single(q => q.Name == "Q3");
        await LoneGoals.SayAsync(hub, [cells], "Q3", 0.99, 1, options);
        foreach (var (query, bar) in Figures(options.DataFolder))
            await LoneGoals.SayAsync(hub, [query], query.Name, 0.99, bar, options);
        await SayCellsAsync(hub, byHand, cells, options);
    }

    /// <summary>Figures of days that end with the newest, in the catalogue's calendar.</summary>
    private static IEnumerable<(ReadQuery Query, double Bar)> Figures(string dataFolder)
    {
        using var connection = Open(dataFolder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT max(day) FROM rollup_days WHERE kind = 3";
        var newest = (long)command.ExecuteScalar()!;
        var month = Since(newest - 29);

        // Twelve whole months, as charts show them.
        command.CommandText = "SELECT unixepoch(max(day) * 86400, 'unixepoch', 'start of month', '-11 months') / 86400 FROM rollup_days WHERE kind = 3";
        var year = Since((long)command.ExecuteScalar()!);
        yield return (new("Q3, 30 days", "province x sector in 30 days", """
            query Figures($since: DateTime!) { gigs(where: {publishedAt: {gte: $since}}) { groupBy(by: [{field: PROVINCE}, {field: SECTOR}], first: 500) {
              nodes { key { province { code } sector { code } } aggregate { count sum { payMinIdr } } } } } }
            """, [new() { ["since"] = month }]), 5);
        yield return (new("a year by month", "counts by month in a year", """
            query Figures($since: DateTime!) { gigs(where: {publishedAt: {gte: $since}}) { groupBy(by: [{field: PUBLISHED_AT, interval: MONTH}]) {
              nodes { key { publishedAt } aggregate { count sum { payMinIdr } } } } } }
            """, [new() { ["since"] = year }]), 3);
        yield return (new("source x sector x province, 30 days", "the finest cells of 30 days", """
            query Figures($since: DateTime!) { gigs(where: {publishedAt: {gte: $since}}) { groupBy(by: [{field: SOURCE}, {field: SECTOR}, {field: PROVINCE}], first: 100) {
              nodes { key { source { id } sector { code } province { code } } aggregate { count } } } } }
            """, [new() { ["since"] = month }]), 200);
    }

    private static string Since(long day) => HandWrittenEndpoint.Instant(((day * 86_400) - (7 * 3_600)) * 1000);

    /// <summary>All cells of province x sector beside an endpoint that reads the same rows, and beside the bare statement.</summary>
    private static async Task SayCellsAsync(ServerUnderTest hub, ServerUnderTest byHand, ReadQuery cells, ReadOptions options)
    {
        var figures = await ReadFigures.MeasureAsync(cells, [hub, byHand], options);
        Bar.AtMost("province x sector: processor time, hub / the endpoint that reads the rows", figures[0].Cpu / figures[1].Cpu, 1.2, "x");
        using var connection = Open(options.DataFolder);
        using var command = connection.CreateCommand();
        command.CommandText = RawCells;
        command.Prepare();
        var times = new List<double>();
        var rows = 0;
        for (var i = 0; i < 1000; i++)
        {
            var started = Stopwatch.GetTimestamp();
            rows = 0;
            using (var reader = command.ExecuteReader())
            {
                for (; reader.Read(); rows++)
                    _ = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
            }

            times.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"          the bare statement, {rows} rows, no HTTP and no JSON: {times[500]:0} us; hub, whole answer of {figures[0].Bytes:N0} bytes: {figures[0].Cpu:0} us"));
    }

    private static SqliteConnection Open(string dataFolder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "hub.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}

using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>
/// A small catalogue whose rollups of gigs are as full as those of 10 to 100 million: every province and sector on every day of a year, and
/// every source too on each of the last thirty days. What a figure costs depends on cells, not on offers.
/// </summary>
internal static class FullRollups
{
    /// <summary>69 sources x 38 provinces x 7 sectors x 30 days are 551,000 cells.</summary>
    private const string Fill = """
        INSERT INTO sources (public_id, participant_id, name, offer_kinds, state, lease_hours, verification_policy, vacancy_profile, created_at, live_offers)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 69 - (SELECT count(*) FROM sources))
        SELECT randomblob(16), 1, 'katalog-' || i, 8, 1, 48, 3, 1, 1767225600000, 0 FROM n;
        CREATE TEMP TABLE newest AS SELECT max(day) AS day FROM rollup_days WHERE kind = 3;
        DELETE FROM rollup_details WHERE kind = 3; DELETE FROM rollup_days WHERE kind = 3; DELETE FROM rollup_months WHERE kind = 3;
        DELETE FROM rollup_month_totals WHERE kind = 3; DELETE FROM rollup_province_sectors WHERE kind = 3; DELETE FROM rollup_provinces WHERE kind = 3;
        DELETE FROM rollup_sectors WHERE kind = 3; DELETE FROM rollup_sources WHERE kind = 3;
        INSERT INTO rollup_days (kind, day, province_code, sector_code, live_count, pay_count, pay_min_high, pay_min_low)
        WITH RECURSIVE n(day) AS (SELECT day - 364 FROM newest UNION ALL SELECT n.day + 1 FROM n, newest WHERE n.day < newest.day)
        SELECT 3, n.day, a.code, s.code, 690, 690, 0, 690 * (50000 + n.day % 997) FROM n, areas a, sectors s WHERE a.level = 1;
        INSERT INTO rollup_details (kind, day, province_code, sector_code, source_id, live_count, pay_count, pay_min_high, pay_min_low)
        SELECT 3, d.day, d.province_code, d.sector_code, s.id, 10, 10, 0, d.pay_min_low / 69
        FROM rollup_days d, newest, (SELECT id FROM sources ORDER BY id LIMIT 69) s WHERE d.kind = 3 AND d.day > newest.day - 30;
        INSERT INTO rollup_months SELECT 3, unixepoch(day * 86400, 'unixepoch', 'start of month') / 86400, province_code, sector_code,
            sum(live_count), sum(pay_count), 0, sum(pay_min_low) FROM rollup_days WHERE kind = 3 GROUP BY 2, 3, 4;
        INSERT INTO rollup_month_totals SELECT 3, month, sum(live_count), sum(pay_count), 0, sum(pay_min_low) FROM rollup_months WHERE kind = 3 GROUP BY 2;
        INSERT INTO rollup_province_sectors SELECT 3, province_code, sector_code, sum(live_count), sum(pay_count), 0, sum(pay_min_low)
            FROM rollup_months WHERE kind = 3 GROUP BY 2, 3;
        INSERT INTO rollup_provinces SELECT 3, province_code, sum(live_count), sum(pay_count), 0, sum(pay_min_low)
            FROM rollup_province_sectors WHERE kind = 3 GROUP BY 2;
        INSERT INTO rollup_sectors SELECT 3, sector_code, sum(live_count), sum(pay_count), 0, sum(pay_min_low)
            FROM rollup_province_sectors WHERE kind = 3 GROUP BY 2;
        INSERT INTO rollup_sources SELECT 3, source_id, sum(live_count), sum(pay_count), 0, sum(pay_min_low)
            FROM rollup_details WHERE kind = 3 GROUP BY 2;
        """;

    public static async Task EnsureAsync(ReadOptions options)
    {
        var marker = Path.Combine(options.DataFolder, "filled");
        if (File.Exists(marker))
            return;
        if (Directory.Exists(options.DataFolder))
            Directory.Delete(options.DataFolder, recursive: true);
        await new CatalogueData(options with { Courses = 1_000, Gigs = 10_000 }).EnsureAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(options.DataFolder, "hub.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = connection.CreateCommand();
            command.Transaction = (SqliteTransaction)transaction;
            command.CommandText = Fill;
            await command.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }

        await File.WriteAllTextAsync(marker, "");
    }
}

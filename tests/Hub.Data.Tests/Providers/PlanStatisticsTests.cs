using Hub.Data.Providers;
using Hub.Testing;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Tests.Providers;

public sealed class PlanStatisticsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SqliteConnection _connection = null!;

    public async ValueTask InitializeAsync()
    {
        var database = new HubDatabase(_folder.Path);
        await database.MigrateAsync(TestContext.Current.CancellationToken);
        _connection = new(database.ConnectionString);
        await _connection.OpenAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Every_index_told_of_exists()
    {
        var indexes = Read("SELECT name FROM sqlite_schema WHERE type = 'index'");
        Assert.Empty(PlanStatistics.Names.Except(indexes));
    }

    [Theory]
    [InlineData("kind = 3 AND state = 1 AND sector_code = 2 AND pay_min_idr >= 5 ORDER BY published_at DESC, id DESC", "ix_offers_sector_code_kind_published_at")]
    [InlineData("kind = 3 AND state = 1 AND known_area_code = '33.25' ORDER BY published_at DESC, id DESC", "ix_offers_known_area_code_kind_published_at")]
    [InlineData("kind = 3 AND state = 1 ORDER BY published_at DESC, id DESC", "ix_offers_kind_published_at_id")]
    [InlineData("kind = 4 AND state = 1 AND source_id = 7 ORDER BY published_at DESC, id DESC", "ix_offers_source_id_kind_published_at_id")]
    [InlineData("kind = 2 AND state = 1 AND source_id = 7 AND course_external_id = 'a' ORDER BY starts_at, id", "ix_offers_source_id_course_external_id")]
    [InlineData("source_id = 7 AND external_id = 'a'", "sqlite_autoindex_offers_1")]
    public void A_page_is_read_from_the_index_made_for_it(string condition, string index)
    {
        var plan = string.Join('\n', Read($"EXPLAIN QUERY PLAN SELECT title FROM offers WHERE {condition} LIMIT 20", column: 3));
        Assert.Contains($"USING INDEX {index} ", plan, StringComparison.Ordinal);
        Assert.True(!plan.Contains("TEMP B-TREE", StringComparison.Ordinal) || condition.Contains("starts_at", StringComparison.Ordinal), plan);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private List<string> Read(string sql, int column = 0)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(column));
        return found;
    }
}

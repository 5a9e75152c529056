using Hub.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests;

/// <summary>Bringing a database up to date, whatever state it is found in.</summary>
public sealed class HubDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HubDatabase _database;

    public HubDatabaseTests() => _database = new(_folder.Path);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_database_that_is_current_is_left_alone()
    {
        var first = await _database.MigrateAsync(Cancel);

        var second = await _database.MigrateAsync(Cancel);

        Assert.NotEmpty(first);
        Assert.Empty(second);
    }

    [Theory]
    [InlineData("DELETE FROM areas")]
    [InlineData("DELETE FROM sectors")]
    public async Task Reference_data_that_is_missing_is_loaded_again(string loss)
    {
        await _database.MigrateAsync(Cancel);
        await RunAsync(loss);

        var applied = await _database.MigrateAsync(Cancel);

        await using var db = _database.Open();
        Assert.Empty(applied);
        Assert.True(await db.Areas.AnyAsync(Cancel));
        Assert.True(await db.Sectors.AnyAsync(Cancel));
    }

    [Fact]
    public async Task A_file_without_tables_gets_them()
    {
        await RunAsync("PRAGMA user_version = 1");

        var applied = await _database.MigrateAsync(Cancel);

        Assert.NotEmpty(applied);
    }

    [Fact]
    public async Task A_migration_that_is_not_recorded_is_tried()
    {
        await _database.MigrateAsync(Cancel);
        await RunAsync("""DELETE FROM "__EFMigrationsHistory" """);

        // Its tables are there already, which only trying it shows.
        await Assert.ThrowsAsync<SqliteException>(() => _database.MigrateAsync(Cancel));
    }

    [Fact]
    public async Task A_copy_that_lost_its_log_mode_gets_it_back()
    {
        await _database.MigrateAsync(Cancel);
        await RunAsync("PRAGMA journal_mode = DELETE");

        await _database.MigrateAsync(Cancel);

        Assert.Equal("wal", await RunAsync("PRAGMA journal_mode"));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private async Task<object?> RunAsync(string sql)
    {
        SqliteConnection.ClearAllPools();
        await using var connection = new SqliteConnection(_database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA foreign_keys = OFF; {sql}";
        return await command.ExecuteScalarAsync(Cancel);
    }
}

using System.Reflection;
using Hub.Data.Areas;
using Hub.Data.Digests;
using Hub.Data.Providers;
using Hub.Data.Sectors;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Hub.Data;

/// <summary>Where the database lies, how it is opened, and how it is brought up to date.</summary>
public sealed class HubDatabase
{
    public HubDatabase(string dataDirectory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataDirectory);
        DataDirectory = System.IO.Path.GetFullPath(dataDirectory);
        Path = System.IO.Path.Combine(DataDirectory, "hub.db");
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            DefaultTimeout = 10,
            ForeignKeys = true,
        }.ToString();
    }

    /// <summary>Folder of everything the hub keeps on this machine.</summary>
    public string DataDirectory { get; }

    /// <summary>File of the database.</summary>
    public string Path { get; }

    /// <summary>How to open it, for reading and for small writes.</summary>
    public string ConnectionString { get; }

    /// <summary>Creates the folder and the database where missing, applies what migrations are pending, and loads reference data.</summary>
    /// <returns>Names of the migrations that were applied.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancel)
    {
        CreateDataDirectory();
        if (await IsCurrentAsync(cancel))
            return [];

        await using var db = Open();
        await db.Database.OpenConnectionAsync(cancel);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);

        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        await db.Database.MigrateAsync(cancel);
        await db.Database.ExecuteSqlRawAsync(PlanStatistics.Script, cancel);
        if (!await db.SourceSums.AnyAsync(cancel))
            SumsBuild.Run((SqliteConnection)db.Database.GetDbConnection());

        if (!await db.Areas.AnyAsync(cancel))
            db.Areas.AddRange(AreaList.Bundled());
        if (!await db.Sectors.AnyAsync(cancel))
            db.Sectors.AddRange(SectorList.Bundled);
        await db.SaveChangesAsync(cancel);
        return pending;
    }

    /// <summary>
    /// Whether nothing is left to do. Asked without EF Core: building its model and comparing it with the migrations would take an
    /// operator's command longer than its own work.
    /// </summary>
    private async Task<bool> IsCurrentAsync(CancellationToken cancel)
    {
        if (!File.Exists(Path))
            return false;

        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();

        // A restored backup may have lost it.
        command.CommandText = "PRAGMA journal_mode = WAL";
        await command.ExecuteNonQueryAsync(cancel);
        command.CommandText = "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('__EFMigrationsHistory', 'areas', 'sectors')";
        if (await command.ExecuteScalarAsync(cancel) is not 3L)
            return false;

        var applied = new HashSet<string>(StringComparer.Ordinal);
        command.CommandText =
            """SELECT "MigrationId" FROM "__EFMigrationsHistory" WHERE EXISTS (SELECT 1 FROM areas) AND EXISTS (SELECT 1 FROM sectors)""";
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            applied.Add(rows.GetString(0));
        return Migrations().All(applied.Contains);
    }

    /// <summary>
    /// Whether the reference data can be read. Asked without EF Core: on a busy machine, building its model takes longer than a prober waits.
    /// </summary>
    public bool HoldsSectors()
    {
        using var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT EXISTS (SELECT 1 FROM sectors)";
        return command.ExecuteScalar() is 1L;
    }

    private static IEnumerable<string> Migrations() =>
        typeof(HubDatabase).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

    private void CreateDataDirectory()
    {
        // Keys and partners' data: for the user that runs the hub alone.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(DataDirectory);
        else
            Directory.CreateDirectory(DataDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a context of its own.</summary>
    public HubDbContext Open() => new(Options().Options);

    internal DbContextOptionsBuilder<HubDbContext> Options() =>
        new DbContextOptionsBuilder<HubDbContext>().UseSqlite(ConnectionString);
}

using Hub.Data.Areas;
using Hub.Data.Sectors;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

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
        await using var db = Open();
        await db.Database.OpenConnectionAsync(cancel);
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancel);

        var pending = (await db.Database.GetPendingMigrationsAsync(cancel)).ToList();
        await db.Database.MigrateAsync(cancel);

        if (!await db.Areas.AnyAsync(cancel))
            db.Areas.AddRange(AreaList.Bundled());
        if (!await db.Sectors.AnyAsync(cancel))
            db.Sectors.AddRange(SectorList.Bundled);
        await db.SaveChangesAsync(cancel);
        return pending;
    }

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

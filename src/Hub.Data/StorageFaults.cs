using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data;

/// <summary>Tells a database that fails for a while from a statement that is wrong.</summary>
public static class StorageFaults
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;

    /// <summary>Whether the same may work later: the disk is full, the file is locked or cannot be read.</summary>
    public static bool IsOutage(Exception? failure) => failure switch
    {
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteIoError or SqliteFull or SqliteCannotOpen } => true,
        DbException { IsTransient: true } => true,
        DbUpdateException { InnerException: var inner } => IsOutage(inner),
        _ => false,
    };
}

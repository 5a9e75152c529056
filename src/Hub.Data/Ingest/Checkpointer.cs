using Microsoft.Data.Sqlite;

namespace Hub.Data.Ingest;

/// <summary>
/// Copies the write-ahead log into the database beside the writer, so that no acknowledgement waits for it. The log begins again at its start
/// only when all of it was copied; in a flood that moment does not come by itself, so at <see cref="Most"/> times the pages the writer copies the rest.
/// </summary>
internal sealed class Checkpointer(HubDatabase database, int pages) : IDisposable
{
    /// <summary>How often this many pages the log may hold before the writer waits for a copy.</summary>
    public const int Most = 4;

    private const int WhenQuiet = 5;
    private Task _copying = Task.CompletedTask;
    private long _copied;

    /// <summary>
    /// Begins a copy when enough was written since the last and none is under way. Called on the writer's thread. A flood is served best by
    /// few large copies; while nothing waits, many small ones keep a commit from waiting for the disk behind a large one.
    /// </summary>
    /// <param name="written">Pages the writer wrote since it opened its connection.</param>
    /// <param name="isQuiet">True when no job waits for the writer.</param>
    public void Note(long written, bool isQuiet)
    {
        // The writer may have a new connection, which counts anew.
        _copied = Math.Min(_copied, written);
        if (written - _copied < (isQuiet ? pages / WhenQuiet : pages) || !_copying.IsCompleted)
            return;
        _copied = written;
        _copying = Task.Factory.StartNew(Copy, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Copy()
    {
        try
        {
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ToString());
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE)";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Nothing is lost: the log keeps what was not copied, and a disk that fails is told of by the commits that fail on it.
        }
    }

    public void Dispose() => _copying.Wait();
}

using System.Collections.Concurrent;

namespace Hub.Data.Feed;

/// <summary>What the change feed reads from, on connections of its own.</summary>
public sealed class FeedLog(HubDatabase database) : IDisposable
{
    private const int MostIdle = 16;
    private readonly ConcurrentBag<FeedConnection> _idle = [];
    private volatile bool _disposed;

    /// <summary>Opens the database as it is now: one read transaction, until the view is disposed of.</summary>
    public FeedView View()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var connection = _idle.TryTake(out var idle) ? idle : new(database.Path);
        try
        {
            return new(this, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal void Return(FeedConnection connection)
    {
        if (_disposed || _idle.Count >= MostIdle)
            connection.Dispose();
        else
            _idle.Add(connection);
        if (_disposed)
            Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }
}

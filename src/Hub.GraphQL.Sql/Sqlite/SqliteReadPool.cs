using System.Collections.Concurrent;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>How the pool opens connections.</summary>
public sealed record SqliteReadOptions
{
    /// <summary>The database file.</summary>
    public required string DataSource { get; init; }

    /// <summary>Connections open at most, so requests reading at the same time; others wait.</summary>
    public int MaxConnections { get; init; } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>How much of the file is mapped into memory at most, as much as SQLite allows; reading through the map is a third cheaper.</summary>
    public long MmapBytes { get; init; } = (1L << 31) - (1L << 16);

    /// <summary>Statements each connection keeps prepared.</summary>
    public int MaxStatements { get; init; } = 256;
}

/// <summary>Read-only connections to one database, each used by one request at a time. They are opened when first needed.</summary>
public sealed class SqliteReadPool : IDisposable
{
    private readonly SqliteReadOptions _options;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentBag<ReadConnection> _free = [];

    /// <summary>Opens nothing yet.</summary>
    public SqliteReadPool(SqliteReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _places = new(options.MaxConnections);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        while (_free.TryTake(out var connection))
            connection.Dispose();
        _places.Dispose();
    }

    internal async ValueTask<ReadConnection> RentAsync(CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            return _free.TryTake(out var connection)
                ? connection
                : new(_options.DataSource, _options.MmapBytes, _options.MaxStatements);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>A connection that is none of the pool's, for work that is not a request's. The caller closes it.</summary>
    internal ReadConnection OpenApart() => new(_options.DataSource, 0, 4);

    /// <summary>Takes a connection back, or closes it when it may be in a state nobody should meet.</summary>
    internal void Return(ReadConnection connection, bool isSound)
    {
        if (isSound)
            _free.Add(connection);
        else
            connection.Dispose();
        _places.Release();
    }
}

using Hub.Auth.Issuers;
using Hub.Data;
using Hub.Data.Ingest;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Hosting;

/// <summary>One part of the hub that must work for it to serve.</summary>
/// <param name="Name">Name of the part.</param>
/// <param name="Failure">What is wrong with it; null when it works.</param>
internal sealed record ReadinessPart(string Name, string? Failure);

/// <summary>
/// Says whether the hub can serve: not while it stops, nor without its database or its writer, nor without keys of another issuer where
/// one gives the tokens.
/// </summary>
internal sealed class Readiness(HubDatabase database, IngestWriter writer, IssuerCheck issuer, IHostApplicationLifetime lifetime) : IDisposable
{
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(2);
    private static readonly string NoAnswer = $"The database did not answer within {DatabasePatience.TotalSeconds} s.";
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Looks at every part.</summary>
    public async Task<IReadOnlyList<ReadinessPart>> CheckAsync(CancellationToken cancel) =>
    [
        new("process", lifetime.ApplicationStopping.IsCancellationRequested ? "The hub is shutting down." : null),
        new("database", await DatabaseFailureAsync(cancel)),
        new("writer", writer.Failure is { } failure ? $"The last changes could not be stored: {failure}" : null),
        .. issuer.IsNeeded ? [new ReadinessPart("issuer", (await issuer.FailureAsync(cancel))?.Reason)] : Array.Empty<ReadinessPart>(),
    ];

    public void Dispose() => _turn.Dispose();

    /// <summary>SQLite answers on the thread that asks, so it is asked on one of its own; a disk that hangs holds that one, however often it is asked.</summary>
    private async Task<string?> DatabaseFailureAsync(CancellationToken cancel)
    {
        if (!await _turn.WaitAsync(DatabasePatience, cancel))
            return NoAnswer;
        var look = Task.Factory.StartNew(Look, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await look.WaitAsync(DatabasePatience, cancel);
        }
        catch (TimeoutException)
        {
            return NoAnswer;
        }
    }

    private string? Look()
    {
        try
        {
            return database.HoldsSectors() ? null : "The database holds no sectors. Run: hub migrate";
        }
        catch (SqliteException exception)
        {
            return $"The database cannot be read: {exception.Message}";
        }
        finally
        {
            _turn.Release();
        }
    }
}

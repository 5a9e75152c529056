using Hub.Data;
using Hub.Data.Ingest;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Hosting;

/// <summary>One part of the hub that must work for it to serve.</summary>
/// <param name="Name">Name of the part.</param>
/// <param name="Failure">What is wrong with it; null when it works.</param>
internal sealed record ReadinessPart(string Name, string? Failure);

/// <summary>Says whether the hub can serve: not while it stops, nor without its database or its writer.</summary>
internal sealed class Readiness(IDbContextFactory<HubDbContext> contexts, IngestWriter writer, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan DatabasePatience = TimeSpan.FromSeconds(2);

    /// <summary>Looks at every part.</summary>
    public async Task<IReadOnlyList<ReadinessPart>> CheckAsync(CancellationToken cancel) =>
    [
        new("process", lifetime.ApplicationStopping.IsCancellationRequested ? "The hub is shutting down." : null),
        new("database", await DatabaseFailureAsync(cancel)),
        new("writer", writer.Failure is { } failure ? $"The last changes could not be stored: {failure}" : null),
    ];

    private async Task<string?> DatabaseFailureAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(DatabasePatience);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(patience.Token);
            return await db.Sectors.AnyAsync(patience.Token) ? null : "The database holds no sectors. Run: hub migrate";
        }
        catch (SqliteException exception)
        {
            return $"The database cannot be read: {exception.Message}";
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"The database did not answer within {DatabasePatience.TotalSeconds} s.";
        }
    }
}

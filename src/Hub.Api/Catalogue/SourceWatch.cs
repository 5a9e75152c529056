namespace Hub.Api.Catalogue;

/// <summary>
/// Whether the source of an open stream may still be written. It is looked up again with a message, at most once a second, so that a
/// suspension ends a stream that is in use.
/// </summary>
internal sealed class SourceWatch(SyncServices services, long sourceId)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private long _lookedAt = services.Time.GetTimestamp();
    private Standing _standing = Standing.Active;

    /// <summary>Whether it may be written, as known a second ago at most.</summary>
    public async ValueTask<bool> IsActiveAsync(CancellationToken cancel)
    {
        if (_standing == Standing.Active && services.Time.GetElapsedTime(_lookedAt) >= Freshness)
        {
            _standing = await services.Sources.StandingOfAsync(sourceId, cancel);
            _lookedAt = services.Time.GetTimestamp();
        }

        return _standing == Standing.Active;
    }

    /// <summary>Fails when the last look found a suspension.</summary>
    public void ThrowIfSuspended(long? resumeAfter)
    {
        if (_standing != Standing.Active)
            throw CatalogueFailures.Suspended(_standing, resumeAfter);
    }
}

/// <summary>Whether a source may be written.</summary>
internal enum Standing
{
    Active = 0,
    SourceSuspended,
    ParticipantSuspended,
}

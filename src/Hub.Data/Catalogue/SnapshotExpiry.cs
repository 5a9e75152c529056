using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>How long snapshots are kept.</summary>
public sealed class SnapshotOptions
{
    /// <summary>How long a snapshot may stay without Commit and without a message before it is dropped.</summary>
    public TimeSpan SnapshotLifetime { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Drops snapshots that were left without Commit. What such a session is asked meanwhile, it refuses as if it were gone.</summary>
internal static class SnapshotExpiry
{
    private const int RowsAtOnce = 10_000;

    public static bool IsExpired(IngestTransaction transaction, SessionInfo session, SnapshotOptions options) =>
        session.State == SessionState.Expired
        || (session is { State: SessionState.Open, Mode: SyncMode.Snapshot } && session.ActiveAt < transaction.Now - options.SnapshotLifetime);

    /// <summary>Drops a part of one such snapshot, so that other work is not kept waiting.</summary>
    /// <returns>False when there is nothing left to drop.</returns>
    public static bool DropSome(IngestTransaction transaction, SnapshotOptions options)
    {
        if (SessionRows.FindIdleSnapshot(transaction, transaction.Now - options.SnapshotLifetime) is not { } session)
            return false;
        if (StagedRows.Clear(transaction, session.Id, RowsAtOnce))
            SessionRows.Expire(transaction, session);
        return true;
    }
}

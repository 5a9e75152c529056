using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>
/// Writes offers, sessions, verdicts and the change log, batch by batch, through the one ingest writer. Every method's task completes only
/// after what it did is on disk. The lane is the participant, whose work waits for itself and for nobody else's.
/// </summary>
public sealed class OfferStore(IngestWriter writer, OfferContentReader reader, SnapshotOptions options)
{
    /// <summary>Opens a session, or finds the one to resume.</summary>
    public Task<SessionResult> OpenAsync(SessionRequest request, CancellationToken cancel, long lane = 0)
    {
        ArgumentNullException.ThrowIfNull(request);
        return writer.RunAsync(transaction => Open(transaction, request), 1, cancel, lane);
    }

    /// <summary>Takes the next items of a session: applies them in a delta, stages them in a snapshot.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="firstSequence">Sequence of the first item.</param>
    /// <param name="items">The items.</param>
    /// <param name="cancel">Ends the wait for a place, not the work.</param>
    /// <param name="lane">The participant, whose uploads wait for one another and for nobody else.</param>
    /// <returns>Completes when the items have their place in the queue; the inner task, when they are on disk.</returns>
    public Task<Task<SessionResult>> EnqueueAsync(
        long sessionId, long firstSequence, IReadOnlyList<ItemWrite> items, CancellationToken cancel, long lane = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        return writer.EnqueueAsync(transaction => Write(transaction, sessionId, firstSequence, items), items.Count, cancel, lane);
    }

    /// <summary>Ends a delta; what was acknowledged stays. Ending it again gives the same answer.</summary>
    public Task<SessionResult> CompleteAsync(long sessionId, CancellationToken cancel, long lane = 0) =>
        writer.RunAsync(transaction => Complete(transaction, SessionRows.Find(transaction, sessionId)), 1, cancel, lane);

    /// <summary>Ends a snapshot and makes it visible whole. Ending it again gives the same answer.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="end">What the partner says of it.</param>
    /// <param name="cancel">Ends the wait, not the work once it began.</param>
    /// <param name="lane">The participant.</param>
    public async Task<SessionResult> CommitAsync(long sessionId, SnapshotEnd end, CancellationToken cancel, long lane = 0)
    {
        ArgumentNullException.ThrowIfNull(end);
        try
        {
            return await writer.RunAsync(transaction => Commit(transaction, SessionRows.Find(transaction, sessionId), end), 1_000, cancel, lane);
        }
        catch (SessionUndoneException undone)
        {
            return undone.Result;
        }
    }

    /// <summary>As the other, for a partner that tells a count alone.</summary>
    public Task<SessionResult> CommitAsync(long sessionId, long? expectedCount, CancellationToken cancel) =>
        CommitAsync(sessionId, new SnapshotEnd(expectedCount), cancel);

    /// <summary>Takes a small delta whole: opens, writes and ends a session in one job.</summary>
    public Task<SessionResult> UpsertAsync(long sourceId, IReadOnlyList<ItemWrite> items, CancellationToken cancel, long lane = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        return writer.RunAsync(
            transaction =>
            {
                var session = SessionRows.Insert(transaction, new(sourceId, SyncMode.Delta, null));
                var written = Write(transaction, session.Id, 1, items);
                return Complete(transaction, written.Session) with { Decisions = written.Decisions };
            },
            items.Count,
            cancel,
            lane);
    }

    /// <summary>Decides on items as if they came now, and writes nothing.</summary>
    public Task<IReadOnlyList<ItemDecision>> ValidateAsync(long sourceId, SyncMode mode, IReadOnlyList<ItemWrite> items, CancellationToken cancel, long lane = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        return writer.RunAsync<IReadOnlyList<ItemDecision>>(
            transaction => [.. items.Select(item => DecideOnly(transaction, sourceId, mode, item))],
            items.Count,
            cancel,
            lane);
    }

    /// <summary>Makes the withdrawals a session holds, unless there are more than the ceiling.</summary>
    public Task<SessionResult> ApproveWithdrawalsAsync(Guid session, long ceiling, CancellationToken cancel, long lane = 0) =>
        writer.RunAsync(transaction => HeldWithdrawals.Approve(transaction, SessionRows.Find(transaction, session), ceiling), 1_000, cancel, lane);

    /// <summary>Drops the withdrawals a session holds.</summary>
    public Task<SessionResult> DiscardWithdrawalsAsync(Guid session, CancellationToken cancel, long lane = 0) =>
        writer.RunAsync(transaction => HeldWithdrawals.Discard(transaction, SessionRows.Find(transaction, session)), 1, cancel, lane);

    /// <summary>Drops snapshots that were left without Commit longer than they may be.</summary>
    public async Task DropExpiredAsync(CancellationToken cancel)
    {
        while (await writer.RunAsync(transaction => SnapshotExpiry.DropSome(transaction, options), 1_000, cancel))
        {
        }
    }

    private SessionResult Open(IngestTransaction transaction, SessionRequest request)
    {
        var session = request.PublicId is { } id ? SessionRows.Find(transaction, id) : null;
        var digest = transaction.Sums.Digest(request.SourceId);
        if (session is null)
        {
            session = SessionRows.Insert(transaction, request);
            if (request.Digest is { } told && told.AsSpan().SequenceEqual(digest))
            {
                // Both sides say the same: that is a session too, and renews the lease.
                session = session with { State = SessionState.Closed, IsUnchanged = true, ClosedAt = transaction.Now };
                SessionRows.Update(transaction, session);
                SourceRows.Touch(transaction, session.SourceId, 0);
            }

            return new(session, SessionFault.None, []) { Digest = digest };
        }

        if (session.SourceId != request.SourceId)
            return SessionResult.Failed(null, SessionFault.Missing);
        if (session.Mode != request.Mode)
            return SessionResult.Failed(session, SessionFault.OtherMode);
        if (session.Policy != request.Policy)
            return SessionResult.Failed(session, SessionFault.OtherPolicy);
        if (SnapshotExpiry.IsExpired(transaction, session, options))
            return SessionResult.Failed(session, SessionFault.Expired);
        if (session.State == SessionState.Open)
            SessionRows.Update(transaction, session);
        return new(session, SessionFault.None, []) { Digest = digest };
    }

    private SessionResult Write(IngestTransaction transaction, long sessionId, long firstSequence, IReadOnlyList<ItemWrite> items)
    {
        var session = SessionRows.Find(transaction, sessionId);
        if (session is not { State: SessionState.Open or SessionState.Expired })
            return SessionResult.Failed(session, session is null ? SessionFault.Missing : SessionFault.Ended);
        if (SnapshotExpiry.IsExpired(transaction, session, options))
            return SessionResult.Failed(session, SessionFault.Expired);
        if (firstSequence > session.DurableThrough + 1)
            return SessionResult.Failed(session, SessionFault.SequenceGap, session.DurableThrough);

        // A resumed stream may repeat what is durable already; that part was decided on before.
        var skipped = (int)Math.Min(items.Count, session.DurableThrough + 1 - firstSequence);
        if (skipped == items.Count)
            return new(session, SessionFault.None, []) { Skipped = skipped };

        var applier = new OfferApplier(transaction, session);
        var decisions = new ItemDecision[items.Count - skipped];
        for (var i = skipped; i < items.Count; i++)
        {
            decisions[i - skipped] = session.Mode == SyncMode.Delta
                ? applier.Apply(items[i])
                : SnapshotStaging.Stage(transaction, session, applier, items[i]);
        }

        SourceRows.Touch(transaction, session.SourceId, applier.LiveDelta);
        var written = applier.Session(session) with { DurableThrough = firstSequence + items.Count - 1 };
        SessionRows.Update(transaction, written);
        return new(written, SessionFault.None, decisions) { Skipped = skipped };
    }

    private static ItemDecision DecideOnly(IngestTransaction transaction, long sourceId, SyncMode mode, ItemWrite item)
    {
        var row = item.Verb == ItemVerb.Unkeyed ? default : OfferRows.Find(transaction, sourceId, item.ExternalId);
        var snapshot = mode == SyncMode.Snapshot ? transaction.LastSession + 1 : 0;

        // An item without a revision is of a partner that counts none.
        var revised = item.Revision == 0 ? EpochRules.Revise(item, row.Item, SourceRows.ForeseeEpoch(transaction, sourceId)) : item;
        return OfferApplier.Decide(transaction, row.Item, revised, snapshot, mayWithdraw: true).Decision;
    }

    private static SessionResult Complete(IngestTransaction transaction, SessionInfo? session)
    {
        if (session is null)
            return SessionResult.Failed(null, SessionFault.Missing);
        if (session.Mode != SyncMode.Delta)
            return SessionResult.Failed(session, SessionFault.OtherMode);
        if (session.State != SessionState.Open)
            return new(session, SessionFault.None, []);

        var ended = session with
        {
            State = session.HeldNow > 0 ? SessionState.Held : SessionState.Closed,
            ClosedAt = transaction.Now,
        };
        SessionRows.Update(transaction, ended);
        SourceRows.Touch(transaction, session.SourceId, 0);
        return new(ended, SessionFault.None, []) { Digest = transaction.Sums.Digest(session.SourceId) };
    }

    private SessionResult Commit(IngestTransaction transaction, SessionInfo? session, SnapshotEnd end)
    {
        if (session is null)
            return SessionResult.Failed(null, SessionFault.Missing);
        if (session.Mode != SyncMode.Snapshot)
            return SessionResult.Failed(session, SessionFault.OtherMode);
        if (SnapshotExpiry.IsExpired(transaction, session, options))
            return SessionResult.Failed(session, SessionFault.Expired);
        if (session.State != SessionState.Open)
            return new(session, SessionFault.None, []);

        var count = StagedRows.Count(transaction, session.Id) + session.Totals.Unkeyed;
        if (session.IsNegotiated && end.LeftOut is null)
            return SessionResult.Failed(session, SessionFault.NotNegotiated);
        var isCount = end.ExpectedCount is not { } expected || expected == count;
        if (!isCount && end.LeftOut is null)
            return SessionResult.Failed(session, SessionFault.CountMismatch, count);

        var flipped = SnapshotFlip.Run(transaction, session, reader, end.LeftOut);
        if (!isCount && transaction.Sums.Live(session.SourceId) is var live && live != end.ExpectedCount)
            throw new SessionUndoneException(SessionResult.Failed(session, SessionFault.CountMismatch, live));
        if (end.Digest is { } told)
            Verify(transaction, session, told);
        SessionRows.Update(transaction, flipped);
        return new(flipped, SessionFault.None, []) { Digest = transaction.Sums.Digest(session.SourceId) };
    }

    /// <summary>A partner that keeps no tombstones tells the digest without them; then the snapshot is the moment from which none counts.</summary>
    private static void Verify(IngestTransaction transaction, SessionInfo session, byte[] told)
    {
        if (transaction.Sums.Digest(session.SourceId).AsSpan().SequenceEqual(told))
            return;
        SnapshotFlip.ForgetTombstones(transaction, session);
        var digest = transaction.Sums.Digest(session.SourceId);
        if (!digest.AsSpan().SequenceEqual(told))
            throw new SessionUndoneException(SessionResult.Failed(session, SessionFault.DigestMismatch) with { Digest = digest });
    }
}

using Hub.Data.Ingest;

namespace Hub.Data.Catalogue;

/// <summary>What the clock does to the catalogue, and when.</summary>
public sealed class OfferClockOptions
{
    /// <summary>Leases of silence after which a source is suspended.</summary>
    public int SuspendAfterLeases { get; set; } = 4;

    /// <summary>How long after its start the hub suspends no source for silence: while it was down nobody could sync.</summary>
    public TimeSpan SuspensionGrace { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long verdicts are kept.</summary>
    public TimeSpan VerdictRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Offers one piece of work changes at most, so that partners' items are not kept waiting.</summary>
    public int OffersAtOnce { get; set; } = 500;
}

/// <summary>
/// Moves the catalogue on with the time: offers end, silent sources become stale and then suspended, and what a suspension hides comes back
/// after it. Everything goes through the one writer, in small pieces, and into the change log.
/// </summary>
public sealed class OfferClock(IngestWriter writer, OfferClockOptions options, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    /// <summary>Does what is due.</summary>
    public async Task SweepAsync(CancellationToken cancel)
    {
        await writer.RunAsync(CheckLeases, 1, cancel);
        while (await writer.RunAsync(ResumeSome, options.OffersAtOnce, cancel)
            || await writer.RunAsync(HideSome, options.OffersAtOnce, cancel)
            || await writer.RunAsync(ExpireSome, options.OffersAtOnce, cancel))
        {
        }
    }

    /// <summary>
    /// Silence grows with the time that passes, not with the time of day: a clock that is set forward by hours has silenced nobody. One that is
    /// set back makes a lease last longer by as much, which hides nothing that should be shown.
    /// </summary>
    private bool CheckLeases(IngestTransaction transaction)
    {
        var running = time.GetElapsedTime(_started);
        var now = transaction.Now < _startedAt + running ? transaction.Now : _startedAt + running;
        SourceLeases.MarkStale(transaction, now);
        if (running >= options.SuspensionGrace)
            SourceLeases.Suspend(transaction, now, options.SuspendAfterLeases);
        return true;
    }

    private bool ExpireSome(IngestTransaction transaction)
    {
        var passed = OfferStates.Passed(transaction, options.OffersAtOnce);
        OfferStates.TakeOff(transaction, passed, OfferState.Expired, ChangeKind.Expired);
        return passed.Count > 0;
    }

    private bool HideSome(IngestTransaction transaction)
    {
        var shown = OfferStates.ShownOfSuspended(transaction, options.OffersAtOnce);
        OfferStates.TakeOff(transaction, shown, OfferState.Suspended, ChangeKind.Suspended);
        return shown.Count > 0;
    }

    private bool ResumeSome(IngestTransaction transaction)
    {
        var hidden = OfferStates.HiddenOfResumed(transaction, options.OffersAtOnce);
        foreach (var row in hidden)
        {
            var state = OfferStates.Awake(row, transaction.Now);
            OfferStates.Set(transaction, row.Id, state);
            if (state != OfferState.Published)
                continue;
            ChangeRows.Append(transaction, new(row.Id, row.SourceId, ChangeKind.Resumed, row.Kind, row.Revision)
            {
                AreaAfter = OfferStates.AreasOf(transaction, row), SectorAfter = row.Sector,
            });
            OfferStates.AddLive(transaction, row.SourceId, 1);
        }

        return hidden.Count > 0;
    }
}

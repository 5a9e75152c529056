using Grpc.Core;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>One push across its streams.</summary>
/// <param name="options">What to push and how.</param>
/// <param name="items">The items, in order.</param>
/// <param name="own">What is known of all items, for a push by digest; else null.</param>
/// <param name="listener">Hears what happens.</param>
internal sealed class PushRun(PushOptions options, IEnumerable<Item> items, OwnCatalogue? own, PushListener listener) : IDisposable
{
    // The partner names the session, so that even an Open whose answer was lost can be repeated.
    private string _sessionId = options.SessionId ?? Guid.CreateVersion7().ToString();
    private OutcomeCounts _counts = new();
    private WireCost _endedStreams;
    private volatile Upload? _upload;

    /// <summary>What the hub has on disk.</summary>
    public long DurableThrough { get; private set; }

    /// <summary>Sequence of the last item read for the session.</summary>
    public long Read => _upload?.Read ?? 0;

    /// <summary>Streams opened so far.</summary>
    public int Streams { get; private set; }

    /// <summary>What the hub had when this run began.</summary>
    public long ResumedAfter { get; private set; }

    /// <summary>What went over the wire in streams that have ended.</summary>
    public WireCost Wire => _endedStreams;

    /// <summary>True where the hub has newer revisions than the input, so that their digests differ for good.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Opens a stream and goes on until the hub closes the session; fails with the stream's status.</summary>
    public async Task<Closed> StreamAsync(CatalogueSyncService.CatalogueSyncServiceClient client, Metadata headers, CancellationToken cancel)
    {
        using var wire = new SyncWire(client.Sync(headers, cancellationToken: cancel));
        try
        {
            return await StreamAsync(wire, cancel);
        }
        finally
        {
            _endedStreams += wire.Cost;
        }
    }

    /// <summary>
    /// Begins anew, in a session that states no digest, where the last one ended because the hub has newer revisions than the input. False
    /// where that is not why.
    /// </summary>
    public bool TryWithoutDigest(HubFailure failure)
    {
        var isStale = _counts.Stale + _counts.RevisionConflict > 0 || ResumedAfter > 0;
        if (own is null || IsBehind || !isStale || failure.Reason is not ("DIGEST_MISMATCH" or "COUNT_MISMATCH"))
            return false;
        IsBehind = true;
        own.SendNothing();
        (_sessionId, _counts, DurableThrough) = (Guid.CreateVersion7().ToString(), new(), 0);
        return true;
    }

    public void Dispose() => _upload?.Dispose();

    private async Task<Closed> StreamAsync(SyncWire wire, CancellationToken cancel)
    {
        var (opened, closed) = await OpenAsync(wire, cancel);
        if (closed is not null)
            return closed;

        var window = new CreditWindow(opened!.ResumeAfter, opened.Credits);
        var negotiation = own is null ? null : new Negotiation(own);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = ReadAsync(wire, window, negotiation, cancel);
        var writing = WriteAsync(wire, window, negotiation, opened, stop.Token);
        if (await Task.WhenAny(reading, writing) == writing && writing.IsFaulted)
        {
            // The input failed. Disposing the call tells the hub; the session can be resumed.
            await writing;
        }

        try
        {
            return await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await writing;
        }
    }

    private async Task<(Opened? Opened, Closed? Closed)> OpenAsync(SyncWire wire, CancellationToken cancel)
    {
        var open = new Open
        {
            Source = options.Source,
            Mode = options.Mode,
            RevisionPolicy = options.RevisionPolicy,
            ValidateOnly = options.ValidateOnly,
            AllVerdicts = options.AllVerdicts,
            SessionId = _sessionId,
        };
        if (options.ExpectedCount is { } expected && own is null)
            open.ExpectedCount = expected;
        if (StatesDigest)
            open.SourceDigest = own!.SourceDigest();

        await wire.TryWriteAsync(new() { Open = open }, cancel);
        var answer = await wire.ReadAsync(cancel);
        Streams++;
        if (answer.Closed is { } ended)
            return (null, ended);
        if (answer.Opened is not { } opened)
            throw new InvalidDataException($"The hub answered Open with {answer.MessageCase}.");
        if (open.HasSourceDigest && open.SourceDigest == opened.SourceDigest && await wire.ReadAsync(cancel) is { Closed: { } unchanged })
            return (null, unchanged);

        if (own is null)
        {
            _upload ??= new(items, options.BatchSize, options.RevisionPolicy);
            _upload.ResumeAfter(opened.ResumeAfter);
        }

        ResumedAfter = Streams == 1 ? opened.ResumeAfter : ResumedAfter;
        DurableThrough = opened.ResumeAfter;
        _sessionId = opened.SessionId;
        listener.OnOpened(opened.SessionId, opened.ResumeAfter);
        listener.OnProgress(new(Read, DurableThrough, _counts));
        return (opened, null);
    }

    // Items that no digest knows would never be sent if the digests were found equal.
    private bool StatesDigest => own is { Unusable: 0 } && !IsBehind;

    private async Task WriteAsync(SyncWire wire, CreditWindow window, Negotiation? negotiation, Opened opened, CancellationToken cancel)
    {
        try
        {
            if (negotiation is not null)
            {
                if (!await negotiation.RunAsync(wire, cancel))
                    return;
                listener.OnWanted(opened.ResumeAfter + own!.Wanted + own.Unusable);
                _upload?.Dispose();
                _upload = new(own.Pick(items), options.BatchSize, options.RevisionPolicy, opened.ResumeAfter);
            }

            var upload = _upload!;
            while (upload.Next() is { } batch)
            {
                await window.WaitAsync(batch.FirstSequence, Upload.LastOf(batch), cancel);
                if (!await wire.TryWriteAsync(new() { Items = batch }, cancel))
                    return;
            }

            if (options.Mode == SyncMode.Snapshot && !await wire.TryWriteAsync(new() { Commit = CommitOf(upload) }, cancel))
                return;
            await wire.CompleteAsync();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The reading side has ended and tells why.
        }
    }

    private Commit CommitOf(Upload upload)
    {
        if (own is null)
            return new() { ExpectedCount = upload.DistinctItems };
        if (IsBehind)
            return new() { ExpectedCount = own.Sent + own.Unusable };
        return new() { ExpectedCount = own.Live, SourceDigest = own.SourceDigest() };
    }

    private async Task<Closed> ReadAsync(SyncWire wire, CreditWindow window, Negotiation? negotiation, CancellationToken cancel)
    {
        while (true)
        {
            var answer = await wire.ReadAsync(cancel);
            switch (answer.MessageCase)
            {
                case SyncResponse.MessageOneofCase.Progress:
                    Take(answer.Progress, window);
                    break;
                case SyncResponse.MessageOneofCase.Credits:
                    window.Grant(answer.Credits.Credits_);
                    break;
                case SyncResponse.MessageOneofCase.Wanted:
                    negotiation?.Take(answer.Wanted);
                    break;
                case SyncResponse.MessageOneofCase.Closed:
                    return answer.Closed;
            }
        }
    }

    private void Take(Progress progress, CreditWindow window)
    {
        DurableThrough = progress.DurableThrough;
        _counts = progress.Counts ?? _counts;
        _upload!.Acknowledge(progress.DurableThrough);
        window.Acknowledge(progress.DurableThrough);
        foreach (var verdict in progress.Verdicts)
            listener.OnVerdict(verdict);
        listener.OnProgress(new(Read, DurableThrough, _counts));
    }
}

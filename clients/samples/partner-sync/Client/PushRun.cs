using Grpc.Core;
using Hub.Catalogue.V1;
using SyncCall = Grpc.Core.AsyncDuplexStreamingCall<Hub.Catalogue.V1.SyncRequest, Hub.Catalogue.V1.SyncResponse>;

namespace PartnerSync;

/// <summary>One push across its streams.</summary>
internal sealed class PushRun(PushOptions options, Upload upload, PushListener listener)
{
    // The partner names the session, so that even an Open whose answer was lost can be repeated.
    private string _sessionId = options.SessionId ?? Guid.CreateVersion7().ToString();
    private OutcomeCounts _counts = new();

    /// <summary>What the hub has on disk.</summary>
    public long DurableThrough { get; private set; }

    /// <summary>Streams opened so far.</summary>
    public int Streams { get; private set; }

    /// <summary>What the hub had when this run began.</summary>
    public long ResumedAfter { get; private set; }

    /// <summary>Opens a stream and goes on until the hub closes the session; fails with the stream's status.</summary>
    public async Task<Closed> StreamAsync(CatalogueSyncService.CatalogueSyncServiceClient client, Metadata headers, CancellationToken cancel)
    {
        using var call = client.Sync(headers, cancellationToken: cancel);
        var (opened, closed) = await OpenAsync(call, cancel);
        if (closed is not null)
            return closed;

        var window = new CreditWindow(opened!.ResumeAfter, opened.Credits);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = ReadAsync(call, window, cancel);
        var writing = WriteAsync(call, window, stop.Token);
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

    private async Task<(Opened? Opened, Closed? Closed)> OpenAsync(SyncCall call, CancellationToken cancel)
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
        if (options.ExpectedCount is { } expected)
            open.ExpectedCount = expected;

        await TryWriteAsync(call, new() { Open = open }, cancel);
        if (!await call.ResponseStream.MoveNext(cancel))
            throw Ended();

        var answer = call.ResponseStream.Current;
        if (answer.MessageCase == SyncResponse.MessageOneofCase.Closed)
            return (null, answer.Closed);
        if (answer.MessageCase != SyncResponse.MessageOneofCase.Opened)
            throw new InvalidDataException($"The hub answered Open with {answer.MessageCase}.");

        var opened = answer.Opened;
        upload.ResumeAfter(opened.ResumeAfter);
        ResumedAfter = Streams == 0 ? opened.ResumeAfter : ResumedAfter;
        DurableThrough = opened.ResumeAfter;
        Streams++;
        _sessionId = opened.SessionId;
        listener.OnOpened(opened.SessionId, opened.ResumeAfter);
        listener.OnProgress(new(upload.Read, DurableThrough, _counts));
        return (opened, null);
    }

    private async Task WriteAsync(SyncCall call, CreditWindow window, CancellationToken cancel)
    {
        try
        {
            while (upload.Next() is { } batch)
            {
                await window.WaitAsync(batch.FirstSequence, Upload.LastOf(batch), cancel);
                if (!await TryWriteAsync(call, new() { Items = batch }, cancel))
                    return;
            }

            var commit = new Commit { ExpectedCount = upload.DistinctItems };
            if (options.Mode == SyncMode.Snapshot && !await TryWriteAsync(call, new() { Commit = commit }, cancel))
                return;
            await call.RequestStream.CompleteAsync();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The reading side has ended and tells why.
        }
    }

    private async Task<Closed> ReadAsync(SyncCall call, CreditWindow window, CancellationToken cancel)
    {
        while (await call.ResponseStream.MoveNext(cancel))
        {
            var answer = call.ResponseStream.Current;
            switch (answer.MessageCase)
            {
                case SyncResponse.MessageOneofCase.Progress:
                    Take(answer.Progress, window);
                    break;
                case SyncResponse.MessageOneofCase.Credits:
                    window.Grant(answer.Credits.Credits_);
                    break;
                case SyncResponse.MessageOneofCase.Closed:
                    return answer.Closed;
            }
        }

        throw Ended();
    }

    private void Take(Progress progress, CreditWindow window)
    {
        DurableThrough = progress.DurableThrough;
        _counts = progress.Counts ?? _counts;
        upload.Acknowledge(progress.DurableThrough);
        window.Acknowledge(progress.DurableThrough);
        foreach (var verdict in progress.Verdicts)
            listener.OnVerdict(verdict);
        listener.OnProgress(new(upload.Read, DurableThrough, _counts));
    }

    /// <summary>Writes unless the call is over; then the reading side knows why.</summary>
    private static async Task<bool> TryWriteAsync(SyncCall call, SyncRequest request, CancellationToken cancel)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, cancel);
            return true;
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static RpcException Ended() => new(new(StatusCode.Unavailable, "The stream ended before the hub closed the session."));
}

using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Microsoft.Data.Sqlite;
using RevisionPolicy = Hub.Catalogue.V1.RevisionPolicy;
using SessionState = Hub.Data.Catalogue.SessionState;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>
/// A sync stream that stores. The stream is read, checked and hashed here while earlier items wait for their commit; answers leave in the
/// order of the items, each only after its items are on disk. However the reading ends, what was stored is acknowledged before the status.
/// </summary>
internal sealed class UploadStream(
    SyncServices services, SyncTask task, SyncMessages messages, IServerStreamWriter<SyncResponse> responses)
{
    private DigestNegotiation? _negotiation;
    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>(new() { SingleReader = true, SingleWriter = true });
    private readonly Budget _items = new(services.Options.Credits);
    private readonly Budget _bytes = new(services.Options.StreamBytes);
    private readonly SourceWatch _watch = new(services, task.Source.Id);
    private readonly NegotiationMemory.Share _memory = services.Negotiations.Open(task.Source.ParticipantId);
    private SessionInfo _session = null!;

    /// <summary>What leaves in order.</summary>
    private abstract record Answer;

    /// <summary>Items on their way to disk. Their content is the writer's alone; here is only what their verdicts need.</summary>
    private sealed record Batch(IReadOnlyList<ItemReport> Reports, long Bytes, Task<SessionResult> Written) : Answer;

    /// <summary>What the hub wants next, told in its turn.</summary>
    private sealed record Wish(Wanted Wanted, TaskCompletionSource Told) : Answer;

    /// <summary>Highest sequence that is on disk; null before the session is open.</summary>
    public long? DurableThrough { get; private set; }

    public async Task RunAsync(SyncLife life)
    {
        try
        {
            await UploadAsync(life);
        }
        finally
        {
            _memory.Dispose();
        }
    }

    private async Task UploadAsync(SyncLife life)
    {
        var opened = await services.Offers.OpenAsync(task.Request, life.Reading, task.Source.ParticipantId).WaitAsync(life.Answering);
        ThrowIfFailed(opened, task.Request.PublicId?.ToString() ?? "");
        _session = opened.Session!;
        DurableThrough = _session.DurableThrough;
        services.Log.SessionOpened(_session.PublicId, task.Source.PublicId, _session.Mode, _session.DurableThrough);
        await responses.WriteAsync(
            new()
            {
                Opened = new()
                {
                    SessionId = _session.PublicId.ToString(), ResumeAfter = _session.DurableThrough, Credits = services.Options.Credits,
                    MostItems = CatalogueOptions.MostItems,
                    MostBytes = services.Options.StreamBytes,
                    MostUploads = services.Options.Uploads,
                    SourceDigest = ByteString.CopyFrom(opened.Digest),
                },
            },
            life.Answering);

        // The whole upload was made before; its answer may have been lost on the way.
        if (_session.State != SessionState.Open)
        {
            await WriteClosedAsync(_session, _session.IsUnchanged ? task.Request.Digest : null, life.Answering);
            return;
        }

        await ReadAndAnswerAsync(life);
        _watch.ThrowIfSuspended(DurableThrough);
        await CloseAsync(life);
    }

    private async Task ReadAndAnswerAsync(SyncLife life)
    {
        var answering = AnswerAsync(life);
        ExceptionDispatchInfo? failure = null;
        try
        {
            await ReadItemsAsync(answering, life.Reading);
        }
        catch (Exception exception)
        {
            // Told below: the items before it are acknowledged first.
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        _answers.Writer.TryComplete();
        try
        {
            await answering;
        }
        catch when (failure is { SourceException: not OperationCanceledException })
        {
            // The reading broke first, and the answering over the same cause: a call that is gone.
            failure.Throw();
        }

        failure?.Throw();
    }

    /// <summary>Reads until the partner commits or ends its side, or the source is suspended.</summary>
    private async Task ReadItemsAsync(Task answering, CancellationToken cancel)
    {
        while (!answering.IsCompleted && await messages.ReadAsync(cancel) is { } message)
        {
            if (!await _watch.IsActiveAsync(cancel))
                return;
            if (message.Items is { } items)
                await EnqueueAsync(items, cancel);
            else
                await NegotiateAsync(message, cancel);
        }

        if (messages.Commit is not null)
            await _watch.IsActiveAsync(cancel);
    }

    private async Task EnqueueAsync(Items items, CancellationToken cancel)
    {
        var reports = new ItemReport[items.Items_.Count];
        var writes = new ItemWrite[reports.Length];
        var bytes = 0L;
        for (var i = 0; i < reports.Length; i++)
        {
            var item = OfferRules.Check(items.Items_[i], items.FirstSequence + i, task.Rules);
            (reports[i], writes[i]) = (ItemReport.Of(item), item.Write);
            bytes += ItemCosts.Of(item);
            _negotiation?.TakeItem(items.Items_[i].ExternalId);
        }

        // Until there is room nothing more is read, and HTTP/2 tells the partner to wait.
        await _items.TakeAsync(writes.Length, cancel);
        await _bytes.TakeAsync(bytes, cancel);
        var written = await services.Queue.WriteAsync(
            bytes, token => services.Offers.EnqueueAsync(_session.Id, items.FirstSequence, writes, token, task.Source.ParticipantId), cancel);
        _answers.Writer.TryWrite(new Batch(reports, bytes, written));
    }

    /// <summary>Takes a step of a negotiation. What is wanted leaves behind the answers to the items before, one message at a time.</summary>
    private async Task NegotiateAsync(SyncRequest message, CancellationToken cancel)
    {
        if (message.Nodes is not null)
        {
            // What another negotiation of this stream held is over.
            _memory.Dispose();
            _negotiation = new(services.Digests, _session, _memory, task.Source.ParticipantId);
        }

        var negotiation = _negotiation ?? throw DigestNegotiation.OutOfOrder();
        var bytes = message.CalculateSize() * CatalogueOptions.DecodedBytes;
        _memory.Take(bytes);
        foreach (var wanted in await negotiation.TakeAsync(message, cancel))
        {
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _answers.Writer.TryWrite(new Wish(wanted, told));
            await told.Task.WaitAsync(cancel);
        }

        _memory.Return(bytes);
    }

    /// <summary>Answers batches in order; one message answers all that one commit made durable.</summary>
    private async Task AnswerAsync(SyncLife life)
    {
        try
        {
            await AnswerAllAsync(life.Answering);
        }
        catch
        {
            // Nothing more can be acknowledged, so nothing more is read.
            await life.EndReadingAsync();
            throw;
        }
    }

    private async Task AnswerAllAsync(CancellationToken cancel)
    {
        var part = new ProgressPart();
        await foreach (var first in _answers.Reader.ReadAllAsync(cancel))
        {
            if (first is Wish wish)
            {
                await responses.WriteAsync(new() { Wanted = wish.Wanted }, cancel);
                wish.Told.SetResult();
                continue;
            }

            await TakeAsync((Batch)first, part, cancel);
            while (_answers.Reader.TryPeek(out var next) && next is Batch { Written.IsCompletedSuccessfully: true } more)
            {
                _answers.Reader.TryRead(out _);
                await TakeAsync(more, part, cancel);
            }

            await SendAsync(part, cancel);
        }
    }

    private async Task TakeAsync(Batch batch, ProgressPart part, CancellationToken cancel)
    {
        SessionResult result;
        try
        {
            // A disk that hangs does not keep the stream open beyond its time.
            result = await batch.Written.WaitAsync(cancel);
        }
        catch (SqliteException exception)
        {
            services.Log.StorageFailed(_session.PublicId, exception.Message);
            throw CatalogueFailures.StorageUnavailable(DurableThrough);
        }

        ThrowIfFailed(result, _session.PublicId.ToString());
        _session = result.Session!;
        DurableThrough = _session.DurableThrough;
        var decidedAt = services.Time.GetUtcNow();
        for (var i = 0; i < result.Decisions.Count; i++)
        {
            var report = batch.Reports[i + result.Skipped];
            if (task.AllVerdicts || Verdicts.IsNeeded(report, result.Decisions[i]))
            {
                var verdict = Verdicts.Of(report, result.Decisions[i], decidedAt);
                if (!part.TryAdd(verdict))
                {
                    await SendAsync(part, cancel);
                    part.TryAdd(verdict);
                }
            }

            part.Through = report.Sequence;
        }

        part.Through = _session.DurableThrough;
        _items.Return(batch.Reports.Count);
        _bytes.Return(batch.Bytes);
    }

    private Task SendAsync(ProgressPart part, CancellationToken cancel) =>
        responses.WriteAsync(part.Take(Verdicts.CountsOf(_session.Totals)), cancel);

    private async Task CloseAsync(SyncLife life)
    {
        SessionResult ended;
        if (_session.Mode == SyncMode.Delta)
        {
            ended = await services.Offers.CompleteAsync(_session.Id, life.Reading, task.Source.ParticipantId).WaitAsync(life.Answering);
        }
        else if (messages.Commit is { } commit)
        {
            var end = SessionRules.EndOf(commit, task.Rules.HasEpochs ? RevisionPolicy.Epoch : RevisionPolicy.Counter);
            await messages.RefuseMoreAsync(life.Reading);
            if (_negotiation is not null)
                end = end with { LeftOut = await _negotiation.EndAsync(life.Reading) };
            ended = await services.Offers.CommitAsync(_session.Id, end, life.Reading, task.Source.ParticipantId).WaitAsync(life.Answering);
        }
        else
        {
            // Without Commit a snapshot changes nothing; its session stays open and can be resumed.
            return;
        }

        ThrowIfFailed(ended, _session.PublicId.ToString());
        services.Log.SessionClosed(_session.PublicId, ended.Session!.Totals.Applied, ended.Session.Totals.Unchanged, ended.Session.HeldNow);
        await WriteClosedAsync(ended.Session, ended.Digest, life.Answering);
    }

    private async Task WriteClosedAsync(SessionInfo session, byte[]? digest, CancellationToken cancel)
    {
        var closed = new Closed
        {
            SessionId = session.PublicId.ToString(),
            Outcome = session switch
            {
                { IsUnchanged: true } => CloseOutcome.Unchanged,
                { Mode: SyncMode.Delta } => CloseOutcome.Completed,
                _ => CloseOutcome.Committed,
            },
            Counts = Verdicts.CountsOf(session.Totals),
            Held = session.HeldNow,
            ClosedAt = session.ClosedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        };
        if (session is { FirstPosition: { } from, LastPosition: { } to })
            (closed.FirstPosition, closed.LastPosition) = (from, to);
        var receipt = await services.Receipts.OfAsync(session, task.Source, task.Participant, closed, digest, cancel).WaitAsync(cancel);
        closed.Receipt = ByteString.CopyFrom(receipt);
        await responses.WriteAsync(new() { Closed = closed }, cancel);
    }

    private static void ThrowIfFailed(SessionResult result, string sessionId)
    {
        if (result.Fault == SessionFault.DigestMismatch)
            throw CatalogueFailures.DigestMismatch(result.Digest);
        if (result.Fault != SessionFault.None)
            throw CatalogueFailures.Of(result.Fault, result.Detail, sessionId);
    }
}

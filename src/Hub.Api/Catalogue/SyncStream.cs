using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Hub.Auth.Bearer;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Microsoft.Data.Sqlite;
using SessionState = Hub.Data.Catalogue.SessionState;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>
/// One open sync stream. The stream is read, checked and hashed here while earlier items wait for their commit; answers leave in the order
/// of the items, each only after its items are on disk.
/// </summary>
internal sealed class SyncStream(
    SyncServices services, Caller caller, IAsyncStreamReader<SyncRequest> requests, IServerStreamWriter<SyncResponse> responses) : IDisposable
{
    private readonly Channel<Batch> _batches = Channel.CreateUnbounded<Batch>(new() { SingleReader = true, SingleWriter = true });
    private readonly SemaphoreSlim _credits = new(services.Options.Credits);
    private SessionInfo _session = null!;
    private RuleContext _rules = null!;
    private bool _allVerdicts;
    private long _durableThrough;

    /// <summary>Items on their way to disk.</summary>
    private sealed record Batch(IReadOnlyList<CheckedItem> Items, Task<SessionResult> Written);

    public async Task RunAsync(CancellationToken cancel)
    {
        var open = await ReadOpenAsync(cancel);
        SessionRules.Check(open);
        var source = await services.Sources.FindForWritingAsync(caller, open.Source, cancel);
        _rules = services.Sources.RulesOf(source);
        _allVerdicts = open.AllVerdicts;
        if (open.ValidateOnly)
        {
            await new ValidationStream(services, source.Id, _rules, requests, responses).RunAsync(open, cancel);
            return;
        }

        var opened = await services.Offers.OpenAsync(RequestOf(open, source.Id), cancel);
        ThrowIfFailed(opened, open.SessionId);
        _session = opened.Session!;
        _durableThrough = _session.DurableThrough;
        services.Log.SessionOpened(_session.PublicId, source.PublicId, _session.Mode, _durableThrough);
        await responses.WriteAsync(
            new() { Opened = new() { SessionId = _session.PublicId.ToString(), ResumeAfter = _durableThrough, Credits = services.Options.Credits } },
            cancel);

        // The whole upload was made before; its answer may have been lost on the way.
        if (_session.State != SessionState.Open)
        {
            await WriteClosedAsync(_session, cancel);
            return;
        }

        await ReadAndAnswerAsync(cancel);
    }

    private async Task ReadAndAnswerAsync(CancellationToken cancel)
    {
        // Reading ends when the token does or the hub stops; what was read is still acknowledged.
        using var expired = new CancellationTokenSource(RemainingLife(), services.Time);
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(cancel, services.Stopping, expired.Token);

        var answering = AnswerAsync(lifetime, cancel);
        Commit? commit = null;
        RpcException? failure = null;
        try
        {
            commit = await ReadItemsAsync(answering, lifetime.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            await FinishAnsweringAsync(answering);
            throw services.Stopping.IsCancellationRequested
                ? CatalogueFailures.Stopping(_durableThrough)
                : CatalogueFailures.TokenExpired(_durableThrough);
        }
        catch (RpcException exception)
        {
            // The items before the fault are acknowledged first.
            failure = exception;
        }

        await FinishAnsweringAsync(answering);
        if (failure is not null)
            throw failure;
        await CloseAsync(commit, cancel);
    }

    /// <summary>Reads until the partner commits or ends its side.</summary>
    private async Task<Commit?> ReadItemsAsync(Task answering, CancellationToken cancel)
    {
        while (!answering.IsCompleted && await requests.MoveNext(cancel))
        {
            switch (requests.Current)
            {
                case { Items: { } items }:
                    await EnqueueAsync(items, cancel);
                    break;
                case { Commit: { } commit }:
                    return commit;
                case { Nodes: not null } or { Leaves: not null } or { Keys: not null }:
                    throw CatalogueFailures.NotYet("digest negotiation");
                case { Open: not null }:
                    throw CatalogueFailures.Invalid(
                        "OPEN_TWICE", "open", "Open comes once, as the first message.", "Open hanya sekali, sebagai pesan pertama.");
                default:
                    throw CatalogueFailures.Invalid(
                        "MESSAGE_MISSING", "message", "The request carries no message.", "Permintaan tidak membawa pesan.");
            }
        }

        return null;
    }

    private async Task EnqueueAsync(Items items, CancellationToken cancel)
    {
        ItemsRules.Check(items);
        var checkedItems = new CheckedItem[items.Items_.Count];
        var writes = new ItemWrite[checkedItems.Length];
        for (var i = 0; i < checkedItems.Length; i++)
        {
            checkedItems[i] = OfferRules.Check(items.Items_[i], items.FirstSequence + i, _rules);
            writes[i] = checkedItems[i].Write;
        }

        for (var i = 0; i < writes.Length; i++)
            await _credits.WaitAsync(cancel);
        var written = await services.Offers.EnqueueAsync(_session.Id, items.FirstSequence, writes, cancel);
        _batches.Writer.TryWrite(new(checkedItems, written));
    }

    /// <summary>Answers batches in order; one message answers all that one commit made durable.</summary>
    private async Task AnswerAsync(CancellationTokenSource reading, CancellationToken cancel)
    {
        try
        {
            await AnswerAllAsync(cancel);
        }
        catch
        {
            // Nothing more can be acknowledged, so nothing more is read.
            await reading.CancelAsync();
            throw;
        }
    }

    private async Task AnswerAllAsync(CancellationToken cancel)
    {
        await foreach (var first in _batches.Reader.ReadAllAsync(cancel))
        {
            var progress = new Progress();
            await TakeAsync(first, progress);
            while (_batches.Reader.TryPeek(out var more) && more.Written.IsCompletedSuccessfully && progress.Verdicts.Count < 1_000)
            {
                _batches.Reader.TryRead(out _);
                await TakeAsync(more, progress);
            }

            progress.DurableThrough = _durableThrough;
            progress.Counts = Verdicts.CountsOf(_session.Totals);
            await responses.WriteAsync(new() { Progress = progress }, cancel);
        }
    }

    private async Task TakeAsync(Batch batch, Progress progress)
    {
        SessionResult result;
        try
        {
            result = await batch.Written;
        }
        catch (SqliteException exception)
        {
            services.Log.StorageFailed(_session.PublicId, exception.Message);
            throw CatalogueFailures.StorageUnavailable(_durableThrough);
        }

        _credits.Release(batch.Items.Count);
        ThrowIfFailed(result, _session.PublicId.ToString());
        _session = result.Session!;
        _durableThrough = _session.DurableThrough;
        var decidedAt = services.Time.GetUtcNow();
        for (var i = 0; i < result.Decisions.Count; i++)
        {
            var item = batch.Items[i + result.Skipped];
            if (_allVerdicts || Verdicts.IsNeeded(item, result.Decisions[i]))
                progress.Verdicts.Add(Verdicts.Of(item, result.Decisions[i], decidedAt));
        }
    }

    private Task FinishAnsweringAsync(Task answering)
    {
        _batches.Writer.TryComplete();
        return answering;
    }

    private async Task CloseAsync(Commit? commit, CancellationToken cancel)
    {
        var ended = (_session.Mode, commit) switch
        {
            (SyncMode.Delta, null) => await services.Offers.CompleteAsync(_session.Id, cancel),
            (SyncMode.Delta, _) => throw CatalogueFailures.Invalid(
                "COMMIT_IN_DELTA", "commit", "A delta has no Commit; end your side of the stream.", "Delta tidak memakai Commit."),

            // Without Commit a snapshot changes nothing; its session stays open and can be resumed.
            (_, null) => null,
            _ => await services.Offers.CommitAsync(_session.Id, SessionRules.ExpectedCountOf(commit), cancel),
        };
        if (ended is null)
            return;
        ThrowIfFailed(ended, _session.PublicId.ToString());
        services.Log.SessionClosed(_session.PublicId, ended.Session!.Totals.Applied, ended.Session.Totals.Unchanged, ended.Session.HeldNow);
        await WriteClosedAsync(ended.Session, cancel);
    }

    private Task WriteClosedAsync(SessionInfo session, CancellationToken cancel)
    {
        var closed = new Closed
        {
            SessionId = session.PublicId.ToString(),
            Outcome = session.Mode == SyncMode.Delta ? CloseOutcome.Completed : CloseOutcome.Committed,
            Counts = Verdicts.CountsOf(session.Totals),
            Held = session.HeldNow,
            ClosedAt = session.ClosedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        };
        if (session is { FirstPosition: { } from, LastPosition: { } to })
            (closed.FirstPosition, closed.LastPosition) = (from, to);
        return responses.WriteAsync(new() { Closed = closed }, cancel);
    }

    public void Dispose() => _credits.Dispose();

    private async Task<Open> ReadOpenAsync(CancellationToken cancel) =>
        await requests.MoveNext(cancel) && requests.Current is { Open: { } open }
            ? open
            : throw CatalogueFailures.Invalid(
                "OPEN_MISSING", "open", "The first message must be Open.", "Pesan pertama harus Open.");

    private static SessionRequest RequestOf(Open open, long sourceId)
    {
        if (open.Mode is not (Hub.Catalogue.V1.SyncMode.Delta or Hub.Catalogue.V1.SyncMode.Snapshot))
            throw CatalogueFailures.Invalid("MODE_MISSING", "open.mode", "Set the mode to DELTA or SNAPSHOT.", "Isi mode DELTA atau SNAPSHOT.");
        if (open.RevisionPolicy is RevisionPolicy.Epoch)
            throw CatalogueFailures.NotYet("the EPOCH revision policy");
        if (open.RevisionPolicy is not (RevisionPolicy.Unspecified or RevisionPolicy.Counter))
            throw CatalogueFailures.Invalid("POLICY_UNKNOWN", "open.revision_policy", "Use COUNTER or EPOCH.", "Pakai COUNTER atau EPOCH.");

        Guid? id = null;
        if (open.HasSessionId)
        {
            if (!Guid.TryParse(open.SessionId, out var parsed) || parsed == Guid.Empty)
                throw CatalogueFailures.Invalid("SESSION_ID_MALFORMED", "open.session_id", "Send a UUID, or leave it out.", "Kirim UUID, atau kosongkan.");
            id = parsed;
        }

        return new(sourceId, (SyncMode)open.Mode, id);
    }

    private TimeSpan RemainingLife()
    {
        var remaining = caller.ExpiresAt - services.Time.GetUtcNow();
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static void ThrowIfFailed(SessionResult result, string sessionId)
    {
        if (result.Fault != SessionFault.None)
            throw CatalogueFailures.Of(result.Fault, result.Detail, sessionId);
    }
}

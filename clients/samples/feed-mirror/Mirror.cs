using Grpc.Core;
using Hub.Feed.V1;
using PartnerSync;

namespace FeedMirror;

/// <summary>Keeps a copy by the feed: a snapshot first, then changes, from its stored position whenever a stream ends.</summary>
internal sealed class Mirror(HubConnection hub, MirrorFile file, FeedFilter filter, TextWriter output)
{
    private readonly ChangeFeedService.ChangeFeedServiceClient _feed = new(hub.Channel);
    private readonly string _filter = filter.ToString();
    private bool _needsSnapshot;
    private long _last;
    private bool _inSnapshot;

    /// <summary>Position at which the copy was exactly what the hub showed; null while it may hold some offers as later changes left them.</summary>
    public long? ExactAt { get; private set; }

    /// <summary>Follows until it is cancelled, or once to the end of the log.</summary>
    public async Task RunAsync(bool follow, CancellationToken cancel)
    {
        var backoff = new Backoff(TimeSpan.FromMinutes(10), TimeProvider.System, Random.Shared);
        while (true)
        {
            try
            {
                await ReadAsync(follow, backoff, cancel);
                return;
            }
            catch (RpcException exception) when (!cancel.IsCancellationRequested && MayRetry(exception))
            {
                var failure = HubFailure.From(exception);
                if (failure.Status == StatusCode.Unauthenticated)
                    hub.Token.Forget();
                _needsSnapshot |= failure.Reason is "CURSOR_AHEAD" or "HISTORY_CHANGED";
                if (backoff.Next(failure.RetryAfter) is not { } pause)
                    throw;
                await output.WriteLineAsync($"The stream ended: {failure}");
                await Task.Delay(pause, cancel);
            }
            finally
            {
                file.Rollback();
            }
        }
    }

    /// <summary>The digest of a snapshot that is read afresh, and its position.</summary>
    public async Task<(long Position, MirrorDigest Digest)> SnapshotAsync(CancellationToken cancel)
    {
        using var call = _feed.Watch(new() { WithSnapshot = true, Filter = filter }, await hub.Token.HeadersAsync(cancel), cancellationToken: cancel);
        var digest = new MirrorDigest();
        var position = 0L;
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancel))
        {
            if (message.Change is { Item: { } item } change)
                digest.Add(change.Source, item);
            position = message.SnapshotEnd?.Position ?? position;
        }

        return (position, digest);
    }

    private async Task ReadAsync(bool follow, Backoff backoff, CancellationToken cancel)
    {
        _inSnapshot = false;
        var request = new WatchRequest { Filter = filter, Follow = follow };
        if (!_needsSnapshot && file.Place(_filter) is { } place)
            (request.Cursor, request.CursorCommittedAt, _last) = (place.Position, place.CommittedAt, place.Position);
        else
            request.WithSnapshot = true;

        using var call = _feed.Watch(request, await hub.Token.HeadersAsync(cancel), cancellationToken: cancel);
        await foreach (var message in call.ResponseStream.ReadAllAsync(cancel))
        {
            Take(message);
            if (message.Change is null)
                backoff.Reset();
        }
    }

    private void Take(WatchResponse message)
    {
        switch (message.EventCase)
        {
            case WatchResponse.EventOneofCase.SnapshotBegin:
                output.WriteLine($"A snapshot of position {message.SnapshotBegin.Position} begins.");
                file.BeginSnapshot();
                _inSnapshot = true;
                break;
            case WatchResponse.EventOneofCase.Change:
                if (!_inSnapshot)
                    Prove(message.Change);
                ExactAt = null;
                file.Apply(message.Change);
                break;
            case WatchResponse.EventOneofCase.SnapshotEnd:
                file.EndSnapshot(new(message.SnapshotEnd.Position, message.SnapshotEnd.CommittedAt), _filter);
                output.WriteLine($"The snapshot has {message.SnapshotEnd.Count} offers.");
                (ExactAt, _last, _inSnapshot, _needsSnapshot) = (message.SnapshotEnd.Position, message.SnapshotEnd.Position, false, false);
                break;
            case WatchResponse.EventOneofCase.Bookmark:
                var (position, last) = (message.Bookmark.Position, message.Bookmark.LastPosition);
                file.Commit(new(position, message.Bookmark.CommittedAt), _filter);
                ExactAt = position == last ? position : null;
                output.WriteLine($"At {position} of {last}.");
                break;
        }
    }

    /// <summary>Every change names the one before it, so a gap or a repeat shows.</summary>
    private void Prove(Change change)
    {
        if (change.PrevPosition != _last || change.Position <= _last)
            throw new InvalidDataException($"Change {change.Position} follows {change.PrevPosition}, but the last one was {_last}.");
        _last = change.Position;
    }

    private static bool MayRetry(RpcException exception) =>
        exception.StatusCode is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Unauthenticated or StatusCode.OutOfRange or StatusCode.Internal;
}

using Google.Protobuf.WellKnownTypes;
using Hub.Data.Feed;

namespace Hub.Api.Feed;

/// <summary>One open stream of the feed: a snapshot if it is asked for or needed, then page by page of the log.</summary>
internal sealed class FeedStream(FeedServices services, WatchPlan plan, FeedWriter writer, CancellationToken over)
{
    private long _after;
    private long _previous;
    private long? _end;
    private long? _bookmark;
    private bool _owesBookmark;
    private DateTimeOffset? _committedAt;

    /// <summary>Position a reader may go on after: whatever lies up to it was written whole. Null while there is none.</summary>
    public long? ResumeAfter { get; private set; }

    /// <summary>True while a snapshot is being sent.</summary>
    public bool IsInSnapshot { get; private set; }

    /// <summary>Runs to the end of what was asked for; with <c>follow</c> that never comes.</summary>
    public async Task RunAsync()
    {
        if (await BeginAsync() && !plan.Follow)
            return;
        while (true)
        {
            over.ThrowIfCancellationRequested();
            if (Read() is not { } page)
            {
                await SendSnapshotAsync();
                continue;
            }

            await SendAsync(page);
            if (_end <= ResumeAfter)
            {
                if (_bookmark != ResumeAfter)
                    await BookmarkAsync(page.Last);
                return;
            }

            if (page.IsLast)
                await WaitAsync(page.Last);
        }
    }

    /// <returns>True when it began with a snapshot.</returns>
    private async Task<bool> BeginAsync()
    {
        bool isCompacted;
        long last;
        using (var view = services.Log.View())
        {
            last = view.LastPosition;
            if (plan.Cursor > last)
                throw FeedFailures.CursorAhead(plan.Cursor.Value, last);
            _after = _previous = plan.Cursor ?? last;
            _committedAt = view.CommittedAt(_after);
            if (plan is { Cursor: not null, CommittedAt: { } told } && _committedAt is { } own && !told.Equals(own.ToTimestamp()))
                throw FeedFailures.HistoryChanged(_after);
            isCompacted = view.IsCompacted(_after);
        }

        if (plan.WithSnapshot || isCompacted)
        {
            await SendSnapshotAsync();
            return true;
        }

        ResumeAfter = _after;
        _end = plan.Follow ? null : last;

        // The reader learns from where it reads, and that the stream is open.
        if (_end != _after)
            await BookmarkAsync(last);
        return false;
    }

    /// <returns>Null when the log behind what was read is no longer kept.</returns>
    private FeedPage? Read()
    {
        using var view = services.Log.View();
        return view.IsCompacted(_after) ? null : view.Read(_after, plan.Filter, FeedOptions.PageRows, FeedOptions.PageBytes);
    }

    private async Task SendAsync(FeedPage page)
    {
        var isMarked = false;
        foreach (var change in page.Changes)
        {
            if (!isMarked && change.Position > page.CommitEnd)
            {
                await MarkAsync(page);
                isMarked = true;
            }

            await writer.WriteAsync(FeedMessages.Change(change, _previous), send: false);
            _previous = change.Position;
            _owesBookmark = true;
        }

        if (!isMarked)
            await MarkAsync(page);
        _after = page.ReadTo;
        if (ResumeAfter is not null && !_owesBookmark && services.Time.GetElapsedTime(writer.LastWrite) >= FeedOptions.BookmarkAfter)
            await BookmarkAsync(page.Last);
    }

    /// <summary>Everything up to the end of a commit was written.</summary>
    private async ValueTask MarkAsync(FeedPage page)
    {
        if (page.CommitEnd is not { } end)
            return;
        if (ResumeAfter != end)
            (ResumeAfter, _committedAt) = (end, page.CommittedAt);
        if (_owesBookmark)
            await BookmarkAsync(page.Last);
    }

    private ValueTask BookmarkAsync(long last)
    {
        _owesBookmark = false;
        _bookmark = ResumeAfter;
        return writer.WriteAsync(FeedMessages.Bookmark(ResumeAfter!.Value, last, _committedAt), send: true);
    }

    private async Task WaitAsync(long last)
    {
        var patience = FeedOptions.BookmarkAfter - services.Time.GetElapsedTime(writer.LastWrite);
        if (patience <= TimeSpan.Zero || !await services.Signal.WaitBeyondAsync(last, patience, over))
            await BookmarkAsync(last);
    }

    private async Task SendSnapshotAsync()
    {
        IsInSnapshot = true;
        var limit = TimeSpan.FromSeconds(services.Options.SnapshotSeconds);
        var started = services.Time.GetTimestamp();
        var count = 0L;
        using var view = services.Log.View();
        var position = view.LastPosition;
        await writer.WriteAsync(FeedMessages.SnapshotBegin(position), send: true);
        foreach (var offer in view.ReadShown(plan.Filter))
        {
            if (services.Time.GetElapsedTime(started) > limit)
                throw FeedFailures.SnapshotTooSlow(limit, ResumeAfter);
            await writer.WriteAsync(FeedMessages.Shown(offer, position), send: false);
            count++;
        }

        _committedAt = view.CommittedAt(position);
        await writer.WriteAsync(FeedMessages.SnapshotEnd(position, count, _committedAt), send: true);
        (_after, _previous, ResumeAfter) = (position, position, position);
        (_owesBookmark, IsInSnapshot) = (false, false);
        if (!plan.Follow)
            await BookmarkAsync(position);
    }
}

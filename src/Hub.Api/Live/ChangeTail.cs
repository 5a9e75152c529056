using System.Threading.Channels;
using Hub.Data.Catalogue;
using Hub.Data.Ingest;

namespace Hub.Api.Live;

/// <summary>
/// Reads the end of the change log once for all who follow it, and hands every change to each of them. It reads while somebody follows:
/// when the writer has committed, and now and then besides, for a command on the same database writes too.
/// </summary>
internal sealed class ChangeTail(ChangeLog log, IngestWriter writer, TimeProvider time) : BackgroundService
{
    private const int Page = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<ChangeFollower> _followers = [];
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _position;

    /// <summary>Changes a follower may be behind before it is ended.</summary>
    public int MostBehind { get; set; } = 10_000;

    /// <summary>Follows from here on. The follower tells behind which position its changes begin; dispose of it to end.</summary>
    public async Task<ChangeFollower> FollowAsync(CancellationToken cancel)
    {
        var last = await log.LastPositionAsync(cancel);
        lock (_gate)
        {
            // Nobody read while nobody followed, so the first follower says from where.
            if (_followers.Count == 0)
                _position = last;
            var follower = new ChangeFollower(_position, MostBehind, this);
            _followers.Add(follower);
            _signals.Writer.TryWrite(true);
            return follower;
        }
    }

    public void Leave(ChangeFollower follower)
    {
        lock (_gate)
            _followers.Remove(follower);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Signal(long position) => _signals.Writer.TryWrite(true);
        writer.Committed += Signal;
        try
        {
            while (true)
            {
                await WaitAsync(stoppingToken);
                await ReadAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; so do the followers, each by itself.
        }
        finally
        {
            writer.Committed -= Signal;
        }
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        try
        {
            await _signals.Reader.ReadAsync(cancel).AsTask().WaitAsync(Pause, time, cancel);
        }
        catch (TimeoutException)
        {
            // Nothing was heard; look anyway.
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            long from;
            lock (_gate)
            {
                if (_followers.Count == 0)
                    return;
                from = _position;
            }

            var changes = await log.ReadAsync(from, Page, cancel);
            lock (_gate)
            {
                // All may have left meanwhile, and a new first follower may have begun elsewhere.
                if (changes.Count == 0 || _position != from)
                    return;
                foreach (var follower in _followers)
                    follower.Offer(changes);
                _position = changes[^1].Position;
            }
        }
    }
}

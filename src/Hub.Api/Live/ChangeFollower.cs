using System.Threading.Channels;
using Hub.Data.Catalogue;

namespace Hub.Api.Live;

/// <summary>One who follows the change log: a bounded queue between the one reader and it.</summary>
internal sealed class ChangeFollower(long begin, int mostBehind, ChangeTail tail) : IDisposable
{
    private readonly Channel<LoggedChange> _queue = Channel.CreateBounded<LoggedChange>(mostBehind);

    /// <summary>The position its changes come behind.</summary>
    public long Begin => begin;

    /// <summary>The changes, in order and without gaps; they end when the queue ran over.</summary>
    public ChannelReader<LoggedChange> Changes => _queue.Reader;

    /// <summary>Takes changes over; once there is no room, it takes no more and its queue ends behind what it holds.</summary>
    public void Offer(IReadOnlyList<LoggedChange> changes)
    {
        foreach (var change in changes)
        {
            if (!_queue.Writer.TryWrite(change))
            {
                _queue.Writer.TryComplete();
                return;
            }
        }
    }

    public void Dispose()
    {
        tail.Leave(this);
        _queue.Writer.TryComplete();
    }
}

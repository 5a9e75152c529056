using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Hub.Data.Ingest;

/// <summary>
/// What waits for the writer, in lanes that take turns, one job each. Within a lane the order is that of arrival. Who floods its own lane makes itself
/// wait, and nobody else longer than for one job of every lane. Many add, one takes.
/// </summary>
internal sealed class FairQueue
{
    /// <summary>Items of a lane that cost a group hardly more than its commit does.</summary>
    private const int Little = 100;

    private readonly object _gate = new();
    private readonly Dictionary<long, Queue<IngestJob>> _lanes = [];
    private readonly Queue<long> _turns = new();
    private readonly Dictionary<long, int> _served = [];
    private int _count;
    private bool _isComplete;

    /// <summary>Jobs that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>True when nothing more may be added.</summary>
    public bool IsAddingCompleted
    {
        get
        {
            lock (_gate)
                return _isComplete;
        }
    }

    /// <summary>True when nothing more may be added and nothing waits.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate)
                return _isComplete && _count == 0;
        }
    }

    /// <exception cref="InvalidOperationException">Nothing more may be added.</exception>
    public void Add(IngestJob job, long lane)
    {
        lock (_gate)
        {
            if (_isComplete)
                throw new InvalidOperationException("The writer takes no more jobs.");
            if (!_lanes.TryGetValue(lane, out var waiting))
            {
                _lanes.Add(lane, waiting = new());
                _turns.Enqueue(lane);
            }

            waiting.Enqueue(job);
            _count++;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Ends the adding; what waits can still be taken.</summary>
    public void CompleteAdding()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes the next job, if there is one within the time; <see cref="Timeout.InfiniteTimeSpan"/> waits until there is one or none can come.</summary>
    public bool TryTake([MaybeNullWhen(false)] out IngestJob job, TimeSpan patience)
    {
        lock (_gate)
        {
            var since = Stopwatch.GetTimestamp();
            while (_count == 0 && !_isComplete)
            {
                var rest = patience == Timeout.InfiniteTimeSpan ? patience : patience - Stopwatch.GetElapsedTime(since);
                if (rest != Timeout.InfiniteTimeSpan && rest <= TimeSpan.Zero)
                    break;
                Monitor.Wait(_gate, rest);
            }

            if (_count == 0)
            {
                job = null;
                return false;
            }

            job = Take(_turns.Dequeue());
            return true;
        }
    }

    /// <summary>Ends a group: no lane has had anything of the next.</summary>
    public void EndGroup()
    {
        lock (_gate)
            _served.Clear();
    }

    /// <summary>
    /// Takes the next job for a group that ends as soon as it may: one of a lane that has had little of the group, and still has with it. What others
    /// flood waits for the next group, in which their turn comes first.
    /// </summary>
    public bool TryTakeSmall([MaybeNullWhen(false)] out IngestJob job)
    {
        lock (_gate)
        {
            long? next = null;
            for (var turns = _turns.Count; turns > 0; turns--)
            {
                // Once round, so that whoever is left out keeps the place it had.
                var lane = _turns.Dequeue();
                if (next is null && _served.GetValueOrDefault(lane) + _lanes[lane].Peek().Items <= Little)
                    next = lane;
                else
                    _turns.Enqueue(lane);
            }

            job = next is { } found ? Take(found) : null;
            return job is not null;
        }
    }

    private IngestJob Take(long lane)
    {
        var waiting = _lanes[lane];
        var job = waiting.Dequeue();
        _count--;
        if (waiting.Count > 0)
            _turns.Enqueue(lane);
        else
            _lanes.Remove(lane);

        // The hub's own work is nobody's flood, and nobody waits for it.
        if (lane == 0)
            return job;

        // Little of this lane and nothing behind it, while others have or had their turn too: somebody waits for this one answer.
        var items = _served[lane] = _served.GetValueOrDefault(lane) + job.Items;
        var hasOthers = _served.Count > 1 || _lanes.Keys.Any(other => other != 0 && other != lane);
        job.IsAwaited = hasOthers && waiting.Count == 0 && items <= Little;
        return job;
    }
}

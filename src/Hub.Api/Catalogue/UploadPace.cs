namespace Hub.Api.Catalogue;

/// <summary>
/// Paces the unary uploads of a participant while others upload too, so that a loop of them leaves the writer to the others most of the time. Alone it
/// may have all of it. Streams need no pace: what they send waits in their lane, and is made durable in large groups.
/// </summary>
/// <param name="itemsPerSecond">Items a second of one participant.</param>
/// <param name="time">Tells what is due.</param>
internal sealed class UploadPace(int itemsPerSecond, TimeProvider time)
{
    /// <summary>Items a call counts as at least: so many cost what the call itself and its commit do.</summary>
    public const int LeastItems = 50;

    /// <summary>How long after its last call a participant counts as one that uploads.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(2);

    /// <summary>What may come at once: so much of the pace.</summary>
    public static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, DateTimeOffset> _due = [];
    private (long Participant, DateTimeOffset At) _last;
    private (long Participant, DateTimeOffset At) _other;

    /// <summary>Waits for the turn of a call.</summary>
    /// <param name="participant">Whose it is.</param>
    /// <param name="items">Items it carries.</param>
    /// <param name="othersUpload">True when others have uploads open.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task WaitAsync(long participant, int items, bool othersUpload, CancellationToken cancel)
    {
        var wait = Next(participant, items, othersUpload);
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancel) : Task.CompletedTask;
    }

    private TimeSpan Next(long participant, int items, bool othersUpload)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_last.Participant != participant)
                _other = _last;
            _last = (participant, now);
            if (!othersUpload && now - _other.At > Remembered)
            {
                _due.Remove(participant);
                return TimeSpan.Zero;
            }

            var cost = TimeSpan.FromSeconds((double)Math.Max(items, LeastItems) / itemsPerSecond);
            var due = _due.TryGetValue(participant, out var before) && before > now - Burst ? before : now - Burst;
            _due[participant] = due + cost;
            return due - now;
        }
    }
}

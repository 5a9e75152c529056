namespace PartnerSync;

/// <summary>Holds the sender back while as many items are in flight as the hub grants.</summary>
internal sealed class CreditWindow(long durableThrough, long credits)
{
    private readonly Lock _lock = new();
    private long _durableThrough = durableThrough;
    private long _credits = credits;
    private TaskCompletionSource? _moved;

    /// <summary>The hub has more on disk.</summary>
    public void Acknowledge(long through) => Move(() => _durableThrough = Math.Max(_durableThrough, through));

    /// <summary>The hub grants another number of items in flight.</summary>
    public void Grant(long granted) => Move(() => _credits = granted);

    /// <summary>Waits until an item of this sequence may be sent. One message may always be in flight.</summary>
    public async Task WaitAsync(long firstSequence, long lastSequence, CancellationToken cancel)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (lastSequence - _durableThrough <= _credits || firstSequence - 1 <= _durableThrough)
                    return;
                _moved ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                moved = _moved.Task;
            }

            await moved.WaitAsync(cancel);
        }
    }

    private void Move(Action change)
    {
        TaskCompletionSource? moved;
        lock (_lock)
        {
            change();
            moved = _moved;
            _moved = null;
        }

        moved?.SetResult();
    }
}

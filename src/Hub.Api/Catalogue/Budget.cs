namespace Hub.Api.Catalogue;

/// <summary>
/// A number of units (items, bytes) that may be out at once. Who asks for more than is left waits, first come first served; what is
/// larger than the whole passes once nothing else is out. Safe for concurrent use.
/// </summary>
internal sealed class Budget(long most)
{
    private readonly Lock _gate = new();
    private readonly Queue<Waiter> _waiters = [];
    private long _out;
    private int _waiting;

    /// <summary>Units that are out now.</summary>
    public long Out => Interlocked.Read(ref _out);

    /// <summary>How many wait for units.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Takes units, once there are enough.</summary>
    public async ValueTask TakeAsync(long amount, CancellationToken cancel)
    {
        Waiter waiter;
        lock (_gate)
        {
            if (_waiters.Count == 0 && Fits(amount))
            {
                _out += amount;
                return;
            }

            _waiters.Enqueue(waiter = new(amount));
            _waiting++;
        }

        await using var cancelled = cancel.UnsafeRegister((_, token) => GiveUp(waiter, token), null);
        await waiter.Granted.Task;
    }

    /// <summary>Gives units back.</summary>
    public void Return(long amount)
    {
        lock (_gate)
        {
            _out -= amount;
            Grant();
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (!waiter.Granted.TrySetCanceled(cancel))
                return;

            // Those behind may fit where this one did not.
            _waiting--;
            Grant();
        }
    }

    private void Grant()
    {
        while (_waiters.TryPeek(out var next) && (next.Granted.Task.IsCompleted || Fits(next.Amount)))
        {
            _waiters.Dequeue();
            if (!next.Granted.TrySetResult())
                continue;
            _out += next.Amount;
            _waiting--;
        }
    }

    private bool Fits(long amount) => _out == 0 || _out + amount <= most;

    private sealed class Waiter(long amount)
    {
        public long Amount { get; } = amount;

        // Never runs the waiter's code under the lock.
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

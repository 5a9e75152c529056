namespace Hub.Data.Ingest;

/// <summary>One piece of work for the writer.</summary>
/// <param name="items">Items it writes, for the cap of a group.</param>
/// <param name="isIdle">True for work that runs alone and only when nothing else waits.</param>
internal abstract class IngestJob(int items, bool isIdle)
{
    public int Items { get; } = items;

    /// <summary>True when somebody waits for this one answer while others flood: the group is not filled up before it is committed.</summary>
    public bool IsAwaited { get; set; }

    public bool IsIdle { get; } = isIdle;

    /// <summary>Wakes the writer and does nothing: idle work has come.</summary>
    public static IngestJob Nudge { get; } = new Waker();

    public abstract void Run(IngestTransaction transaction);

    /// <summary>Settles on a failure; the task ends with it at <see cref="Complete"/>.</summary>
    public abstract void Fail(Exception exception);

    public abstract void Complete();

    /// <summary>Ends the task of work that never ran.</summary>
    public abstract void Cancel();

    private sealed class Waker() : IngestJob(0, isIdle: true)
    {
        public override void Run(IngestTransaction transaction)
        {
        }

        public override void Fail(Exception exception)
        {
        }

        public override void Complete()
        {
        }

        public override void Cancel()
        {
        }
    }
}

/// <summary>Work that gives a result.</summary>
internal sealed class IngestJob<T>(Func<IngestTransaction, T> work, int items, bool isIdle = false) : IngestJob(items, isIdle)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _exception;

    public Task<T> Task => _done.Task;

    public override void Run(IngestTransaction transaction) => _result = work(transaction);

    public override void Fail(Exception exception) => _exception ??= exception;

    public override void Complete()
    {
        if (_exception is { } exception)
            _done.SetException(exception);
        else
            _done.SetResult(_result);
    }

    public override void Cancel() => _done.SetCanceled();
}

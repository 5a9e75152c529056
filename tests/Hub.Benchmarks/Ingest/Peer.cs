using Hub.Catalogue.V1;

namespace Hub.Benchmarks.Ingest;

/// <summary>One way to make items durable, with a database of its own.</summary>
internal abstract class Peer : IAsyncDisposable
{
    /// <summary>What it is, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>The process that does the work; this one for a peer that runs in it.</summary>
    public virtual int ProcessId => Environment.ProcessId;

    /// <summary>Creates the database and writes the base rows; not measured.</summary>
    public abstract Task PrepareAsync(IReadOnlyList<Item> items);

    /// <summary>Does beforehand what the figure should not hold, such as the client's encoding of messages.</summary>
    public virtual void Ready(IReadOnlyList<Item> items)
    {
    }

    /// <summary>Makes items durable. The time of this call is the figure.</summary>
    public abstract Task WriteAsync(IReadOnlyList<Item> items);

    /// <summary>Waits until nothing of a write is left to do, so that no peer is timed beside another's afterwork.</summary>
    public virtual Task SettleAsync() => Task.CompletedTask;

    /// <summary>Rows in the table, so that a peer that loses some is noticed.</summary>
    public abstract Task<long> CountAsync();

    public abstract ValueTask DisposeAsync();
}

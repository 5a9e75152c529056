namespace Hub.Data.Ingest;

/// <summary>Limits of the ingest writer. A group ends when the queue is empty or a limit is met.</summary>
public sealed class IngestOptions
{
    /// <summary>Items a group may hold at most.</summary>
    public int MaxGroupItems { get; set; } = 10_000;

    /// <summary>Time a group may take items for, at most.</summary>
    public TimeSpan MaxGroupTime { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Jobs that may wait before callers do.</summary>
    public int MaxQueue { get; set; } = 1_000;

    /// <summary>How long the queue is empty after a group before idle work, such as a follower's batch, may run.</summary>
    public TimeSpan QuietTime { get; set; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a failed group is told of, though smaller ones work after it.</summary>
    public TimeSpan FailureStays { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pages of write-ahead log before they are copied into the database; at four times as many the writer waits for it.</summary>
    public int AutoCheckpointPages { get; set; } = 20_000;
}

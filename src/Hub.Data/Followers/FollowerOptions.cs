namespace Hub.Data.Followers;

/// <summary>Limits of what followers do at a time, so that ingest never waits for them long.</summary>
public sealed class FollowerOptions
{
    /// <summary>Changes a batch may hold at most.</summary>
    public int MaxBatchChanges { get; set; } = 1_000;

    /// <summary>Time a batch takes changes for, at most; what it gathered is written after that.</summary>
    public TimeSpan MaxBatchTime { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Changes a batch takes even when a job waits, so that a steady trickle of jobs does not stop the followers.</summary>
    public int MinBatchChanges { get; set; } = 64;

    /// <summary>How long changes gather after the first, so that a trickle of them is one batch.</summary>
    public TimeSpan GatherTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Pause after a batch that failed.</summary>
    public TimeSpan RetryPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A follower further behind than this is told as late. Nothing is slowed down for it.</summary>
    public long LateAfterChanges { get; set; } = 100_000;
}

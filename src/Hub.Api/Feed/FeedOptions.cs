using System.ComponentModel.DataAnnotations;

namespace Hub.Api.Feed;

/// <summary>Limits of the change feed; section <c>Hub:Feed</c>.</summary>
internal sealed class FeedOptions
{
    /// <summary>Hours a change is kept at least.</summary>
    [Range(1, 87_600)]
    public int RetentionHours { get; set; } = 720;

    /// <summary>Seconds a reader may take nothing before its stream is ended.</summary>
    [Range(1, 3_600)]
    public int SlowReaderSeconds { get; set; } = 30;

    /// <summary>Seconds a reader may take over a snapshot: as long as it lasts, the write-ahead log cannot be emptied.</summary>
    [Range(1, 86_400)]
    public int SnapshotSeconds { get; set; } = 600;

    /// <summary>Streams a client may have open at once.</summary>
    [Range(1, 1_000)]
    public int StreamsPerClient { get; set; } = 10;

    /// <summary>How long after the last message of a quiet stream a bookmark comes.</summary>
    public static readonly TimeSpan BookmarkAfter = TimeSpan.FromSeconds(15);

    /// <summary>Changes that are looked at in one read transaction.</summary>
    public const int PageRows = 2_000;

    /// <summary>
    /// Bytes of content that are read ahead of the reader. No item is larger; as it is sent, its texts take twice that and its bytes as much
    /// again, so a stream holds 1 MiB.
    /// </summary>
    public const int PageBytes = 256 << 10;

    /// <summary>Bytes that are gathered before they are sent.</summary>
    public const int FlushBytes = 32 << 10;

    /// <summary>Values one part of a filter may have.</summary>
    public const int MostFilterValues = 1_000;
}

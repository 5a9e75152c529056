using System.ComponentModel.DataAnnotations;

namespace Hub.Api.Catalogue;

/// <summary>Limits of catalogue sync; section <c>Hub:Catalogue</c>.</summary>
internal sealed class CatalogueOptions
{
    /// <summary>Items of one stream that may wait for their acknowledgement. Beyond it the hub stops reading the stream.</summary>
    [Range(1_000, 1_000_000)]
    public int Credits { get; set; } = 10_000;

    /// <summary>How long a snapshot may stay without Commit and without a message before it is dropped.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SnapshotLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Bytes of one stream's items that may wait for their acknowledgement. Beyond it the hub stops reading the stream.</summary>
    [Range(1L << 20, 1L << 30)]
    public long StreamBytes { get; set; } = 16 << 20;

    /// <summary>Bytes of all streams' items that may wait for the disk. Beyond it the hub stops reading the streams that bring more.</summary>
    [Range(1L << 20, 1L << 34)]
    public long QueueBytes { get; set; } = 64 << 20;

    /// <summary>Bytes all digest negotiations may hold; one participant's, half of it. A negotiation that does not fit is refused.</summary>
    [Range(1L << 20, 1L << 34)]
    public long NegotiationBytes { get; set; } = 384 << 20;

    /// <summary>Uploads of one participant that may run at a time, unary ones too.</summary>
    [Range(1, 10_000)]
    public int Uploads { get; set; } = 16;

    /// <summary>Items a second of one participant's unary uploads while others upload too; a call counts as <see cref="UploadPace.LeastItems"/> at least.</summary>
    [Range(50, 10_000_000)]
    public int UnaryItemsPerSecond { get; set; } = 5_000;

    /// <summary>How often the hub looks what the clock has ended: offers past their time, silent sources.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Leases of silence after which a source is suspended, its stale time included.</summary>
    [Range(1, 1_000)]
    public int SuspendAfterLeases { get; set; } = 4;

    /// <summary>How long after its start the hub suspends no source for silence: while it was down nobody could sync.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan SuspensionGrace { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Days a verdict is kept. The last one of what is still refused, in quarantine or held stays longer.</summary>
    [Range(1, 36_500)]
    public int VerdictRetentionDays { get; set; } = 90;

    /// <summary>Calls that may wait before they are refused again. Each holds its stream and little else.</summary>
    public const int MostRefusalsWaiting = 10_000;

    /// <summary>Items one message may carry.</summary>
    public const int MostItems = 1_000;

    /// <summary>About how many times its bytes a message of short keys takes once it is read.</summary>
    public const long DecodedBytes = 4;

    /// <summary>Largest message of progress; every client takes 4 MiB.</summary>
    public const int ProgressBytes = 1 << 20;

    /// <summary>Largest answer of a unary call.</summary>
    public const int AnswerBytes = 7 << 19;

    /// <summary>How long a stream whose token expired, or whose hub stops, may take to acknowledge what it stored.</summary>
    public static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(2);
}

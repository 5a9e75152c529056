using System.ComponentModel.DataAnnotations;

namespace Hub.Api.Catalogue;

/// <summary>Limits of catalogue sync; section <c>Hub:Catalogue</c>.</summary>
internal sealed class CatalogueOptions
{
    /// <summary>Items of one stream that may wait for their commit. Beyond it the hub stops reading the stream.</summary>
    [Range(1_000, 1_000_000)]
    public int Credits { get; set; } = 10_000;

    /// <summary>How long a snapshot may stay without Commit and without a message before it is dropped.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan SnapshotLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Items one message may carry.</summary>
    public const int MostItems = 1_000;
}

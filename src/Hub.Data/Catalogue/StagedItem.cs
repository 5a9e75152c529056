using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>Words of one item that a snapshot keeps side by side: none of them may push another out.</summary>
internal enum StagedSlot
{
    /// <summary>Good content or a tombstone.</summary>
    Good = 0,

    /// <summary>A version that is refused or quarantined; a good one below it is still shown.</summary>
    Unpublished = 1,

    /// <summary>A touch; it brings no content.</summary>
    Touch = 2,
}

/// <summary>An item of a snapshot that is not committed yet: durable, shown to nobody.</summary>
public sealed class StagedItem
{
    public required long SessionId { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>Number of a <see cref="StagedSlot"/>.</summary>
    public required int Slot { get; init; }

    /// <summary>Sequence of the message that brought this version.</summary>
    public required long Sequence { get; init; }

    public required long Revision { get; init; }

    public required SaidState SaidState { get; init; }

    /// <summary>Null for a tombstone or a touch.</summary>
    public OfferKind? Kind { get; init; }

    /// <summary>What the rules said: 0 for good, else <see cref="Outcome.Rejected"/> or <see cref="Outcome.Quarantined"/>.</summary>
    public required int RuleOutcome { get; init; }

    /// <summary>Gravest finding of the rules; null when there is none.</summary>
    public string? Reason { get; init; }

    public string? Field { get; init; }

    public string? Detail { get; init; }

    /// <summary>What the partner was told when it came; the flip tells again where it decides otherwise.</summary>
    public required Outcome ToldOutcome { get; init; }

    public string? ToldReason { get; init; }

    public byte[]? ContentHash { get; init; }

    public byte[]? Body { get; init; }
}

internal sealed class StagedItemConfiguration : IEntityTypeConfiguration<StagedItem>
{
    public void Configure(EntityTypeBuilder<StagedItem> builder)
    {
        builder.ToTable("staged_items");

        // Up to one word of each sort per item and session; staging looks an item's words up.
        builder.HasKey(s => new { s.SessionId, s.ExternalId, s.Slot });
    }
}

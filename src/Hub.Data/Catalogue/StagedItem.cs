using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>An item of a snapshot that is not committed yet: durable, shown to nobody.</summary>
public sealed class StagedItem
{
    public required long SessionId { get; init; }

    public required string ExternalId { get; init; }

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

    public byte[]? ContentHash { get; init; }

    public byte[]? Body { get; init; }
}

internal sealed class StagedItemConfiguration : IEntityTypeConfiguration<StagedItem>
{
    public void Configure(EntityTypeBuilder<StagedItem> builder)
    {
        builder.ToTable("staged_items");

        // One version per item and session; the flip reads a session's items in key order.
        builder.HasKey(s => new { s.SessionId, s.ExternalId });
    }
}

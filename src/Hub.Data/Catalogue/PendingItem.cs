using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>A version that was kept but is not shown, beside the last good one: quarantined for now.</summary>
public sealed class PendingItem
{
    public required long OfferId { get; init; }

    public required long SessionId { get; init; }

    public required long Revision { get; init; }

    /// <summary>Stable reason, such as <c>AREA_UNKNOWN</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Path of the field at fault.</summary>
    public required string Field { get; init; }

    /// <summary>The code that is not known.</summary>
    public string? Detail { get; init; }

    public required byte[] ContentHash { get; init; }

    /// <summary>The content as the contract's message in canonical form.</summary>
    public required byte[] Body { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
}

internal sealed class PendingItemConfiguration : IEntityTypeConfiguration<PendingItem>
{
    public void Configure(EntityTypeBuilder<PendingItem> builder)
    {
        builder.ToTable("pending_items");
        builder.HasKey(p => p.OfferId);
        builder.Property(p => p.OfferId).ValueGeneratedNever();

        // When a code appears, the items that wait for it are read by their reason.
        builder.HasIndex(p => p.Reason);
    }
}

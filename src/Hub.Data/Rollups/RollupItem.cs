using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Rollups;

/// <summary>
/// A shown offer as the rollups count it now. What a change takes away from them is read here, so they need nothing from the log but the
/// offer's id. Narrow, so it also serves to filter and count search results.
/// </summary>
public sealed class RollupItem
{
    public required long OfferId { get; init; }

    public required OfferKind Kind { get; init; }

    /// <summary>Code of the province of the first place; empty when there is none.</summary>
    public required string ProvinceCode { get; init; }

    /// <summary>Number of the sector; 0 when not told.</summary>
    public required int SectorCode { get; init; }

    public required long SourceId { get; init; }

    /// <summary>Day of first publication in Jakarta, as days since 1970.</summary>
    public required int Day { get; init; }

    /// <summary>Least pay in whole rupiah; null when not told.</summary>
    public long? PayMinIdr { get; init; }
}

internal sealed class RollupItemConfiguration : IEntityTypeConfiguration<RollupItem>
{
    public void Configure(EntityTypeBuilder<RollupItem> builder)
    {
        builder.ToTable("rollup_items");
        builder.HasKey(i => i.OfferId);
        builder.Property(i => i.OfferId).ValueGeneratedNever();
    }
}

using Hub.Data.Areas;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>
/// One place of an offer. A view: the first place stands in the offer's own row, only further ones have rows of their own,
/// so that the many offers with one place cost no second write.
/// </summary>
public sealed class OfferArea
{
    public required long OfferId { get; init; }

    /// <summary>Order in which the partner named it, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary>Kemendagri code, as sent.</summary>
    public required string AreaCode { get; init; }

    /// <summary>The longest part of the code that the hub's list of areas knows.</summary>
    public required string KnownAreaCode { get; init; }

    public Area Area { get; init; } = null!;
}

/// <summary>A place of an offer beyond its first.</summary>
public sealed class OfferFurtherArea
{
    public required long OfferId { get; init; }

    /// <summary>Order in which the partner named it, from 1.</summary>
    public required int Ordinal { get; init; }

    public required string AreaCode { get; init; }

    public required string KnownAreaCode { get; init; }
}

internal sealed class OfferAreaConfiguration : IEntityTypeConfiguration<OfferArea>, IEntityTypeConfiguration<OfferFurtherArea>
{
    /// <summary>Created by the first migration.</summary>
    internal const string View = """
        CREATE VIEW offer_areas AS
        SELECT id AS offer_id, 0 AS ordinal, area_code, known_area_code FROM offers WHERE known_area_code IS NOT NULL
        UNION ALL
        SELECT offer_id, ordinal, area_code, known_area_code FROM offer_further_areas
        """;

    public void Configure(EntityTypeBuilder<OfferArea> builder)
    {
        builder.ToView("offer_areas");
        builder.HasKey(a => new { a.OfferId, a.Ordinal });
        builder.HasOne<Offer>().WithMany(o => o.Areas).HasForeignKey(a => a.OfferId);
        builder.HasOne(a => a.Area).WithMany().HasForeignKey(a => a.KnownAreaCode).HasPrincipalKey(a => a.Code);
    }

    public void Configure(EntityTypeBuilder<OfferFurtherArea> builder)
    {
        builder.ToTable("offer_further_areas");
        builder.HasKey(a => new { a.OfferId, a.Ordinal });
        builder.HasOne<Offer>().WithMany().HasForeignKey(a => a.OfferId);

        // Offers that name an area as a further place.
        builder.HasIndex(a => a.KnownAreaCode);
    }
}

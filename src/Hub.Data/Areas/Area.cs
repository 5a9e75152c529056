using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Areas;

/// <summary>Level of an area in the Kemendagri code.</summary>
public enum AreaLevel
{
    Province = 1,
    Regency = 2,
    District = 3,
    Village = 4,
}

/// <summary>A province, regency, district or village by its Kemendagri code.</summary>
public sealed class Area
{
    /// <summary>Row key; the code is what everybody else names.</summary>
    public long Id { get; init; }

    /// <summary>Kemendagri code, such as <c>33</c> or <c>33.25</c>.</summary>
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required AreaLevel Level { get; init; }

    /// <summary>Code of the area it lies in; null for a province.</summary>
    public string? ParentCode { get; init; }

    public Area? Parent { get; init; }

    public ICollection<Area> Children { get; } = [];

    /// <summary>The area itself and every area inside it, at whatever depth.</summary>
    public ICollection<AreaPart> Parts { get; } = [];

    /// <summary>Offers whose first place lies in it, and in no smaller area of the list.</summary>
    public ICollection<Offer> Offers { get; } = [];
}

/// <summary>An area inside another, or the other itself. A query over the list: codes of what lies inside begin with the code and a dot.</summary>
public sealed class AreaPart
{
    public required string AreaCode { get; init; }

    public required string PartCode { get; init; }

    public Area Part { get; init; } = null!;
}

internal sealed class AreaConfiguration : IEntityTypeConfiguration<Area>, IEntityTypeConfiguration<AreaPart>
{
    public void Configure(EntityTypeBuilder<Area> builder)
    {
        builder.ToTable("areas");
        builder.Property(a => a.Code).HasMaxLength(13);
        builder.HasOne(a => a.Parent).WithMany(a => a.Children)
            .HasForeignKey(a => a.ParentCode).HasPrincipalKey(a => a.Code).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AreaPart> builder)
    {
        // One range of the index on codes: the slash is the character after the dot, and no code has another below it.
        builder.ToSqlQuery(
            "SELECT a.code AS area_code, p.code AS part_code FROM areas AS a JOIN areas AS p ON p.code >= a.code AND p.code < a.code || '/'");
        builder.HasKey(p => new { p.AreaCode, p.PartCode });
        builder.HasOne<Area>().WithMany(a => a.Parts).HasForeignKey(p => p.AreaCode).HasPrincipalKey(a => a.Code);
        builder.HasOne(p => p.Part).WithMany().HasForeignKey(p => p.PartCode).HasPrincipalKey(a => a.Code);
    }
}

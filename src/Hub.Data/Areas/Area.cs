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
}

internal sealed class AreaConfiguration : IEntityTypeConfiguration<Area>
{
    public void Configure(EntityTypeBuilder<Area> builder)
    {
        builder.ToTable("areas");
        builder.Property(a => a.Code).HasMaxLength(13);
        builder.HasOne(a => a.Parent).WithMany(a => a.Children)
            .HasForeignKey(a => a.ParentCode).HasPrincipalKey(a => a.Code).OnDelete(DeleteBehavior.Restrict);
    }
}

using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Sectors;

/// <summary>Sector of Bursa Kerja Mandiri, or other; the numbers are those of the contract.</summary>
public enum SectorCode
{
    Beauty = 1,
    Fitness = 2,
    Cleaning = 3,
    Repair = 4,
    Construction = 5,
    Automotive = 6,
    Other = 7,
}

/// <summary>A sector with its names and the occupations that belong to it.</summary>
public sealed class Sector
{
    /// <summary>Row key: the number of <see cref="Code"/>.</summary>
    public required long Id { get; init; }

    public required SectorCode Code { get; init; }

    public required string NameId { get; init; }

    public required string NameEn { get; init; }

    /// <summary>KBJI (ISCO-08) codes of 4 digits that belong to it, as a JSON list of text.</summary>
    public required string OccupationCodes { get; init; }

    public ICollection<Offer> Offers { get; } = [];
}

internal sealed class SectorConfiguration : IEntityTypeConfiguration<Sector>
{
    public void Configure(EntityTypeBuilder<Sector> builder)
    {
        builder.ToTable("sectors");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasAlternateKey(s => s.Code);
    }
}

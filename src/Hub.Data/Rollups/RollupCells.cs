using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Rollups;

/// <summary>What every level of rollups counts of the offers that are shown; cells without offers have no row.</summary>
public abstract class RollupCell
{
    public required OfferKind Kind { get; init; }

    public required long LiveCount { get; init; }

    /// <summary>Offers with a least pay.</summary>
    public required long PayCount { get; init; }

    /// <summary>Sum of how many times 2^32 goes into each; the sum of the pay itself could be more than 64 bits hold.</summary>
    public required long PayMinHigh { get; init; }

    /// <summary>Sum of what is left of each.</summary>
    public required long PayMinLow { get; init; }
}

/// <summary>By province. An empty code stands for offers without a place.</summary>
public sealed class ProvinceRollup : RollupCell
{
    public required string ProvinceCode { get; init; }
}

/// <summary>By sector; 0 stands for offers without one.</summary>
public sealed class SectorRollup : RollupCell
{
    public required int SectorCode { get; init; }
}

/// <summary>By source, and so by participant.</summary>
public sealed class SourceRollup : RollupCell
{
    public required long SourceId { get; init; }
}

/// <summary>By month of first publication in Jakarta.</summary>
public sealed class MonthTotal : RollupCell
{
    /// <summary>First day of the month, as days since 1970.</summary>
    public required int Month { get; init; }
}

/// <summary>By province and sector.</summary>
public sealed class ProvinceSectorRollup : RollupCell
{
    public required string ProvinceCode { get; init; }

    public required int SectorCode { get; init; }
}

/// <summary>By month of first publication in Jakarta, province and sector.</summary>
public sealed class MonthRollup : RollupCell
{
    /// <summary>First day of the month, as days since 1970.</summary>
    public required int Month { get; init; }

    public required string ProvinceCode { get; init; }

    public required int SectorCode { get; init; }
}

/// <summary>By day of first publication in Jakarta, province and sector.</summary>
public sealed class DayRollup : RollupCell
{
    /// <summary>Days since 1970.</summary>
    public required int Day { get; init; }

    public required string ProvinceCode { get; init; }

    public required int SectorCode { get; init; }
}

/// <summary>By everything the rollups know: day, province, sector and source.</summary>
public sealed class DetailRollup : RollupCell
{
    /// <summary>Days since 1970.</summary>
    public required int Day { get; init; }

    public required string ProvinceCode { get; init; }

    public required int SectorCode { get; init; }

    public required long SourceId { get; init; }
}

/// <summary>The tables are made by <see cref="RollupLevel"/>: EF Core cannot say that the key is where the rows lie.</summary>
internal sealed class RollupConfiguration :
    IEntityTypeConfiguration<ProvinceRollup>, IEntityTypeConfiguration<SectorRollup>, IEntityTypeConfiguration<SourceRollup>,
    IEntityTypeConfiguration<MonthTotal>, IEntityTypeConfiguration<ProvinceSectorRollup>, IEntityTypeConfiguration<MonthRollup>,
    IEntityTypeConfiguration<DayRollup>, IEntityTypeConfiguration<DetailRollup>
{
    public void Configure(EntityTypeBuilder<ProvinceRollup> builder)
    {
        builder.ToTable("rollup_provinces", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.ProvinceCode });
    }

    public void Configure(EntityTypeBuilder<SectorRollup> builder)
    {
        builder.ToTable("rollup_sectors", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.SectorCode });
    }

    public void Configure(EntityTypeBuilder<SourceRollup> builder)
    {
        builder.ToTable("rollup_sources", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.SourceId });
    }

    public void Configure(EntityTypeBuilder<MonthTotal> builder)
    {
        builder.ToTable("rollup_month_totals", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.Month });
    }

    public void Configure(EntityTypeBuilder<ProvinceSectorRollup> builder)
    {
        builder.ToTable("rollup_province_sectors", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.ProvinceCode, r.SectorCode });
    }

    public void Configure(EntityTypeBuilder<MonthRollup> builder)
    {
        builder.ToTable("rollup_months", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.Month, r.ProvinceCode, r.SectorCode });
    }

    public void Configure(EntityTypeBuilder<DayRollup> builder)
    {
        builder.ToTable("rollup_days", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.Day, r.ProvinceCode, r.SectorCode });
    }

    public void Configure(EntityTypeBuilder<DetailRollup> builder)
    {
        builder.ToTable("rollup_details", table => table.ExcludeFromMigrations());
        builder.HasKey(r => new { r.Kind, r.Day, r.ProvinceCode, r.SectorCode, r.SourceId });
    }
}

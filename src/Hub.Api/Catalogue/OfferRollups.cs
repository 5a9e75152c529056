using Hub.Data.Catalogue;
using Hub.Data.Rollups;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Catalogue;

/// <summary>
/// What the rollups know of offers, so that figures, groups and facets need not read them. The coarsest that knows everything asked is
/// taken; of two with as many dimensions the one that stands first.
/// </summary>
internal static class OfferRollups
{
    /// <summary>Jakarta is that far ahead of UTC, all year.</summary>
    private static readonly TimeSpan Jakarta = TimeSpan.FromHours(7);

    /// <summary>Every level; none is used while <paramref name="isUsable"/> says no.</summary>
    public static RollupCatalogue Catalogue(Func<bool> isUsable) => new(
        Level<SectorRollup>().Dimension(o => o.SectorCode, c => c.SectorCode, missing: 0).Build(),
        Level<ProvinceRollup>().Dimension(o => o.KnownAreaCode!.Substring(0, 2), c => c.ProvinceCode, missing: "").Build(),
        Level<SourceRollup>().Dimension(o => o.SourceId, c => c.SourceId).Build(),
        Level<MonthTotal>().Period(o => o.PublishedAt, DateInterval.Month, Jakarta, c => c.Month).Build(),
        Level<ProvinceSectorRollup>()
            .Dimension(o => o.KnownAreaCode!.Substring(0, 2), c => c.ProvinceCode, missing: "")
            .Dimension(o => o.SectorCode, c => c.SectorCode, missing: 0)
            .Build(),
        Level<MonthRollup>()
            .Period(o => o.PublishedAt, DateInterval.Month, Jakarta, c => c.Month)
            .Dimension(o => o.KnownAreaCode!.Substring(0, 2), c => c.ProvinceCode, missing: "")
            .Dimension(o => o.SectorCode, c => c.SectorCode, missing: 0)
            .Build(),
        Level<DayRollup>()
            .Day(o => o.PublishedAt, Jakarta, c => c.Day)
            .Dimension(o => o.KnownAreaCode!.Substring(0, 2), c => c.ProvinceCode, missing: "")
            .Dimension(o => o.SectorCode, c => c.SectorCode, missing: 0)
            .Build(),
        Level<DetailRollup>()
            .Day(o => o.PublishedAt, Jakarta, c => c.Day)
            .Dimension(o => o.KnownAreaCode!.Substring(0, 2), c => c.ProvinceCode, missing: "")
            .Dimension(o => o.SectorCode, c => c.SectorCode, missing: 0)
            .Dimension(o => o.SourceId, c => c.SourceId)
            .Build(),
        new RollupBuilder<Offer, RollupItem>()
            .Where(o => o.State == OfferState.Published)
            .Dimension(o => o.Id, i => i.OfferId)
            .Dimension(o => o.Kind, i => i.Kind)
            .Day(o => o.PublishedAt, Jakarta, i => i.Day)
            .Dimension(o => o.KnownAreaCode!.Substring(0, 2), i => i.ProvinceCode, missing: "")
            .Dimension(o => o.SectorCode, i => i.SectorCode, missing: 0)
            .Dimension(o => o.SourceId, i => i.SourceId)
            .CountRows()
            .Build())
    {
        IsUsable = isUsable,
    };

    private static RollupBuilder<Offer, TCell> Level<TCell>()
        where TCell : RollupCell => new RollupBuilder<Offer, TCell>()
            .Where(o => o.State == OfferState.Published)
            .Dimension(o => o.Kind, c => c.Kind)
            .Count(c => c.LiveCount)
            .WideSum(o => o.PayMinIdr, c => c.PayMinHigh, c => c.PayMinLow, c => c.PayCount);
}

using Hub.Data;
using Hub.Data.Catalogue;
using Hub.Data.Rollups;
using Hub.Data.Sectors;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using static Hub.Benchmarks.Read.EfRows;

namespace Hub.Benchmarks.Read;

/// <summary>
/// The questions over EF Core, compiled once, projected to records, nothing tracked. Runs of a course are a query a course, since EF Core
/// turns a nested Take into row numbers over all runs.
/// </summary>
internal static class EfQueries
{
    private static readonly Func<HubDbContext, SectorCode, long, IEnumerable<GigRow>> Gigs = EF.CompileQuery(
        (HubDbContext db, SectorCode sector, long least) => db.Offers
            .Where(o => o.Kind == OfferKind.Gig && o.State == OfferState.Published && o.SectorCode == sector && o.PayMinIdr >= least)
            .OrderByDescending(o => o.PublishedAt).ThenByDescending(o => o.Id).Take(51)
            .Select(o => new GigRow(
                o.PublicId, o.Title, o.PayUnit, o.PayMinIdr, o.PayMaxIdr, o.Openings, o.PublishedAt,
                new(o.Source.Name, new(o.Source.Participant.LegalName)),
                o.Area == null ? null : new(o.Area.Name, o.Area.Parent == null ? null : new(o.Area.Parent.Name)))));

    private static readonly Func<HubDbContext, SectorCode, IEnumerable<CourseRow>> Courses = EF.CompileQuery(
        (HubDbContext db, SectorCode sector) => db.Offers
            .Where(o => o.Kind == OfferKind.Course && o.State == OfferState.Published && o.SectorCode == sector)
            .OrderByDescending(o => o.PublishedAt).ThenByDescending(o => o.Id).Take(20)
            .Select(o => new CourseRow(o.PublicId, o.Title, o.ProviderName, o.PriceIdr, o.Mode, o.Hours, new(o.Source.Name), o.SourceId, o.ExternalId)));

    private static readonly Func<HubDbContext, long, string, IEnumerable<RunRow>> Runs = EF.CompileQuery(
        (HubDbContext db, long source, string course) => db.Offers
            .Where(o => o.SourceId == source && o.CourseExternalId == course && o.Kind == OfferKind.CourseRun && o.State == OfferState.Published)
            .OrderBy(o => o.StartsAt).ThenBy(o => o.Id).Take(5)
            .Select(o => new RunRow(o.PublicId, o.StartsAt, o.EndsAt, o.Capacity, o.VenueName)));

    private static readonly Func<HubDbContext, IEnumerable<Group>> Groups = EF.CompileQuery(
        (HubDbContext db) => (
            from r in db.Set<ProvinceSectorRollup>()
            where r.Kind == OfferKind.Gig
            join a in db.Areas on r.ProvinceCode equals a.Code into areas
            from a in areas.DefaultIfEmpty()
            join s in db.Sectors on (long)r.SectorCode equals s.Id into sectors
            from s in sectors.DefaultIfEmpty()
            orderby a.Code, s.Code
            select new Group(
                new(a == null ? null : new ProvinceRow(a.Code, a.Name), s == null ? null : new SectorRow(s.Code, s.NameId)),
                new(r.LiveCount, new(r.PayCount == 0 ? null : (r.PayMinHigh * 4_294_967_296L) + r.PayMinLow)))).Take(500));

    private static readonly Func<HubDbContext, DateTimeOffset, long, IEnumerable<PagedGig>> Page = EF.CompileQuery(
        (HubDbContext db, DateTimeOffset published, long row) => db.Offers
            .Where(o => o.Kind == OfferKind.Gig && o.State == OfferState.Published
                && o.PublishedAt <= published && (o.PublishedAt < published || o.Id < row))
            .OrderByDescending(o => o.PublishedAt).ThenByDescending(o => o.Id).Take(51)
            .Select(o => new PagedGig(
                o.PublicId, o.Title, o.PayMinIdr, o.PublishedAt,
                o.Area == null ? null : new(o.Area.Name, o.Area.Parent == null ? null : new(o.Area.Parent.Name)))));

    public static IReadOnlyDictionary<string, Func<HubDbContext, IQueryCollection, object>> All { get; } =
        new Dictionary<string, Func<HubDbContext, IQueryCollection, object>>
        {
            ["Q1"] = (db, query) => new { gigs = Paged(Gigs(db, Sector(query), HandWrittenQueries.Number(query, "least"))) },
            ["Q2"] = (db, query) => new { courses = new Nodes<CourseNode>([.. Courses(db, Sector(query)).ToList().Select(c => WithRuns(db, c))]) },
            ["Q3"] = (db, _) => new { gigs = new { groupBy = new Nodes<Group>([.. Groups(db)]) } },
            ["Q5"] = (db, query) => new
            {
                gigs = Paged(Page(db, DateTimeOffset.FromUnixTimeMilliseconds(HandWrittenQueries.Number(query, "published")), HandWrittenQueries.Number(query, "row"))),
            },
        };

    private static CourseNode WithRuns(HubDbContext db, CourseRow course) => new(
        course.Id, course.Title, course.ProviderName, course.PriceIdr, course.Mode, course.Hours, course.Source,
        new([.. Runs(db, course.SourceId, course.ExternalId)]));

    private static SectorCode Sector(IQueryCollection query) => (SectorCode)HandWrittenQueries.Number(query, "sectorNumber");

    private static Paged<T> Paged<T>(IEnumerable<T> rows)
    {
        var list = rows.ToList();
        var hasNext = list.Count > 50;
        if (hasNext)
            list.RemoveAt(50);
        return new(list, new(hasNext));
    }
}

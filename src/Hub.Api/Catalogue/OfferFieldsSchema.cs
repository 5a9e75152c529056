using System.Linq.Expressions;
using Hub.Api.Clusters;
using Hub.Data.Areas;
using Hub.Data.Catalogue;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Catalogue;

/// <summary>What the types of offers share.</summary>
internal static class OfferFieldsSchema
{
    public static TypeBuilder<Offer> OfferFields(this TypeBuilder<Offer> offer) => offer
        .Key(o => o.Id)
        .Id(o => o.PublicId)
        .EntityKey("source { id } externalId")
        .Field("kind", o => o.Kind, "Kind of the offer.")
        .Field("source", o => o.Source, "The catalogue it comes from.")
        .Field("externalId", o => o.ExternalId, "The partner's own key, unique within the source.", f => f.NotGrouped())
        .Field("revision", o => o.Revision, "Rises with every change by the partner.", f => f.NotGrouped())
        .Field("title", o => o.Title, "Title, as the partner wrote it.", f => f.NotGrouped())
        .Field("description", o => o.Description, "Description, as the partner wrote it; null when there is none.", f => f.NotOrdered())
        .Field("language", o => o.Language, "Language of the texts as a BCP 47 tag; null when not told.")
        .Field("areaCode", o => o.AreaCode, "Kemendagri code of the first place, as sent; null when it has none.")
        .Field("area", o => o.Area, "The place of the official list that the first place lies in; null when it has none.")
        .Connection("places", o => o.Areas, "Every place, the first one included.")
        .Field("sector", o => o.Sector, "Its sector; null when not told.")
        .Field("occupationCode", o => o.OccupationCode, "ISCO-08 or KBJI code; null when not told.")
        .Field("industryCode", o => o.IndustryCode, "KBLI code; null when not told.")
        .Field("skills", o => o.Skills, "Skills it needs or teaches.", f => f.JsonList())
        .Field("applyUrl", o => o.ApplyUrl, "Where to apply; null when not told.", f => f.NotOrdered())
        .Field("validThrough", o => o.ValidThrough, "When it ends by itself; null when it does not.")
        .Field("publishedAt", o => o.PublishedAt, "When it was first shown.")
        .Field("changedAt", o => o.ChangedAt, "When what is shown last changed.")
        .ClusterField()
        .GroupKey<Area>("province", o => o.KnownAreaCode!.Substring(0, 2), a => a.Code, "The province of the first place; null when it has none.")
        .GroupKey("participant", o => o.Source.Participant, "The participant that offers it.")
        .Search("offer_search", search => search.Text(8, o => o.Title).Text(1, o => o.Description).Text(4, o => o.ProviderName, o => o.EmployerName))
        .Filter("sectorCode", o => o.SectorCode, "Code of its sector.")
        .Filter("knownAreaCode", o => o.KnownAreaCode, "The longest part of its area code that the official list knows.");

    /// <summary>The offers of every kind that a path leads to, in the one order over all kinds that an index gives.</summary>
    public static TypeBuilder<T> AllOffers<T>(this TypeBuilder<T> type, Expression<Func<T, IEnumerable<Offer>>> path, string which)
        where T : class => type
            .Connection<Offer>(
                "offers",
                path,
                $"Offers of every kind {which}: vacancies, gigs, course runs, then courses, of each the newest first.",
                c => c.Of("Offer").DefaultOrder(o => o.Kind, descending: true).DefaultOrder(o => o.PublishedAt, descending: true));

    /// <summary>Lists of the offers a path leads to: every kind together, and each by itself. The words say which offers they are.</summary>
    public static TypeBuilder<T> OfferLists<T>(this TypeBuilder<T> type, Expression<Func<T, IEnumerable<Offer>>> path, string which)
        where T : class => type
            .AllOffers(path, which)
            .Connection<Offer>("courses", path, $"Courses {which}.", c => c.Of("Course").DefaultOrder(o => o.PublishedAt, descending: true))
            .Connection<Offer>("courseRuns", path, $"Course runs {which}.", c => c.Of("CourseRun").DefaultOrder(o => o.PublishedAt, descending: true))
            .Connection<Offer>("gigs", path, $"Gigs {which}.", c => c.Of("Gig").DefaultOrder(o => o.PublishedAt, descending: true))
            .Connection<Offer>("vacancies", path, $"Vacancies {which}.", c => c.Of("Vacancy").DefaultOrder(o => o.PublishedAt, descending: true));

    public static TypeBuilder<Offer> PayFields(this TypeBuilder<Offer> offer) => offer
        .Field("openings", o => o.Openings, "People wanted; null when not told.")
        .Field("payUnit", o => o.PayUnit, "What the pay is for; null when not told.")
        .Field("payMinIdr", o => o.PayMinIdr, "Least pay in whole rupiah; null when not told.", f => f.As("Rupiah"))
        .Field("payMaxIdr", o => o.PayMaxIdr, "Most pay in whole rupiah; null when not told.", f => f.As("Rupiah"));

    public static void AddOfferEnums(this SchemaBuilder schema) => schema
        .Enum<OfferKind>("OfferKind", "Kind of an offer.", kind => kind
            .Value(OfferKind.Course, "A course.")
            .Value(OfferKind.CourseRun, "One run of a course.")
            .Value(OfferKind.Gig, "Work by the piece or by time.")
            .Value(OfferKind.Vacancy, "A job."))
        .Enum<DeliveryMode>("DeliveryMode", "How teaching is delivered.", mode => mode
            .Value(DeliveryMode.Offline, "At a place.")
            .Value(DeliveryMode.Online, "Online, at set times.")
            .Value(DeliveryMode.SelfPaced, "Online, at any time.")
            .Value(DeliveryMode.Blended, "Partly at a place, partly online."))
        .Enum<PayUnit>("PayUnit", "What an amount of pay is for.", unit => unit
            .Value(PayUnit.Hour, "An hour.")
            .Value(PayUnit.Day, "A day.")
            .Value(PayUnit.Task, "The whole task.")
            .Value(PayUnit.Month, "A month."))
        .Enum<EmploymentTypes>("EmploymentType", "Kind of contract of employment.", type => type
            .Value(EmploymentTypes.FullTime, "Full time.")
            .Value(EmploymentTypes.PartTime, "Part time.")
            .Value(EmploymentTypes.Contract, "For a fixed term.")
            .Value(EmploymentTypes.Temporary, "Temporary.")
            .Value(EmploymentTypes.Internship, "An internship.")
            .Value(EmploymentTypes.Casual, "Day by day."));
}

using Hub.Data.Catalogue;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Catalogue;

/// <summary>What dashboards see of offers. Each kind is a type of its own; only what is published is shown, wherever it is reached.</summary>
internal static class CatalogueSchema
{
    public static void AddCatalogue(this SchemaBuilder schema)
    {
        schema.AddOfferEnums();
        schema
            .Type<OfferArea>("OfferPlace", "One place of an offer.", place => place
                .Requires("dashboard.read")
                .Key(p => p.OfferId, p => p.Ordinal)
                .Field("ordinal", p => p.Ordinal, "Order in which the partner named it, from 0.")
                .Field("areaCode", p => p.AreaCode, "Kemendagri code, as sent.")
                .Field("area", p => p.Area, "The place of the official list that the code lies in."))
            .Interface<Offer>("Offer", "What a partner offers, of whatever kind. Only what is published is shown.", offer => offer
                .Requires("dashboard.read")
                .Where(o => o.State == OfferState.Published)
                .Exhaustive()
                .OfferFields())
            .Type<Offer>("Course", "A course that one partner offers.", course => course
                .Requires("dashboard.read")
                .Implements("Offer")
                .Where(o => o.Kind == OfferKind.Course)
                .Field("courseCode", o => o.CourseCode, "The provider's own code; null when not told.")
                .Field("providerCode", o => o.ProviderCode, "Code of the training provider; null when not told.")
                .Field("providerName", o => o.ProviderName, "Name of the training provider; null when not told.")
                .Field("mode", o => o.Mode, "How it is delivered; null when not told.")
                .Field("hours", o => o.Hours, "Training hours; null when not told.")
                .Field("kkniLevel", o => o.KkniLevel, "Level of the national qualification framework, 1 to 9; null when not told.")
                .Field("priceIdr", o => o.PriceIdr, "Price in whole rupiah, 0 when free; null when it is on request.", f => f.As("Rupiah"))
                .Connection<Offer>("runs", o => o.Runs, "Its runs in the same catalogue.", runs => runs.Of("CourseRun").DefaultOrder(o => o.StartsAt)))
            .Type<Offer>("CourseRun", "One run of a course, with its dates and seats.", run => run
                .Requires("dashboard.read")
                .Implements("Offer")
                .Where(o => o.Kind == OfferKind.CourseRun)
                .Field("course", o => o.Course, "Its course; null while the partner does not show it.", f => f.As("Course"))
                .Field("scheduleCode", o => o.ScheduleCode, "The provider's own code; null when not told.")
                .Field("mode", o => o.Mode, "How it is delivered; null when not told.")
                .Field("startsAt", o => o.StartsAt, "When it starts; null when not told.")
                .Field("endsAt", o => o.EndsAt, "When it ends; null when not told.")
                .Field("registrationOpensAt", o => o.RegistrationOpensAt, "When registration opens; null when not told.")
                .Field("registrationClosesAt", o => o.RegistrationClosesAt, "When registration closes; null when not told.")
                .Field("capacity", o => o.Capacity, "Seats; null when no limit was told.")
                .Field("venueName", o => o.VenueName, "Name of the venue; null when not told.")
                .Field("priceIdr", o => o.PriceIdr, "Price in whole rupiah, 0 when free; null when it is the course's.", f => f.As("Rupiah")))
            .Type<Offer>("Gig", "Work by the piece or by time that one partner offers.", gig => gig
                .Requires("dashboard.read")
                .Implements("Offer")
                .Where(o => o.Kind == OfferKind.Gig)
                .PayFields())
            .Type<Offer>("Vacancy", "A job that one partner offers.", vacancy => vacancy
                .Requires("dashboard.read")
                .Implements("Offer")
                .Where(o => o.Kind == OfferKind.Vacancy)
                .PayFields()
                .Field("employerName", o => o.EmployerName, "Who employs; null when the employer stays private.")
                .Field("employmentTypes", o => o.EmploymentTypes, "Kinds of contract; empty when not told.", f => f.As("EmploymentType"))
                .Field("filled", o => o.Filled, "People hired so far; null when not told.")
                .Field("deadline", o => o.Deadline, "Last moment to apply; null when not told."));
        AddRoots(schema);
    }

    private static void AddRoots(SchemaBuilder schema) => schema
        .Connection<Offer>("offers", "Offers of every kind and participant, newest first.", c => c.Of("Offer").DefaultOrder(o => o.Id, descending: true))
        .Connection<Offer>(
            "search",
            "Offers of every kind that hold some words in title, description or name of provider or employer, the best match first. " +
                "What was stored a moment ago may not be found yet: `followers` tells.",
            c => c.Of("Offer").Searched("text").PageSize(standard: 20, most: 500))
        .Connection<Offer>("courses", "Courses of every participant.", c => c.Of("Course").DefaultOrder(o => o.PublishedAt, descending: true))
        .Connection<Offer>("courseRuns", "Course runs of every participant.", c => c.Of("CourseRun").DefaultOrder(o => o.PublishedAt, descending: true))
        .Connection<Offer>("gigs", "Gigs of every participant.", c => c.Of("Gig").DefaultOrder(o => o.PublishedAt, descending: true))
        .Connection<Offer>("vacancies", "Vacancies of every participant.", c => c.Of("Vacancy").DefaultOrder(o => o.PublishedAt, descending: true))
        .Lookup<Offer>("course", "The course of an id; null when none is shown.", o => o.PublicId, "id", "Id of the course.", "Course")
        .Lookup<Offer>("courseRun", "The course run of an id; null when none is shown.", o => o.PublicId, "id", "Id of the run.", "CourseRun")
        .Lookup<Offer>("gig", "The gig of an id; null when none is shown.", o => o.PublicId, "id", "Id of the gig.", "Gig")
        .Lookup<Offer>("vacancy", "The vacancy of an id; null when none is shown.", o => o.PublicId, "id", "Id of the vacancy.", "Vacancy");
}

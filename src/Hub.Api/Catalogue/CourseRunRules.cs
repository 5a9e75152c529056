using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using DeliveryMode = Hub.Catalogue.V1.DeliveryMode;

namespace Hub.Api.Catalogue;

/// <summary>What a run of a course must satisfy.</summary>
internal static class CourseRunRules
{
    public static OfferContent Read(CourseRun run, RuleContext context, Findings findings)
    {
        var shared = new SharedFields
        {
            Title = run.Title,
            Description = run.Description,
            Language = run.Language,
            AreaCodes = run.AreaCodes,
            ValidThrough = run.ValidThrough,
            ApplyUrl = run.ApplyUrl,
            OccupationCode = run.OccupationCode,
            IndustryCode = run.IndustryCode,
            Skills = run.Skills,
            Attributes = run.Attributes,
            Accommodations = run.Accommodations,
            Sector = run.Sector,
        };
        var content = shared.Read(OfferKind.CourseRun, context, findings);
        (run.Title, run.Description, run.ApplyUrl) = (shared.Title, shared.Description, shared.ApplyUrl);
        run.ScheduleCode = TextRules.Text(run.ScheduleCode, OfferLimits.Code, "schedule_code", findings);
        if (run.CourseExternalId.Length == 0)
            findings.Reject("FIELD_MISSING", "course_external_id");
        else
            TextRules.ExternalId(run.CourseExternalId, "course_external_id", findings);
        if (run.StartsAt is null)
            findings.Reject("FIELD_MISSING", "starts_at");
        if (run.Venue is { } venue)
        {
            venue.Name = TextRules.Text(venue.Name, OfferLimits.Name, "venue.name", findings);
            venue.Address = TextRules.Text(venue.Address, OfferLimits.Address, "venue.address", findings);
        }

        CheckSessions(run, findings);
        content = content with
        {
            CourseExternalId = TextRules.OrNull(run.CourseExternalId),
            ScheduleCode = TextRules.OrNull(run.ScheduleCode),
            StartsAt = TextRules.Instant(run.StartsAt, "starts_at", findings),
            EndsAt = TextRules.Instant(run.EndsAt, "ends_at", findings),
            RegistrationOpensAt = TextRules.Instant(run.RegistrationOpensAt, "registration_opens_at", findings),
            RegistrationClosesAt = TextRules.Instant(run.RegistrationClosesAt, "registration_closes_at", findings),
            Capacity = TextRules.Number(run.HasCapacity, run.Capacity, 1, int.MaxValue, "capacity", findings),
            VenueName = run.Venue is { Name.Length: > 0 } place ? place.Name : null,
            PriceIdr = TextRules.Amount(run.HasPriceIdr, run.PriceIdr, "price_idr", findings),
            Mode = TextRules.Known((int)run.Mode, (int)DeliveryMode.Blended, "mode", findings),
        };
        TextRules.Order(content.StartsAt, content.EndsAt, "ends_at", findings);
        TextRules.Order(content.RegistrationOpensAt, content.RegistrationClosesAt, "registration_closes_at", findings);
        return content;
    }

    private static void CheckSessions(CourseRun run, Findings findings)
    {
        TextRules.Count(run.Sessions.Count, OfferLimits.Sessions, "sessions", findings);
        var last = 0;
        for (var i = 0; i < run.Sessions.Count; i++)
        {
            var session = run.Sessions[i];
            var path = TextRules.Index("sessions", i);
            if (session.Sequence <= last)
                findings.Reject("SEQUENCE_NOT_RISING", path + ".sequence");
            last = session.Sequence;
            if (session.StartsAt is null)
                findings.Reject("FIELD_MISSING", path + ".starts_at");
            var starts = TextRules.Instant(session.StartsAt, path + ".starts_at", findings);
            TextRules.Order(starts, TextRules.Instant(session.EndsAt, path + ".ends_at", findings), path + ".ends_at", findings);
            TextRules.Known((int)session.Mode, (int)DeliveryMode.Blended, path + ".mode", findings);
        }
    }
}

using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using DeliveryMode = Hub.Catalogue.V1.DeliveryMode;

namespace Hub.Api.Catalogue;

/// <summary>What a course must satisfy.</summary>
internal static class CourseRules
{
    public static OfferContent Read(Course course, RuleContext context, Findings findings)
    {
        var shared = new SharedFields
        {
            Title = course.Title,
            Description = course.Description,
            Language = course.Language,
            AreaCodes = course.AreaCodes,
            ValidThrough = course.ValidThrough,
            ApplyUrl = course.ApplyUrl,
            OccupationCode = course.OccupationCode,
            IndustryCode = course.IndustryCode,
            Skills = course.Skills,
            Attributes = course.Attributes,
            Accommodations = course.Accommodations,
            Sector = course.Sector,
        };
        var content = shared.Read(OfferKind.Course, context, findings);
        (course.Title, course.Description, course.ApplyUrl) = (shared.Title, shared.Description, shared.ApplyUrl);
        course.CourseCode = TextRules.Text(course.CourseCode, OfferLimits.Code, "course_code", findings);
        course.ProviderCode = TextRules.Text(course.ProviderCode, OfferLimits.Code, "provider_code", findings);
        course.ProviderName = TextRules.Text(course.ProviderName, OfferLimits.Name, "provider_name", findings);
        TextRules.Texts(course.Outcomes, OfferLimits.Values, OfferLimits.OutcomeText, "outcomes", findings);
        TextRules.Texts(course.SkkniUnits, OfferLimits.Values, OfferLimits.Code, "skkni_units", findings);
        CheckAudience(course.Audience, findings);

        return content with
        {
            CourseCode = TextRules.OrNull(course.CourseCode),
            ProviderCode = TextRules.OrNull(course.ProviderCode),
            ProviderName = TextRules.OrNull(course.ProviderName),
            KkniLevel = TextRules.Number(course.HasKkniLevel, course.KkniLevel, 1, 9, "kkni_level", findings),
            Mode = TextRules.Known((int)course.Mode, (int)DeliveryMode.Blended, "mode", findings),
            Hours = TextRules.Number(course.HasHours, course.Hours, 1, int.MaxValue, "hours", findings),
            PriceIdr = TextRules.Amount(course.HasPriceIdr, course.PriceIdr, "price_idr", findings),
        };
    }

    private static void CheckAudience(Audience? audience, Findings findings)
    {
        if (audience is null)
            return;
        TextRules.Number(audience.HasMinimumAge, audience.MinimumAge, 0, 120, "audience.minimum_age", findings);
        TextRules.Known((int)audience.MinimumEducation, (int)EducationLevel.Postgraduate, "audience.minimum_education", findings);
    }
}

using System.Globalization;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using VacancyProfile = Hub.Data.Participants.VacancyProfile;

namespace Hub.Api.Catalogue;

/// <summary>What a vacancy must satisfy.</summary>
internal static class VacancyRules
{
    public static OfferContent Read(Vacancy vacancy, RuleContext context, Findings findings)
    {
        var shared = new SharedFields
        {
            Title = vacancy.Title,
            Description = vacancy.Description,
            Language = vacancy.Language,
            AreaCodes = vacancy.AreaCodes,
            ValidThrough = vacancy.ValidThrough,
            ApplyUrl = vacancy.ApplyUrl,
            OccupationCode = vacancy.OccupationCode,
            IndustryCode = vacancy.IndustryCode,
            Skills = vacancy.Skills,
            Attributes = vacancy.Attributes,
            Accommodations = vacancy.Accommodations,
            Sector = vacancy.Sector,
        };
        var content = shared.Read(OfferKind.Vacancy, context, findings);
        (vacancy.Title, vacancy.Description, vacancy.ApplyUrl) = (shared.Title, shared.Description, shared.ApplyUrl);
        vacancy.Requirements = TextRules.Text(vacancy.Requirements, OfferLimits.Description, "requirements", findings);
        CheckEmployer(vacancy.Employer, findings);

        content = content with
        {
            EmployerName = vacancy.Employer is { Name.Length: > 0 } employer ? employer.Name : null,
            EmploymentTypes = Types(vacancy, findings),
            Openings = TextRules.Number(vacancy.HasOpenings, vacancy.Openings, 1, int.MaxValue, "openings", findings),
            Filled = TextRules.Number(
                vacancy.HasFilled, vacancy.Filled, 0, vacancy.HasOpenings ? vacancy.Openings : int.MaxValue, "filled", findings),
            PayUnit = PayRules.Unit(vacancy.PayUnit, vacancy.HasPayMinIdr || vacancy.HasPayMaxIdr, findings),
            PayMinIdr = TextRules.Amount(vacancy.HasPayMinIdr, vacancy.PayMinIdr, "pay_min_idr", findings),
            PayMaxIdr = TextRules.Amount(vacancy.HasPayMaxIdr, vacancy.PayMaxIdr, "pay_max_idr", findings),
            Deadline = TextRules.Instant(vacancy.Deadline, "deadline", findings),
        };
        PayRules.Range(content.PayMinIdr, content.PayMaxIdr, findings);
        CheckStatutory(vacancy, context.Profile, findings);
        return content;
    }

    private static void CheckEmployer(Employer? employer, Findings findings)
    {
        if (employer is null)
            return;
        employer.Name = TextRules.Required(employer.Name, OfferLimits.Name, "employer.name", findings);
        TextRules.ExternalId(employer.ExternalId, "employer.external_id", findings);
        TextRules.Digits(employer.Nib, [13], "employer.nib", "NIB_MALFORMED", findings);
    }

    /// <summary>Perpres 57/2023, article 5: a vacancy states its number of openings and how long it is valid.</summary>
    private static void CheckStatutory(Vacancy vacancy, VacancyProfile profile, Findings findings)
    {
        if (!vacancy.HasOpenings)
            Report("openings");
        if (vacancy.ValidThrough is null && vacancy.Deadline is null)
            Report("valid_through");

        void Report(string field)
        {
            if (profile == VacancyProfile.Statutory)
                findings.Reject("STATUTORY_FIELD_MISSING", field);
            else
                findings.Warn("STATUTORY_FIELD_MISSING", field);
        }
    }

    private static int? Types(Vacancy vacancy, Findings findings)
    {
        var bits = 0;
        for (var i = 0; i < vacancy.EmploymentTypes.Count; i++)
        {
            var type = vacancy.EmploymentTypes[i];
            switch (type)
            {
                case EmploymentType.Unspecified:
                    findings.Reject("VALUE_UNSPECIFIED", TextRules.Index("employment_types", i));
                    break;
                case < EmploymentType.Unspecified or > EmploymentType.Casual:
                    findings.Quarantine(
                        "ENUM_UNKNOWN", TextRules.Index("employment_types", i), ((int)type).ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    bits |= 1 << (int)type;
                    break;
            }
        }

        return bits == 0 ? null : bits;
    }
}

using Hub.Catalogue.V1;
using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>What a gig must satisfy.</summary>
internal static class GigRules
{
    public static OfferContent Read(Gig gig, RuleContext context, Findings findings)
    {
        var shared = new SharedFields
        {
            Title = gig.Title,
            Description = gig.Description,
            Language = gig.Language,
            AreaCodes = gig.AreaCodes,
            ValidThrough = gig.ValidThrough,
            ApplyUrl = gig.ApplyUrl,
            OccupationCode = gig.OccupationCode,
            IndustryCode = gig.IndustryCode,
            Skills = gig.Skills,
            Attributes = gig.Attributes,
            Accommodations = gig.Accommodations,
            Sector = gig.Sector,
        };
        var content = shared.Read(OfferKind.Gig, context, findings);
        (gig.Title, gig.Description, gig.ApplyUrl) = (shared.Title, shared.Description, shared.ApplyUrl);
        gig.Shift = TextRules.Text(gig.Shift, OfferLimits.ValueText, "shift", findings);
        TextRules.Texts(gig.Tools, OfferLimits.ShortValues, OfferLimits.ValueText, "tools", findings);
        if (gig.Sector == Sector.Other && gig.OccupationCode.Length == 0)
            findings.Reject("SECTOR_OTHER_NEEDS_OCCUPATION", "occupation_code");

        content = content with
        {
            Openings = TextRules.Number(gig.HasOpenings, gig.Openings, 1, int.MaxValue, "openings", findings),
            PayUnit = PayRules.Unit(gig.PayUnit, gig.HasPayMinIdr || gig.HasPayMaxIdr, findings),
            PayMinIdr = TextRules.Amount(gig.HasPayMinIdr, gig.PayMinIdr, "pay_min_idr", findings),
            PayMaxIdr = TextRules.Amount(gig.HasPayMaxIdr, gig.PayMaxIdr, "pay_max_idr", findings),
        };
        PayRules.Range(content.PayMinIdr, content.PayMaxIdr, findings);
        return content;
    }
}

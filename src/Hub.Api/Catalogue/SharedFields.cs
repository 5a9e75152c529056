using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>The fields 1 to 15 that every kind of item shares, with their rules.</summary>
internal ref struct SharedFields
{
    // As written, not escaped for HTML: dashboards get it inside JSON.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string Title { get; set; }

    public required string Description { get; set; }

    public required string Language { get; init; }

    public required RepeatedField<string> AreaCodes { get; init; }

    public required Timestamp? ValidThrough { get; init; }

    public required string ApplyUrl { get; set; }

    public required string OccupationCode { get; init; }

    public required string IndustryCode { get; init; }

    public required RepeatedField<string> Skills { get; init; }

    public required MapField<string, string> Attributes { get; init; }

    public required RepeatedField<string> Accommodations { get; init; }

    public required Sector Sector { get; init; }

    /// <summary>Checks and normalises them; the texts must be written back to the message.</summary>
    /// <returns>The content with the shared columns filled.</returns>
    public OfferContent Read(OfferKind kind, RuleContext context, Findings findings)
    {
        Title = TextRules.Required(Title, OfferLimits.Title, "title", findings);
        Description = TextRules.Text(Description, OfferLimits.Description, "description", findings);
        ApplyUrl = TextRules.Url(ApplyUrl, "apply_url", findings);
        TextRules.Language(Language, findings);
        TextRules.Digits(OccupationCode, [4, 6], "occupation_code", "OCCUPATION_MALFORMED", findings);
        TextRules.Digits(IndustryCode, [2, 3, 4, 5], "industry_code", "INDUSTRY_MALFORMED", findings);
        TextRules.Texts(Skills, OfferLimits.Values, OfferLimits.ValueText, "skills", findings);
        TextRules.Texts(Accommodations, OfferLimits.ShortValues, OfferLimits.ValueText, "accommodations", findings);
        TextRules.Attributes(Attributes, findings);

        return new()
        {
            Kind = kind,
            Title = Title,
            Description = TextRules.OrNull(Description),
            Language = TextRules.OrNull(Language),
            Places = Places(context, findings),
            SectorCode = ReadSector(findings),
            OccupationCode = TextRules.OrNull(OccupationCode),
            IndustryCode = TextRules.OrNull(IndustryCode),
            Skills = Skills.Count == 0 ? null : JsonSerializer.Serialize(Skills, Json),
            ApplyUrl = TextRules.OrNull(ApplyUrl),
            ValidThrough = TextRules.Instant(ValidThrough, "valid_through", findings),
        };
    }

    private readonly int? ReadSector(Findings findings)
    {
        if (Sector is < 0 or > Sector.Other)
            findings.Quarantine("SECTOR_UNKNOWN", "sector", ((int)Sector).ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Sector == Sector.Unspecified ? null : (int)Sector;
    }

    private readonly List<OfferPlace> Places(RuleContext context, Findings findings)
    {
        if (AreaCodes.Count == 0)
            return [];
        TextRules.Count(AreaCodes.Count, OfferLimits.Places, "area_codes", findings);
        var places = new List<OfferPlace>(AreaCodes.Count);
        for (var i = 0; i < AreaCodes.Count; i++)
        {
            var code = AreaCodes[i];
            if (context.Areas.Known(code) is { } known)
                places.Add(new(code, known));
            else
                findings.Quarantine("AREA_UNKNOWN", TextRules.Index("area_codes", i), TextRules.Cut(code, 80));
        }

        return places;
    }
}

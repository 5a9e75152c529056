namespace Hub.Data.Catalogue;

/// <summary>The content of one version of an offer, as columns and as the contract's message.</summary>
public sealed record OfferContent
{
    public required OfferKind Kind { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    public string? Language { get; init; }

    /// <summary>Places in the order the partner named them.</summary>
    public IReadOnlyList<OfferPlace> Places { get; init; } = [];

    public int? SectorCode { get; init; }

    public string? OccupationCode { get; init; }

    public string? IndustryCode { get; init; }

    /// <summary>A JSON list of text.</summary>
    public string? Skills { get; init; }

    public string? ApplyUrl { get; init; }

    /// <summary>Unix milliseconds, as every instant here.</summary>
    public long? ValidThrough { get; init; }

    public string? CourseCode { get; init; }

    public string? ProviderCode { get; init; }

    public string? ProviderName { get; init; }

    public int? Mode { get; init; }

    public int? Hours { get; init; }

    public int? KkniLevel { get; init; }

    public long? PriceIdr { get; init; }

    public string? CourseExternalId { get; init; }

    public string? ScheduleCode { get; init; }

    public long? StartsAt { get; init; }

    public long? EndsAt { get; init; }

    public long? RegistrationOpensAt { get; init; }

    public long? RegistrationClosesAt { get; init; }

    public int? Capacity { get; init; }

    public string? VenueName { get; init; }

    public string? EmployerName { get; init; }

    /// <summary>Bits of <see cref="Catalogue.EmploymentTypes"/>.</summary>
    public int? EmploymentTypes { get; init; }

    public int? Openings { get; init; }

    public int? Filled { get; init; }

    public int? PayUnit { get; init; }

    public long? PayMinIdr { get; init; }

    public long? PayMaxIdr { get; init; }

    public long? Deadline { get; init; }

    /// <summary>The contract's message in canonical form.</summary>
    public byte[] Body { get; set; } = [];
}

/// <summary>One place of an offer.</summary>
/// <param name="Code">Kemendagri code, as sent.</param>
/// <param name="KnownCode">The longest part of it that is known.</param>
public readonly record struct OfferPlace(string Code, string KnownCode);

/// <summary>A content that was read again, and what the rules find in it now.</summary>
/// <param name="Content">The content.</param>
/// <param name="RuleOutcome">Null when nothing is in the way; a code may have become known or unknown since.</param>
/// <param name="Finding">The gravest finding; null when there is none.</param>
public readonly record struct ReadContent(OfferContent Content, Outcome? RuleOutcome, ItemFinding? Finding);

/// <summary>Reads the columns of a content again from its message; staged items are stored as messages only.</summary>
/// <param name="kind">Kind of the offer.</param>
/// <param name="body">The contract's message in canonical form.</param>
public delegate ReadContent OfferContentReader(OfferKind kind, byte[] body);

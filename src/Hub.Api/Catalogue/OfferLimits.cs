namespace Hub.Api.Catalogue;

/// <summary>Limits of an item's content, as the contract states them.</summary>
internal static class OfferLimits
{
    public const int ExternalIdBytes = 256;
    public const int Title = 300;
    public const int Description = 20_000;
    public const int Language = 35;
    public const int Url = 2_000;
    public const int Places = 200;
    public const int Values = 100;
    public const int ShortValues = 50;
    public const int ValueText = 200;
    public const int OutcomeText = 500;
    public const int Attributes = 100;
    public const int AttributeKey = 100;
    public const int AttributeValue = 4_000;
    public const int Code = 100;
    public const int Name = 300;
    public const int Address = 500;
    public const int Sessions = 1_000;
    public const int Reason = 500;

    /// <summary>Bytes of the whole content; what the feed holds for a slow reader is a few times that.</summary>
    public const int ContentBytes = 256 << 10;

    /// <summary>Largest amount every JSON reader keeps exact, 2^53 - 1.</summary>
    public const long Amount = 9_007_199_254_740_991;
}

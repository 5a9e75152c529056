namespace PartnerSync;

/// <summary>Names of the contract's values, as people read them.</summary>
internal static class Names
{
    /// <summary><c>RevisionConflict</c> becomes <c>REVISION_CONFLICT</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));
    }
}

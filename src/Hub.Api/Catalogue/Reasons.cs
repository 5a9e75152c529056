using System.Collections.Frozen;
using System.Text.Json;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>The texts behind the reasons of verdicts, from the one file that has them: <c>reasons.json</c>. <c>{0}</c> stands for the detail.</summary>
internal static class Reasons
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
    };

    private static readonly FrozenDictionary<string, ReasonText> Texts = Load();

    /// <summary>Every reason there is.</summary>
    public static IReadOnlyCollection<string> All => Texts.Keys;

    /// <summary>Whether a reason has texts; one stored by an older hub may have none.</summary>
    public static bool Knows(string reason) => Texts.ContainsKey(reason);

    public static LocalizedText TextOf(string reason, string? detail)
    {
        var text = Of(reason);
        return new() { Id = Fill(text.Id, detail), En = Fill(text.En, detail) };
    }

    public static LocalizedText FixOf(string reason)
    {
        var text = Of(reason);
        return new() { Id = text.FixId, En = text.FixEn };
    }

    /// <summary>The texts of a reason, with <c>{0}</c> where the detail stands.</summary>
    public static ReasonText TemplateOf(string reason) => Of(reason);

    private static ReasonText Of(string reason) => Texts.TryGetValue(reason, out var text)
        ? text
        : throw new InvalidOperationException($"Reason {reason} has no text.");

    private static FrozenDictionary<string, ReasonText> Load()
    {
        using var stream = typeof(Reasons).Assembly.GetManifestResourceStream("reasons.json")
            ?? throw new InvalidOperationException("reasons.json is missing from the assembly.");
        return (JsonSerializer.Deserialize<Dictionary<string, ReasonText>>(stream, Json) ?? []).ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Fill(string template, string? detail) => template.Replace("{0}", detail ?? "", StringComparison.Ordinal);
}

/// <summary>The texts of one reason, in English and Indonesian.</summary>
/// <param name="En">What is wrong.</param>
/// <param name="Id">What is wrong.</param>
/// <param name="FixEn">How to mend it.</param>
/// <param name="FixId">How to mend it.</param>
internal sealed record ReasonText(string En, string Id, string FixEn, string FixId);

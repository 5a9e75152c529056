using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Grpc.Core;

namespace Hub.Api.Hosting;

/// <summary>The statuses and texts of failed calls, from the one file that has them: <c>failures.json</c>.</summary>
internal static class FailureTexts
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
    };

    private static readonly FrozenDictionary<string, FailureText> Texts = Load();

    /// <summary>Every reason there is.</summary>
    public static IReadOnlyCollection<string> All => Texts.Keys;

    public static FailureText Of(string reason) => Texts.TryGetValue(reason, out var text)
        ? text
        : throw new InvalidOperationException($"Reason {reason} does not stand in failures.json.");

    private static FrozenDictionary<string, FailureText> Load()
    {
        using var stream = typeof(FailureTexts).Assembly.GetManifestResourceStream("failures.json")
            ?? throw new InvalidOperationException("failures.json is missing from the assembly.");
        return (JsonSerializer.Deserialize<Dictionary<string, FailureText>>(stream, Json) ?? []).ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>What is told of one reason. <c>{0}</c> and on stand for what the call adds.</summary>
/// <param name="Status">Canonical statuses that carry it, as their wire names; the first one, if the call does not say.</param>
/// <param name="En">What is wrong.</param>
/// <param name="Id">The same in Indonesian.</param>
/// <param name="FixEn">What to do about it.</param>
/// <param name="FixId">The same in Indonesian.</param>
internal sealed record FailureText(IReadOnlyList<string> Status, string En, string Id, string FixEn, string FixId)
{
    /// <summary>The status of a call that does not say.</summary>
    public StatusCode Code { get; } = Parse(Status[0]);

    /// <summary>Whether calls may fail so with this status.</summary>
    public bool Carries(StatusCode code) => Status.Any(status => Parse(status) == code);

    public string English(ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, $"{En} {FixEn}", values);

    public string Indonesian(ReadOnlySpan<object?> values) => string.Format(CultureInfo.InvariantCulture, $"{Id} {FixId}", values);

    private static StatusCode Parse(string status) => Enum.Parse<StatusCode>(status.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
}

namespace Hub.Auth;

/// <summary>Why an operator changes something, as he says it. It goes into the audit log, so it holds nothing secret and nothing personal.</summary>
public static class AdminReason
{
    public const int LongestReason = 200;

    /// <summary>Says why a reason cannot be kept; null when it can.</summary>
    public static AdminRefusal? Check(string? why) => why is not { Length: > LongestReason } ? null : new(
        "REASON_TOO_LONG",
        "reason",
        $"The reason has {why.Length} characters; it may have {LongestReason}.",
        $"Alasan terdiri dari {why.Length} karakter; paling banyak {LongestReason}.",
        "Shorten it, or name a ticket.");

    /// <summary>The reason as it is kept; null when none was given.</summary>
    public static string? Of(string? why) => string.IsNullOrWhiteSpace(why) ? null : why.Trim();
}

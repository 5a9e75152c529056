namespace Hub.GraphQL.Language;

/// <summary>An entry of a response's <c>errors</c>: what went wrong and where in the document.</summary>
public sealed record GraphQLError(string Message, IReadOnlyList<SourceLocation> Locations)
{
    /// <summary>
    /// The response path of a field error: response names (<see cref="string"/>) and list indices (<see cref="int"/>); null on
    /// request errors.
    /// </summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>Stable UPPER_SNAKE reason, written as <c>extensions.code</c>; null leaves the extensions out.</summary>
    public string? Code { get; init; }

    /// <summary>Stable UPPER_SNAKE reason beneath <see cref="Code"/>, written as <c>extensions.reason</c>; null where the code says all.</summary>
    public string? Reason { get; init; }

    /// <summary>Scopes of which one would have helped, written as <c>extensions.scopes</c>; null where none would.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Seconds after which to try again, written as <c>extensions.retryAfter</c>; null when that would not help.</summary>
    public int? RetryAfter { get; init; }
}

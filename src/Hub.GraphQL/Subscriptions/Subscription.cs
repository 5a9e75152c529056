using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Subscriptions;

/// <summary>One answer of a running subscription. Dispose of the response once it is sent.</summary>
/// <param name="Response">Data and errors of one event.</param>
/// <param name="Id">What a client names to go on behind it; null when it cannot.</param>
/// <param name="IsLast">True when the response says why the events ended; it has no data.</param>
public readonly record struct SubscriptionAnswer(GraphQLResponse Response, string? Id, bool IsLast);

/// <summary>What came of subscribing: a stream of answers, or a refusal.</summary>
public sealed class Subscription
{
    private Subscription(IAsyncEnumerable<SubscriptionAnswer>? answers, GraphQLResponse? refusal)
    {
        Answers = answers;
        Refusal = refusal;
    }

    /// <summary>The answers, one per event; null when it was refused.</summary>
    public IAsyncEnumerable<SubscriptionAnswer>? Answers { get; }

    /// <summary>Why there are none; null when there are.</summary>
    public GraphQLResponse? Refusal { get; }

    internal static Subscription Of(IAsyncEnumerable<SubscriptionAnswer> answers) => new(answers, null);

    internal static Subscription Refused(GraphQLResponse refusal) => new(null, refusal);
}

using Hub.GraphQL.Types;

namespace Hub.GraphQL.Subscriptions;

/// <summary>What a source of events is told about a subscription.</summary>
/// <param name="Arguments">The coerced arguments of the field.</param>
/// <param name="Caller">Who subscribes, as the host told it; null when it did not.</param>
/// <param name="ResumeAfter">Id of the last event the client saw before its connection broke; null when it begins.</param>
public sealed record SubscribeContext(CoercedInputs Arguments, object? Caller, string? ResumeAfter);

/// <summary>One event of a source.</summary>
/// <param name="Value">The object that the selection is read from.</param>
/// <param name="Id">What a client names to go on behind this event; null when the source cannot be resumed.</param>
public readonly record struct SubscriptionEvent(object Value, string? Id);

/// <summary>
/// Begins a subscription. It throws <see cref="SubscriptionRefusedException"/> when it will not; the events may end with that
/// exception too, which tells the client why they ended.
/// </summary>
public delegate ValueTask<IAsyncEnumerable<SubscriptionEvent>> SubscriptionSource(SubscribeContext context, CancellationToken cancel);

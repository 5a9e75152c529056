namespace Hub.GraphQL.Subscriptions;

/// <summary>A subscription that does not begin, or does not go on. The message is for the client and says what would.</summary>
public sealed class SubscriptionRefusedException(string code, string message) : Exception(message)
{
    /// <summary>Stable UPPER_SNAKE reason.</summary>
    public string Code => code;
}

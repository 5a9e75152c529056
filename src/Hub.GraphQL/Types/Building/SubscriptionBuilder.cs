namespace Hub.GraphQL.Types.Building;

/// <summary>Says what may be given to a field of the subscription root.</summary>
public sealed class SubscriptionBuilder
{
    internal List<InputValue> Arguments { get; } = [];

    /// <summary>Adds an argument; the type is written as in a schema, such as <c>[OfferKind!]</c>.</summary>
    public SubscriptionBuilder Argument(string name, string type, string description)
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        Arguments.Add(new() { Name = name, Type = TypeReference.Parse(type), Description = description });
        return this;
    }
}

using Hub.GraphQL.Subscriptions;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>A field of the subscription root: where its events come from.</summary>
public sealed class SubscriptionBinding(SubscriptionSource source) : FieldBinding
{
    /// <summary>Begins a subscription.</summary>
    public SubscriptionSource Source => source;
}

/// <summary>A field of an event that looks one object up by a value the event carries.</summary>
public sealed class EventLookupBinding(EntityBinding target, Column key, Column value) : FieldBinding
{
    /// <summary>What is looked up.</summary>
    public EntityBinding Target => target;

    /// <summary>What is compared with the value.</summary>
    public Column Key => key;

    /// <summary>What of the event it is compared with.</summary>
    public Column Value => value;
}

using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Planning;

/// <summary>A parameter that every event brings anew, and what of the event it is.</summary>
internal readonly record struct EventSlot(int Slot, Column Value);

/// <summary>
/// The one field of a subscription. What is selected of an event is a plan of its own, run once per event with the event as the object
/// of its root.
/// </summary>
internal sealed class EventOutput(
    FieldSite site, SubscriptionBinding binding, ArgumentCoercer arguments, OperationPlan plan, IReadOnlyList<EventSlot> slots)
    : OutputPlan(site)
{
    public SubscriptionBinding Binding => binding;

    public ArgumentCoercer Arguments => arguments;

    public OperationPlan Plan => plan;

    /// <summary>The parameters of one event: the request's, with the event's values in their places.</summary>
    public IReadOnlyList<Parameter> Parameters(IReadOnlyList<Parameter> request, object value)
    {
        if (slots.Count == 0)
            return request;
        Parameter[] parameters = [.. request];
        foreach (var slot in slots)
            parameters[slot.Slot] = ObjectValues.Read(slot.Value, value) ?? default;
        return parameters;
    }
}

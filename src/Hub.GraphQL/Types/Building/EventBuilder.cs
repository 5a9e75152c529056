using System.Linq.Expressions;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Says what an object type shows of an event: values the event carries, and objects looked up by them.</summary>
public sealed class EventBuilder<T>
    where T : class
{
    private readonly EventDraft _draft;

    internal EventBuilder(EventDraft draft) => _draft = draft;

    /// <summary>Says which scopes let somebody follow the event, any of them.</summary>
    public EventBuilder<T> Requires(params IReadOnlyList<string> anyOf)
    {
        _draft.Rule = new(string.Join(' ', anyOf));
        return this;
    }

    /// <summary>A value of the event.</summary>
    public EventBuilder<T> Field(string name, Expression<Func<T, object?>> path, string description, Action<FieldOptions>? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        var chosen = new FieldOptions();
        options?.Invoke(chosen);
        _draft.Fields.Add(new(name, MemberPath.From(path), description, chosen));
        return this;
    }

    /// <summary>The object of an entity whose key the event carries, as it is when the event is told; null when there is none.</summary>
    public EventBuilder<T> Lookup<TNode>(
        string name,
        Expression<Func<T, object?>> path,
        Expression<Func<TNode, object?>> key,
        string description,
        string? typeName = null)
        where TNode : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        _draft.Lookups.Add(new(name, MemberPath.From(path), description, typeof(TNode), MemberPath.From(key), typeName));
        return this;
    }
}

/// <summary>What a builder was told about the type of an event.</summary>
internal sealed class EventDraft(string name, string description, Type clrType)
{
    public string Name => name;

    public string Description => description;

    public Type ClrType => clrType;

    /// <summary>What it takes to follow it; null when it was not said.</summary>
    public FieldRule? Rule { get; set; }

    public List<FieldDraft> Fields { get; } = [];

    public List<EventLookupDraft> Lookups { get; } = [];
}

/// <summary>What a builder was told about an object an event leads to.</summary>
internal sealed record EventLookupDraft(string Name, MemberPath Value, string Description, Type ClrType, MemberPath Key, string? TypeName);

/// <summary>A field of the subscription root.</summary>
internal sealed record SubscriptionDraft(
    string Name, string Description, Type ClrType, IReadOnlyList<InputValue> Arguments, Subscriptions.SubscriptionSource Source);

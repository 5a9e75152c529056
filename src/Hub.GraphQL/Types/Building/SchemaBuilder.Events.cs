using Hub.GraphQL.Planning;
using Hub.GraphQL.Subscriptions;

namespace Hub.GraphQL.Types.Building;

/// <summary>Events and the subscriptions that tell them.</summary>
public sealed partial class SchemaBuilder
{
    private readonly List<EventDraft> _events = [];
    private readonly List<SubscriptionDraft> _subscriptions = [];

    /// <summary>Adds the object type of an event.</summary>
    public SchemaBuilder Event<T>(string name, string description, Action<EventBuilder<T>> fields)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentNullException.ThrowIfNull(fields);
        var draft = new EventDraft(name, description, typeof(T));
        fields(new(draft));
        _events.Add(draft);
        return this;
    }

    /// <summary>Adds a field to the subscription root: each event of the source is one answer.</summary>
    public SchemaBuilder Subscription<T>(string name, string description, SubscriptionSource source, Action<SubscriptionBuilder>? arguments = null)
        where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(description);
        ArgumentNullException.ThrowIfNull(source);
        var builder = new SubscriptionBuilder();
        arguments?.Invoke(builder);
        _subscriptions.Add(new(name, description, typeof(T), builder.Arguments, source));
        return this;
    }

    private ObjectType EventType(EventDraft draft) => new(
        draft.Name,
        draft.Description,
        [.. draft.Fields.Select(EventField), .. draft.Lookups.Select(EventLookup)]);

    private Field EventField(FieldDraft field)
    {
        var column = FindColumn(field.Path, field.Options);
        return Field(field, column.Type.GraphQLType!.Name, column.Type.IsList, column.Type.IsNullable, new ColumnBinding(column));
    }

    private Field EventLookup(EventLookupDraft lookup)
    {
        var target = FindDraft(lookup.ClrType, lookup.TypeName, lookup.Name);
        return new()
        {
            Name = lookup.Name,
            Type = TypeReference.Named(target.Name),
            Description = lookup.Description,
            Binding = new EventLookupBinding(target.Entity, ColumnTypes.Plain(lookup.Key), ColumnTypes.Plain(lookup.Value)),
        };
    }

    private ObjectType? SubscriptionType() => _subscriptions.Count == 0 ? null : new(
        "Subscription",
        "Where every subscription starts.",
        [
            .. _subscriptions.Select(field => new Field
            {
                Name = field.Name,
                Type = TypeReference.Named(_events.Single(draft => draft.ClrType == field.ClrType).Name).NonNull(),
                Description = field.Description,
                Arguments = new(field.Arguments),
                Binding = new SubscriptionBinding(field.Source),
            }),
        ]);
}

namespace Hub.GraphQL.Types.Building;

/// <summary>Who may select what.</summary>
public sealed partial class SchemaBuilder
{
    private FieldRules? _rules;
    private FieldRule? _rule;

    /// <summary>
    /// Gives the schema rules: from now on a field is refused unless its type or the field itself says which scopes it requires. A
    /// field that leads to objects of a type requires what that type does.
    /// </summary>
    /// <param name="holds">Whether a caller has a scope.</param>
    public SchemaBuilder Rules<TCaller>(Func<TCaller, string, bool> holds)
        where TCaller : class
    {
        ArgumentNullException.ThrowIfNull(holds);
        _rules = new((caller, scope) => caller is TCaller known && holds(known, scope));
        return this;
    }

    /// <summary>
    /// Says which scopes let somebody see what belongs to no type alone, any of them: look-ups by any id, places of a page, what
    /// federation adds.
    /// </summary>
    public SchemaBuilder Requires(params IReadOnlyList<string> anyOf)
    {
        _rule = new(string.Join(' ', anyOf));
        return this;
    }

    private void SetRules(IReadOnlyList<Field> roots)
    {
        if (_rules is null)
            return;
        _rules.Usual = _rule;
        foreach (var root in roots)
            _rules.Set("Query", root.Name, _rule);
        foreach (var lookup in _lookups)
            _rules.Set("Query", lookup.Name, FindDraft(lookup.ClrType, lookup.TypeName, lookup.Name).Rule);
        foreach (var connection in _connections)
            _rules.Set("Query", connection.Name, FindDraft(connection.Draft.ClrType, connection.Draft.TypeName, connection.Name).Rule);
        foreach (var draft in _types)
            SetRules(draft);
        foreach (var draft in _events)
            SetRules(draft);
        foreach (var subscription in _subscriptions)
            _rules.Set("Subscription", subscription.Name, _events.Single(draft => draft.ClrType == subscription.ClrType).Rule);
    }

    private void SetRules(TypeDraft draft)
    {
        _rules!.Set(draft.Name, draft.IsOverEntity ? draft.Rule : draft.Rule ?? _rule);
        foreach (var field in draft.Fields)
            _rules.Set(draft.Name, field.Name, RuleOf(draft, field));
    }

    private void SetRules(EventDraft draft)
    {
        _rules!.Set(draft.Name, draft.Rule);
        foreach (var field in draft.Fields)
            _rules.Set(draft.Name, field.Name, field.Options.Rule);
        foreach (var lookup in draft.Lookups)
            _rules.Set(draft.Name, lookup.Name, FindDraft(lookup.ClrType, lookup.TypeName, lookup.Name).Rule);
    }

    private IEnumerable<NamedType> Ruled(FieldRule? rule, IEnumerable<NamedType> types)
    {
        foreach (var type in types)
        {
            _rules?.Set(type.Name, rule);
            yield return type;
        }
    }

    private FieldRule? RuleOf(TypeDraft owner, FieldDraft field)
    {
        if (field.Options.Rule is { } own)
            return own;
        if (field.Computed is not null)
            return owner.Rule;
        if ((field.Connection ?? field.First) is { } list)
            return FindDraft(list.ClrType, list.TypeName, field.Name).Rule;
        return ColumnTypes.IsColumn(field.Path, field.Options) ? owner.Rule : FindDraft(field).Rule;
    }

    /// <summary>False for what not everybody may see who sees its type: no condition, order or figure may tell of it.</summary>
    private bool IsAsOpen(TypeDraft owner, FieldDraft field) => _rules is null || RuleOf(owner, field) == owner.Rule;
}

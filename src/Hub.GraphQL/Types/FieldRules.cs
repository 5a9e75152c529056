namespace Hub.GraphQL.Types;

/// <summary>
/// Who may select what. Every field of a schema that has rules needs one: a field without is refused to everyone. Introspection is open
/// to whoever may ask at all.
/// </summary>
public sealed class FieldRules
{
    private readonly Dictionary<string, FieldRule> _ofTypes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, string Field), FieldRule> _ofFields = [];
    private readonly Func<object, string, bool> _holds;

    internal FieldRules(Func<object, string, bool> holds) => _holds = holds;

    /// <summary>True for what introspection adds to a schema, which no rule is asked for.</summary>
    public static bool IsIntrospection(NamedType parent, Field field)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(field);
        return field.Name.StartsWith("__", StringComparison.Ordinal) || parent.Name.StartsWith("__", StringComparison.Ordinal);
    }

    /// <summary>The rule of a field where it stands; null when there is none.</summary>
    public FieldRule? Find(NamedType parent, Field field)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(field);
        return _ofFields.GetValueOrDefault((parent.Name, field.Name)) ?? _ofTypes.GetValueOrDefault(parent.Name);
    }

    /// <summary>What most of the schema requires; null where nothing was said of it as a whole.</summary>
    public FieldRule? Usual { get; internal set; }

    /// <summary>True when some field requires something else than most.</summary>
    internal bool HasOthers => _ofTypes.Values.Concat(_ofFields.Values).Any(rule => rule != Usual);

    /// <summary>Whether somebody may select a field of a rule; nobody may where there is none.</summary>
    public bool Allow(object? caller, FieldRule? rule)
    {
        if (caller is null || rule is null)
            return false;
        foreach (var scope in rule.Scopes)
        {
            if (_holds(caller, scope))
                return true;
        }

        return false;
    }

    /// <summary>Gives every field of a type a rule, unless the field has its own.</summary>
    internal void Set(string type, FieldRule? rule)
    {
        if (rule is not null)
            _ofTypes[type] = rule;
    }

    /// <summary>Gives a field a rule.</summary>
    internal void Set(string type, string field, FieldRule? rule)
    {
        if (rule is not null)
            _ofFields[(type, field)] = rule;
    }
}

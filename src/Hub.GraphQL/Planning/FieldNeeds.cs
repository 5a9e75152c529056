using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Gathers what the fields of an operation need of its caller, while they are collected.</summary>
internal sealed class FieldNeeds(FieldRules? rules)
{
    private readonly List<(FieldRule? Rule, NeededField Field)> _needs = [];
    private readonly HashSet<(string Type, string Field)> _seen = [];
    private readonly List<string> _path = [];

    /// <summary>What was gathered, by rule.</summary>
    public IReadOnlyList<FieldNeed> All =>
        [.. _needs.GroupBy(need => need.Rule).Select(group => new FieldNeed(group.Key, [.. group.Select(need => need.Field)]))];

    /// <summary>Steps into a field.</summary>
    public void Enter(string responseName) => _path.Add(responseName);

    /// <summary>Steps out again.</summary>
    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Notes a field, on the type it was selected on: what an interface shows of its types, the interface's rule is for.</summary>
    public void Add(NamedType parent, Field field, string responseName, int offset)
    {
        if (rules is null || FieldRules.IsIntrospection(parent, field) || !_seen.Add((parent.Name, field.Name)))
            return;
        _needs.Add((rules.Find(parent, field), new($"{parent.Name}.{field.Name}", [.. _path, responseName], offset)));
    }
}

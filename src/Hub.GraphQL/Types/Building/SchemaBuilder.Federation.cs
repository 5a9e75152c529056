using Hub.GraphQL.Federation;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>What makes the schema a subgraph.</summary>
public sealed partial class SchemaBuilder
{
    private readonly SubgraphText _subgraph = new();
    private int _mostRepresentations;

    /// <summary>
    /// Makes the schema a subgraph of Apollo Federation 2. Types with a public id are entities by it, besides the keys that
    /// <see cref="TypeBuilder{T}.EntityKey"/> names.
    /// </summary>
    /// <param name="most">How many references are looked up at once.</param>
    public SchemaBuilder Federation(int most = 500)
    {
        // A key of several fields is a condition with a part for each reference, and SQLite takes no deeper one than 1,000.
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, 512);
        _mostRepresentations = most;
        return this;
    }

    private IReadOnlyList<FederatedType> FederatedTypes() => _mostRepresentations == 0
        ? []
        :
        [
            .. _types
                .Where(draft => draft.Kind == DraftKind.Object)
                .Select(draft => new FederatedType(draft.Name, [.. KeysOf(draft).Select(fields => EntityKeyOf(draft, FieldSet.Parse(fields)))]))
                .Where(type => type.Keys.Count > 0),
        ];

    private static IEnumerable<string> KeysOf(TypeDraft draft) =>
        draft.Fields.Exists(field => field.Name == "id") ? draft.EntityKeys.Prepend("id").Distinct() : draft.EntityKeys;

    private EntityKey EntityKeyOf(TypeDraft draft, FieldSet fields)
    {
        var entity = new EntityBinding { ClrType = draft.Entity.ClrType, TypeName = draft.Name, Key = draft.Entity.Key };
        entity.StandFor([draft.Entity]);
        return new(fields.Text, fields.Paths, new(entity, [.. fields.Paths.Select(path => KeyColumn(draft, path))]));
    }

    private Column KeyColumn(TypeDraft draft, IReadOnlyList<string> names)
    {
        List<System.Reflection.PropertyInfo> steps = [];
        var owner = draft;
        for (var i = 0; ; i++)
        {
            var field = owner.Fields.Find(field => field.Name == names[i] && field.IsPlain)
                ?? throw new InvalidOperationException($"The key of \"{draft.Name}\" names \"{names[i]}\", which \"{owner.Name}\" does not have.");
            steps.AddRange(field.Path.Steps);
            var isColumn = ColumnTypes.IsColumn(field.Path, field.Options);
            if (isColumn != (i == names.Count - 1))
                throw new InvalidOperationException($"The key of \"{draft.Name}\" must end in a value: \"{string.Join('.', names)}\".");
            if (isColumn)
                return FindColumn(new(steps), field.Options);
            owner = FindDraft(field);
        }
    }
}

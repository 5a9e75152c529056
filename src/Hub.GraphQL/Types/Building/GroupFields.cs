using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Finds what rows of a type can be grouped by: its columns, the objects it leads to, and the keys its builder names.</summary>
internal sealed class GroupFields(
    TimeSpan offset,
    Func<MemberPath, FieldOptions, Column> findColumn,
    Func<Type, string?, string, TypeDraft> findDraft,
    Func<TypeDraft, FieldDraft, bool> isAsOpen)
{
    public IEnumerable<DescribedGroupField> Of(TypeDraft draft)
    {
        foreach (var field in draft.Fields)
        {
            var options = field.Options;
            var isKey = field.IsPlain && options is { IsGrouped: true, IsOrdered: true, DeprecationReason: null } && field.Name != "id" && isAsOpen(draft, field);
            if (!isKey || draft.GroupKeys.Exists(key => key.Name == field.Name))
                continue;
            if (!ColumnTypes.IsColumn(field.Path, options))
                yield return Reference(field.Name, field.Path, findDraft(field.Path.Type, options.TypeName, field.Name), field.Description);
            else if (findColumn(field.Path, options) is { Type.IsList: false } column)
                yield return Value(field.Name, column, field.Description);
        }

        foreach (var key in draft.GroupKeys)
            yield return Computed(key);
    }

    private DescribedGroupField Computed(GroupKeyDraft key)
    {
        if (!ColumnTypes.IsColumn(key.Path, new()))
            return Reference(key.Name, key.Path, findDraft(key.Path.Type, null, key.Name), key.Description);
        var column = findColumn(key.Path, new());
        if (key.Length == 0 && key.FoundBy is null)
            return Value(key.Name, column, key.Description);

        RowValue value = key.Length == 0 ? new ColumnValue(column) : new PrefixValue(column, key.Length);
        if (key.FoundBy is not { } foundBy)
            return new(new() { Name = key.Name, Value = value, Type = column.Type with { IsNullable = true } }, key.Description, "String");
        var shown = findDraft(foundBy.Root, null, key.Name);
        return new(
            new() { Name = key.Name, Value = value, Target = shown.Entity, FoundBy = findColumn(foundBy, new()) }, key.Description, shown.Name);
    }

    private DescribedGroupField Value(string name, Column column, string description)
    {
        if (column.Type.Kind is not (ValueKind.Instant or ValueKind.Date))
        {
            var type = column.Type with { IsNullable = true };
            return new(new() { Name = name, Value = new ColumnValue(column), Type = type }, description, type.GraphQLType!.Name);
        }

        var bucket = new BucketValue(column, DateInterval.Day, column.Type.Kind == ValueKind.Instant ? (long)offset.TotalMilliseconds : 0);
        return new(
            new() { Name = name, Value = bucket, Type = new(ValueKind.Date, true) { GraphQLType = Scalars.Date } }, description, Scalars.Date.Name);
    }

    private static DescribedGroupField Reference(string name, MemberPath path, TypeDraft target, string description) =>
        new(new() { Name = name, Value = new ReferenceValue(path, target.Entity), Target = target.Entity }, description, target.Name);
}

using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Makes the inputs to filter and order by.</summary>
internal sealed class InputTypes(Func<MemberPath, FieldOptions, Column> findColumn, Func<TypeDraft, FieldDraft, bool> isAsOpen)
{
    private readonly Dictionary<string, InputObjectType> _operators = [];
    private readonly EnumType _direction = new("OrderDirection", "Which end comes first.",
    [
        new() { Name = "ASC", Description = "The least first.", Number = 0 },
        new() { Name = "DESC", Description = "The greatest first.", Number = 1 },
    ]);

    private readonly EnumType _nulls = new("NullOrder", "Where missing values stand.",
    [
        new() { Name = "FIRST", Description = "Before every value.", Number = 0 },
        new() { Name = "LAST", Description = "Behind every value.", Number = 1 },
    ]);

    /// <summary>The inputs several types use.</summary>
    public IEnumerable<NamedType> Shared => [.. _operators.Values, _direction, _nulls];

    /// <summary>Everything to filter and order by objects of a type; nothing for a union, which has no fields.</summary>
    public IEnumerable<NamedType> Of(TypeDraft draft, Func<FieldDraft, TypeDraft> findTarget) =>
        draft.Kind == DraftKind.Union ? [] : [FilterOf(draft, findTarget), ListFilterOf(draft), .. OrderOf(draft)];

    private InputObjectType FilterOf(TypeDraft draft, Func<FieldDraft, TypeDraft> findTarget)
    {
        var self = $"{draft.Name}Filter";
        List<InputValue> fields =
        [
            Input("and", $"[{self}!]", "Every one of these holds.", new FilterBinding.Conjunction()),
            Input("or", $"[{self}!]", "At least one of these holds; an empty list holds for nothing.", new FilterBinding.Disjunction()),
            Input("not", self, "This does not hold.", new FilterBinding.Complement()),
        ];
        foreach (var field in draft.Fields.Concat(draft.Filters).Where(field => field.Options.IsFiltered && isAsOpen(draft, field)))
        {
            if (field.First is not null || field.Computed is not null)
                continue;
            if (field.Connection is { } connection)
            {
                var node = findTarget(field);
                if (node.Kind == DraftKind.Union)
                    continue;
                var binding = new FilterBinding.OnList(field.Path, node.Entity, connection.Where);
                fields.Add(Input(field.Name, $"{node.Name}ListFilter", field.Description, binding));
            }
            else if (ColumnTypes.IsColumn(field.Path, field.Options))
            {
                var column = findColumn(field.Path, field.Options);
                fields.Add(Input(field.Name, OperatorsOf(column.Type), field.Description, new FilterBinding.OnColumn(column)));
            }
            else
            {
                var target = findTarget(field);
                if (target.Kind == DraftKind.Union)
                    continue;
                var binding = new FilterBinding.OnReference(field.Path, target.Entity);
                fields.Add(Input(field.Name, $"{target.Name}Filter", field.Description, binding));
            }
        }

        return new(self, $"Conditions on a {draft.Name}; all that are given must hold.", fields);
    }

    private static InputObjectType ListFilterOf(TypeDraft draft) => new(
        $"{draft.Name}ListFilter",
        $"Conditions on the {draft.Name} objects that belong to another object; all that are given must hold.",
        [
            Input("some", $"{draft.Name}Filter", "At least one satisfies this.", ListOperator.Some),
            Input("none", $"{draft.Name}Filter", "Not one satisfies this.", ListOperator.None),
            Input("all", $"{draft.Name}Filter", "Every one satisfies this; true when there is none.", ListOperator.All),
            Input("any", "Boolean", "True asks for at least one, false for none at all.", ListOperator.Any),
        ]);

    private IEnumerable<NamedType> OrderOf(TypeDraft draft)
    {
        var values = draft.Fields.Where(field => field.Options.IsOrdered && field.IsPlain && isAsOpen(draft, field))
            .Select(field => field with { Name = Naming.UpperSnake(field.Name) })
            .Concat(draft.Orders)
            .Where(field => ColumnTypes.IsColumn(field.Path, field.Options))
            .Select(field => (Field: field, Column: findColumn(field.Path, field.Options)))
            .Where(order => order.Column.Type.IsOrdered)
            .Select(order => new EnumValue { Name = order.Field.Name, Description = order.Field.Description, Binding = order.Column })
            .ToList();
        if (draft.Entity.Search is { } search)
        {
            values.Add(new()
            {
                Name = "RELEVANCE",
                Description = $"How well it matches what is searched for, the best first. The newest {search.MostRanked} matches are ranked, and the pages end there.",
                Binding = new RelevanceColumn(search),
            });
        }

        yield return new EnumType($"{draft.Name}OrderField", $"What {draft.Name} objects can be ordered by.", values);
        yield return OrderInput($"{draft.Name}Order", $"{draft.Name}OrderField!", $"One part of an order of {draft.Name} objects.");
    }

    /// <summary>One part of an order by the values of an enum.</summary>
    public static InputObjectType OrderInput(string name, string fieldType, string description) => new(name, description,
    [
        Input("field", fieldType, "What to order by.", null),
        new()
        {
            Name = "direction",
            Type = TypeReference.Parse("OrderDirection!"),
            Description = "Which end comes first.",
            DefaultValue = InputLiteral.Enum("ASC"),
        },
        Input("nulls", "NullOrder", "Where missing values stand; before the least value when not given.", null),
    ]);

    /// <summary>The input that compares values of a type.</summary>
    public string OperatorsOf(ColumnType type)
    {
        var value = type.GraphQLType!;
        var name = value.Name + (type.IsList ? "ListFilter" : "Filter");
        if (!_operators.ContainsKey(name))
            _operators.Add(name, new(name, $"Conditions on {(type.IsList ? "a list of" : "a")} {value.Name}; all that are given must hold.", Operators(type)));
        return name;
    }

    private static IEnumerable<InputValue> Operators(ColumnType type)
    {
        var value = type.GraphQLType!.Name;
        if (type.IsList)
        {
            yield return Input("has", value, "The list holds this value.", FilterOperator.Has);
            yield break;
        }

        yield return Input("eq", value, "The same; null asks for missing values.", FilterOperator.Eq);
        yield return Input("ne", value, "Not the same; a missing value is not the same as any.", FilterOperator.Ne);
        if (value == "Boolean")
        {
            yield return Missing();
            yield break;
        }

        yield return Input("in", $"[{value}!]", "One of these.", FilterOperator.In);
        yield return Input("nin", $"[{value}!]", "None of these.", FilterOperator.Nin);
        if (type.Kind is not ValueKind.Enum && value != "ID")
        {
            yield return Input("gt", value, "Greater than this.", FilterOperator.Gt);
            yield return Input("gte", value, "Greater than this or the same.", FilterOperator.Gte);
            yield return Input("lt", value, "Less than this.", FilterOperator.Lt);
            yield return Input("lte", value, "Less than this or the same.", FilterOperator.Lte);
        }

        if (value == "String")
        {
            yield return Input("contains", value, "Holds this text; letters A to Z match in either case, others exactly.", FilterOperator.Contains);
            yield return Input(
                "startsWith", value, "Starts with this text; letters A to Z match in either case, others exactly.", FilterOperator.StartsWith);
        }

        yield return Missing();

        static InputValue Missing() => Input("isNull", "Boolean", "True asks for missing values, false for values that are there.", FilterOperator.IsNull);
    }

    private static InputValue Input(string name, string type, string description, object? binding) =>
        new() { Name = name, Type = TypeReference.Parse(type), Description = description, Binding = binding };
}

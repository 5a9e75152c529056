using System.Globalization;
using System.Text;
using Hub.GraphQL.Federation;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>Writes valid operations at random: selections, filters, orders and pages of any shape the schema allows.</summary>
internal sealed class OperationGenerator(Schema schema, LibraryData data, Random random)
{
    private static readonly string[] Searched =
        ["laskar", "Pelangi bumi", "\"laskar pelangi\"", "E", "UNDE", "b", "alp", "zeta NOT", "manusia*", "a_b", "\uFFFD", "\"k1\"", "100", "\"alpha alpha"];

    private readonly List<SelectedList> _lists = [];
    private int _aliases;

    public GeneratedOperation Operation()
    {
        _lists.Clear();
        var text = new StringBuilder("{ ");
        var roots = schema.QueryType!.Fields.ToArray();
        for (var i = random.Next(1, 3); i > 0; i--)
            Field(roots[random.Next(roots.Length)], 3, text);
        return new(text.Append('}').ToString(), [.. _lists]);
    }

    public string Where(InputObjectType type, int depth)
    {
        var fields = new List<string>();
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var field = type.Fields[random.Next(type.Fields.Count)];
            if (fields.TrueForAll(known => !known.StartsWith(field.Name + ":", StringComparison.Ordinal)))
                fields.Add($"{field.Name}: {Input(field.Type, depth)}");
        }

        return $"{{{string.Join(", ", fields)}}}";
    }

    public string OrderBy(InputObjectType type, bool isSearched = false)
    {
        var values = ((EnumType)type.Fields.Find("field")!.Type.Type).Values.Where(value => isSearched || value.Name != "RELEVANCE").ToArray();
        var terms = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            $"{{field: {values[isSearched && random.Next(3) == 0 ? ^1 : random.Next(values.Length)].Name}" + random.Next(3) switch { 0 => "", 1 => ", direction: DESC", _ => ", direction: ASC" }
                + random.Next(4) switch { 0 => ", nulls: FIRST", 1 => ", nulls: LAST", _ => "" } + "}");
        return $"[{string.Join(", ", terms)}]";
    }

    private void Field(Field field, int depth, StringBuilder text)
    {
        var list = new SelectedList($"f{_aliases++}");
        text.Append(CultureInfo.InvariantCulture, $"{list.Alias}: {field.Name}");
        if (field.Binding is LookupBinding or NodesBinding or EntitiesBinding or ConnectionBinding or FirstBinding)
            _lists.Add(list);
        switch (field.Binding)
        {
            case LookupBinding:
                var id = field.Arguments[0].Name == "code" ? $"R{random.Next(14):00}" : data.Authors[random.Next(20)].PublicId.ToString();
                text.Append(CultureInfo.InvariantCulture, $"({field.Arguments[0].Name}: \"{id}\") ");
                Selection(field.Type.Type, depth - 1, text);
                break;
            case NodesBinding { IsList: var isList }:
                list.Tables = schema.PossibleTypes(field.Type.Type).Count;
                var ids = string.Join(", ", Enumerable.Range(0, isList ? random.Next(11) : 1).Select(_ => AnyId()));
                text.Append(CultureInfo.InvariantCulture, $"({field.Arguments[0].Name}: {(isList ? $"[{ids}]" : ids)}) ");
                Selection(field.Type.Type, depth - 1, text);
                break;
            case EntitiesBinding entities:
                list.Tables = entities.Types.Count;
                text.Append(CultureInfo.InvariantCulture, $"(representations: [{string.Join(", ", Enumerable.Range(0, random.Next(11)).Select(_ => AnyReference()))}]) ");
                Selection(field.Type.Type, depth - 1, text);
                break;
            case ConnectionBinding:
                Connection(field, list, depth - 1, text);
                break;
            case ReferenceBinding or FirstBinding:
                Selection(field.Type.Type, depth - 1, text);
                break;
        }

        text.Append(' ');
    }

    private void Selection(NamedType type, int depth, StringBuilder text)
    {
        text.Append("{ ");
        if (type.IsAbstract)
            Variants(type, depth, text);
        else
            Fields((ObjectType)type, depth, text);
        text.Append(random.Next(type.IsAbstract ? 2 : 8) == 0 ? "__typename }" : "}");
    }

    private void Fields(FieldedType type, int depth, StringBuilder text)
    {
        var fields = type.Fields.Where(field => depth > 0 || field.Binding is ColumnBinding or ComputedBinding or null).ToArray();
        for (var i = random.Next(1, 5); i > 0; i--)
            Field(fields[random.Next(fields.Length)], depth, text);
    }

    /// <summary>Fields of an interface, and fragments on what it may be; sometimes both ask for more of the same object.</summary>
    private void Variants(NamedType type, int depth, StringBuilder text)
    {
        text.Append("__typename ");
        if (type is InterfaceType fielded && random.Next(3) > 0)
            Fields(fielded, depth, text);
        var merged = type is InterfaceType with && depth > 0 && random.Next(2) == 0 ? with.Fields.Where(field => field.Binding is ReferenceBinding).FirstOrDefault() : null;
        var alias = $"m{_aliases++}";
        if (merged is not null)
            Merged(merged);
        foreach (var possible in schema.PossibleTypes(type))
        {
            if (random.Next(3) == 0)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"... on {possible} {{ ");
            Fields(possible, depth, text);
            if (merged is not null && random.Next(2) == 0)
                Merged(merged);
            text.Append("} ");
        }

        void Merged(Field field)
        {
            text.Append(CultureInfo.InvariantCulture, $"{alias}: {field.Name} ");
            Selection(field.Type.Type, depth - 1, text);
            text.Append(' ');
        }
    }

    private string AnyReference() => random.Next(5) switch
    {
        0 => $"{{__typename: \"Author\", id: {AnyId()}}}",
        1 => $"{{__typename: \"Book\", id: {AnyId()}, title: \"says nothing\"}}",
        2 => $"{{id: {AnyId()}, __typename: \"Volume\"}}",
        3 => $"{{__typename: \"Region\", code: {(random.Next(4) == 0 ? "null" : $"\"R{random.Next(14):00}\"")}}}",
        _ => $"{{__typename: \"Review\", work: {{id: {AnyId()}}}, number: {random.Next(1, 4)}}}",
    };

    private string AnyId() => random.Next(6) switch
    {
        0 => "\"nonsense\"",
        1 => "\"00000000-0000-0000-0000-000000000000\"",
        2 => $"\"{data.Authors[random.Next(20)].PublicId}\"",
        _ => $"\"{data.Books[random.Next(data.Books.Count)].PublicId}\"",
    };

    private void Connection(Field field, SelectedList list, int depth, StringBuilder text)
    {
        List<string> arguments = [];
        list.IsBackward = random.Next(3) == 0;
        if (list.IsBackward)
            arguments.Add($"last: {random.Next(5)}");
        else if (random.Next(3) > 0)
            arguments.Add($"first: {random.Next(6)}");
        if (random.Next(2) == 0 && field.Arguments.Find("where") is { } where)
            arguments.Add($"where: {Where((InputObjectType)where.Type.Type, 3)}");
        var isSearched = field.Arguments.Find("text") is not null || (random.Next(4) == 0 && field.Arguments.Find("search") is not null);
        if (isSearched)
            arguments.Add($"{(field.Arguments.Find("text") is null ? "search" : "text")}: {InputLiteral.String(Searched[random.Next(Searched.Length)])}");
        if (random.Next(2) == 0 && field.Arguments.Find("orderBy") is not null)
            arguments.Add($"orderBy: {OrderBy((InputObjectType)field.Arguments.Find("orderBy")!.Type.Type, isSearched)}");
        text.Append(GeneratedOperation.Open).Append(list.Alias).Append('|').AppendJoin(", ", arguments).Append(GeneratedOperation.Close);

        var node = ((ObjectType)field.Type.Type).Fields.Find("nodes")!.Type.Type;
        text.Append(" { ");
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            text.Append(CultureInfo.InvariantCulture, $"p{_aliases++}: ");

            // A union has no figures.
            switch (random.Next(Part(field, "groupBy") is null ? 5 : 8))
            {
                case 5:
                    text.Append("aggregate ");
                    list.Counted++;
                    Figures(Inner(field, "aggregate"), text);
                    break;
                case 6:
                    list.Counted++;
                    Groups(Part(field, "groupBy")!, depth, text);
                    break;
                case 7:
                    list.Counted += Facets(Part(field, "facets")!, depth, text);
                    break;
                case 0:
                    list.Counted++;
                    text.Append("totalCount ");
                    break;
                case 1:
                    list.Counted++;
                    text.Append(CultureInfo.InvariantCulture, $"pageInfo {{ hasNextPage hasPreviousPage {list.Cursor}: startCursor endCursor }} ");
                    break;
                case 2:
                    text.Append(CultureInfo.InvariantCulture, $"edges {{ {list.Cursor}: cursor node ");
                    Selection(node, depth, text);
                    text.Append("} ");
                    break;
                default:
                    text.Append("nodes ");
                    Selection(node, depth, text);
                    break;
            }
        }

        text.Append('}');
    }

    private static Field? Part(Field connection, string name) => ((ObjectType)connection.Type.Type).Fields.Find(name);

    private static ObjectType Inner(Field field, string name) => (ObjectType)((ObjectType)field.Type.Type).Fields.Find(name)!.Type.Type;

    /// <summary>Sums of doubles depend on the order of rows, which nothing promises; a test of their own compares them.</summary>
    private static bool IsExact(object? binding) =>
        binding is not Measure { Kind: MeasureKind.Sum or MeasureKind.Average, Of: ColumnValue { Column.Type.Kind: ValueKind.Double } };

    private void Figures(ObjectType type, StringBuilder text)
    {
        text.Append("{ ");
        var fields = type.Fields.Where(field => IsExact(((AggregateBinding)field.Binding!).Measure)).ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var field = fields[random.Next(fields.Length)];
            text.Append(CultureInfo.InvariantCulture, $"a{_aliases++}: {field.Name} ");
            if (field.Type.Type is ObjectType inner)
                Figures(inner, text);
        }

        text.Append(random.Next(8) == 0 ? "__typename } " : "} ");
    }

    private void Groups(Field field, int depth, StringBuilder text)
    {
        var keys = ((EnumType)((InputObjectType)field.Arguments.Find("by")!.Type.Type).Fields.Find("field")!.Type.Type).Values.ToArray();
        random.Shuffle(keys);
        keys = keys[..random.Next(1, Math.Min(4, keys.Length + 1))];
        var by = keys.Select(key => ((GroupField)key.Binding!).HasInterval && random.Next(4) > 0
            ? $"{{field: {key.Name}, interval: {new[] { "DAY", "WEEK", "MONTH", "QUARTER", "YEAR" }[random.Next(5)]}}}"
            : $"{{field: {key.Name}}}");
        text.Append(CultureInfo.InvariantCulture, $"groupBy(by: [{string.Join(", ", by)}]");
        if (random.Next(2) == 0)
            text.Append(CultureInfo.InvariantCulture, $", first: {random.Next(8)}");
        if (random.Next(2) == 0)
            text.Append(CultureInfo.InvariantCulture, $", having: {Having((InputObjectType)field.Arguments.Find("having")!.Type.Type, 2)}");
        if (random.Next(2) == 0)
            text.Append(CultureInfo.InvariantCulture, $", orderBy: {GroupOrder((InputObjectType)field.Arguments.Find("orderBy")!.Type.Type, keys)}");
        text.Append(") { ");
        if (random.Next(2) == 0)
            text.Append("hasMore ");
        text.Append("nodes { key ");
        Key(Inner(Part((ObjectType)field.Type.Type, "nodes"), "key"), keys, depth, text);
        if (random.Next(4) > 0)
        {
            text.Append("aggregate ");
            Figures(Inner(Part((ObjectType)field.Type.Type, "nodes"), "aggregate"), text);
        }

        text.Append(random.Next(4) == 0 ? "} hasMore again: nodes { key { __typename } } } " : "} } ");
    }

    private static Field Part(ObjectType type, string name) => type.Fields.Find(name)!;

    private int Facets(Field field, int depth, StringBuilder text)
    {
        var keys = ((EnumType)field.Arguments.Find("fields")!.Type.Type).Values.ToArray();
        random.Shuffle(keys);
        keys = keys[..random.Next(1, Math.Min(4, keys.Length + 1))];
        text.Append(CultureInfo.InvariantCulture, $"facets(fields: [{string.Join(", ", keys.Select(key => key.Name))}], first: {random.Next(4)}) ");
        text.Append(random.Next(2) == 0 ? "{ field values { count key " : "{ values { key ");
        Key(Inner(Part((ObjectType)field.Type.Type, "values"), "key"), keys, depth, text);
        text.Append("} hasMore } ");

        // Facets that are read in one pass take that pass, and each one counts what it found.
        return keys.Length + 1;
    }

    /// <summary>What is shown of a key: mostly what was grouped by.</summary>
    private void Key(ObjectType type, EnumValue[] keys, int depth, StringBuilder text)
    {
        text.Append("{ ");
        foreach (var key in keys)
        {
            var field = random.Next(6) == 0 ? type.Fields[random.Next(type.Fields.Count)] : type.Fields.Find(((GroupField)key.Binding!).Name)!;
            text.Append(CultureInfo.InvariantCulture, $"k{_aliases++}: {field.Name} ");
            if (field.Type.Type is { IsComposite: true } inner)
                Selection(inner, depth - 1, text);
        }

        text.Append("} ");
    }

    private string Having(InputObjectType type, int depth)
    {
        var fields = type.Fields.Where(field => field.Binding is not FilterBinding.OnColumn { Column: MeasureColumn column } || IsExact(column.Measure)).ToArray();
        var chosen = fields[random.Next(fields.Length)];
        if (chosen.Binding is FilterBinding.OnColumn)
            return $"{{{chosen.Name}: {Where((InputObjectType)chosen.Type.Type, 1)}}}";
        if (depth == 0)
            return "{}";
        var inner = Having((InputObjectType)chosen.Type.Type, depth - 1);
        return $"{{{chosen.Name}: {(chosen.Type.IsList ? $"[{inner}]" : inner)}}}";
    }

    private string GroupOrder(InputObjectType type, EnumValue[] keys)
    {
        var values = ((EnumType)type.Fields.Find("field")!.Type.Type).Values
            .Where(value => value.Binding is GroupField field ? keys.Any(key => key.Binding == field) : IsExact(value.Binding)).ToArray();
        var terms = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            $"{{field: {values[random.Next(values.Length)].Name}" + random.Next(3) switch { 0 => "", 1 => ", direction: DESC", _ => ", direction: ASC" }
                + random.Next(4) switch { 0 => ", nulls: FIRST", 1 => ", nulls: LAST", _ => "" } + "}");
        return $"[{string.Join(", ", terms)}]";
    }

    private string Input(TypeReference type, int depth)
    {
        if (type.IsNonNull)
            return Input(type.OfType!, depth);
        if (type.IsList)
            return $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Input(type.OfType!, depth)))}]";
        return type.Type switch
        {
            InputObjectType => depth > 0 ? Where((InputObjectType)type.Type, depth - 1) : "{}",
            EnumType values => values.Values[random.Next(values.Values.Count)].Name,
            _ => Scalar(type.Name),
        };
    }

    private string Scalar(string name) => name switch
    {
        "Int" => (random.Next(5) * (random.Next(2) == 0 ? 100 : 1)).ToString(CultureInfo.InvariantCulture),
        "Rupiah" => random.Next(2) == 0 ? $"{random.Next(4) * 50_000L}" : $"{9_007_199_254_740_991 - random.Next(3)}",
        "Float" => new[] { "0.1", "4.5", "-0.5", "3", "1e21", "1.5e-9" }[random.Next(6)],
        "Boolean" => random.Next(2) == 0 ? "true" : "false",
        "DateTime" => $"\"{DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + (random.Next(4) * 500)):yyyy-MM-ddTHH:mm:ss.fffZ}\"",
        "Date" => $"\"202{random.Next(3)}-02-28\"",
        "ID" => random.Next(4) == 0 ? "\"nonsense\"" : $"\"{data.Books[random.Next(data.Books.Count)].PublicId}\"",
        _ => InputLiteral.String(random.Next(3) == 0 ? data.Books[random.Next(data.Books.Count)].Title : data.Text()).ToString(),
    };
}

using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Reads a coerced <c>orderBy</c>. Every order ends in the row key, in the direction of the term before it, so that one index serves both.</summary>
internal static class OrderReader
{
    public static OrderTerm[] Read(ConnectionBinding connection, IReadOnlyList<object?>? orderBy, Shape shape)
    {
        var terms = new List<OrderTerm>();
        foreach (var item in orderBy ?? [])
        {
            var term = ReadTerm((CoercedInputs)item!, shape);
            if (terms.TrueForAll(known => !known.Column.Path.Equals(term.Column.Path)))
                terms.Add(term);
        }

        shape.Note(0);
        return Ended(terms.Count == 0 ? connection.DefaultOrder : terms, connection.Target);
    }

    /// <summary>The order with the row key at its end.</summary>
    public static OrderTerm[] Ended(IReadOnlyList<OrderTerm> order, EntityBinding target)
    {
        var terms = new List<OrderTerm>(order);

        // Of equal matches the newest comes first, whichever end of the ranks does.
        var descending = terms.Count > 0 && (terms[^1].Descending || terms[^1].Column is RelevanceColumn);
        foreach (var key in target.Key)
        {
            if (terms.TrueForAll(known => !known.Column.Path.Equals(key.Path)))
                terms.Add(OrderTerm.Of(key, descending));
        }

        return [.. terms];
    }

    private static OrderTerm ReadTerm(CoercedInputs order, Shape shape)
    {
        var field = (EnumValue)order["field"]!;
        var descending = order["direction"] is EnumValue { Number: 1 };
        var nullsFirst = order["nulls"] is EnumValue nulls ? nulls.Number == 0 : !descending;
        var fields = (EnumType)order.Definitions.Find("field")!.Type.Type;
        shape.Note(fields.Values.IndexOf(field.Name) + 1);
        shape.Note((descending ? 1 : 0) + (nullsFirst ? 2 : 0));
        return new((Column)field.Binding!, descending, nullsFirst);
    }
}

namespace Hub.GraphQL.Planning;

/// <summary>One column of an order. Without a wish, a missing value comes before every other one, so first when ascending.</summary>
public sealed record OrderTerm(Column Column, bool Descending, bool NullsFirst)
{
    /// <summary>A term whose missing values stand where the direction puts them.</summary>
    public static OrderTerm Of(Column column, bool descending) => new(column, descending, !descending);
}

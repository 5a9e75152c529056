namespace Hub.GraphQL.Types.Building;

/// <summary>What may be said about a field besides its path and description.</summary>
public sealed class FieldOptions
{
    internal string? TypeName { get; private set; }

    internal bool IsFiltered { get; private set; } = true;

    internal bool IsOrdered { get; private set; } = true;

    internal bool IsGrouped { get; private set; } = true;

    internal bool IsJsonList { get; private set; }

    internal bool? IsNullable { get; private set; }

    internal string? DeprecationReason { get; private set; }

    internal FieldRule? Rule { get; private set; }

    /// <summary>
    /// Says which scopes let somebody see the field, any of them, where its type says others. Nobody can filter, order, group or
    /// search by such a field, nor sum it up: that would tell its values to those who may not see them.
    /// </summary>
    public FieldOptions Requires(params IReadOnlyList<string> anyOf)
    {
        Rule = new(string.Join(' ', anyOf));
        return this;
    }

    /// <summary>Names the scalar, enum or object type where the C# type alone does not tell.</summary>
    public FieldOptions As(string typeName)
    {
        TypeName = typeName;
        return this;
    }

    /// <summary>Says that a text column holds a list of texts as JSON.</summary>
    public FieldOptions JsonList()
    {
        IsJsonList = true;
        return this;
    }

    /// <summary>Keeps the field out of <c>where</c>.</summary>
    public FieldOptions NotFiltered()
    {
        IsFiltered = false;
        return this;
    }

    /// <summary>Keeps the field out of <c>orderBy</c>.</summary>
    public FieldOptions NotOrdered()
    {
        IsOrdered = false;
        return this;
    }

    /// <summary>Keeps the field out of <c>groupBy</c> and <c>facets</c>.</summary>
    public FieldOptions NotGrouped()
    {
        IsGrouped = false;
        return this;
    }

    /// <summary>Says that there is always a value where the C# type alone does not tell, or that there may be none.</summary>
    public FieldOptions Nullable(bool isNullable = true)
    {
        IsNullable = isNullable;
        return this;
    }

    /// <summary>Marks the field as not to be used any more; the reason names the replacement.</summary>
    public FieldOptions Deprecated(string reason)
    {
        DeprecationReason = reason;
        return this;
    }
}

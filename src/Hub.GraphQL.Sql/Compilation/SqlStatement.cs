namespace Hub.GraphQL.Sql.Compilation;

/// <summary>Where a statement's parameter comes from.</summary>
public enum ParameterOrigin
{
    /// <summary>A parameter of the request, as it is.</summary>
    Request,

    /// <summary>A parameter of the request, one more: the row that tells whether others follow.</summary>
    RequestPlusOne,

    /// <summary>A text of the request, as a pattern that finds it anywhere.</summary>
    ContainsPattern,

    /// <summary>A text of the request, as a pattern that finds it at the start.</summary>
    StartsWithPattern,

    /// <summary>A text of the request as an expression of the full-text index.</summary>
    SearchExpression,

    /// <summary>A column of the parent's row.</summary>
    ParentColumn,

    /// <summary>Counts of one key as a JSON list of pairs, a value and how many rows have it.</summary>
    Tally,
}

/// <summary>One parameter: its origin and the number of the request's parameter or the parent's column.</summary>
public readonly record struct ParameterSource(ParameterOrigin Origin, int Index);

/// <summary>A text of SQL and where its parameters come from, in order. The text never holds a value of a client.</summary>
public sealed class SqlStatement(string text, IReadOnlyList<ParameterSource> parameters)
{
    /// <summary>The text.</summary>
    public string Text => text;

    /// <summary>Where the parameters come from, in the order of their numbers.</summary>
    public IReadOnlyList<ParameterSource> Parameters => parameters;

    /// <summary>Hash of the text, computed once: connections look statements up by it.</summary>
    internal int TextHash { get; } = text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => text;
}

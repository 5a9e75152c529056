using System.Globalization;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Dialects;

/// <summary>PostgreSQL, 15 or later. Texts are compared byte by byte, which the database's columns must be declared with: COLLATE "C".</summary>
public sealed class PostgresDialect : SqlDialect
{
    /// <summary>The dialect; it has no state.</summary>
    public static PostgresDialect Instance { get; } = new();

    /// <inheritdoc />
    public override string Always => "TRUE";

    /// <inheritdoc />
    public override string Never => "FALSE";

    /// <inheritdoc />
    public override bool NullsAreLeast => false;

    /// <inheritdoc />
    public override string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"${index + 1}");

    /// <inheritdoc />
    public override string Guid(Guid value) => $@"'\x{Convert.ToHexStringLower(value.ToByteArray(true))}'::bytea";

    /// <summary>Under the "C" collation, lower() changes ASCII letters only, as SQLite's LIKE does.</summary>
    public override string Matches(string column, string pattern) =>
        $@"lower({column} COLLATE ""C"") LIKE lower({pattern} COLLATE ""C"") ESCAPE '\'";

    /// <inheritdoc />
    public override string HasText(string column, string value) => $"jsonb_exists({column}::jsonb, {value})";

    /// <summary>A table with the row key as "id" and the texts as "document", a tsvector whose parts have the weights A, B, C and D in their order.</summary>
    public override string Searched(string index, string key, string text) =>
        $@"{key} IN (SELECT ""id"" FROM {Name(index)} WHERE ""document"" @@ to_tsquery('simple', {text}))";

    internal override RankedSource Ranked(SearchBinding search, string text)
    {
        var most = search.Texts.Max(known => known.Weight);
        var weights = string.Join(',', Enumerable.Range(0, 4).Reverse().Select(i =>
            (i < search.Texts.Count ? search.Texts[i].Weight / most : 0).ToString("0.####", CultureInfo.InvariantCulture)));
        var query = $"to_tsquery('simple', {text})";
        return new($"{Name(search.Index)} AS s", @"s.""id""", $@"-ts_rank('{{{weights}}}', s.""document"", {query})", $@"s.""document"" @@ {query}");
    }

    /// <inheritdoc />
    public override string SearchExpression(SearchText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(" & ", text.Terms.Select(term => string.Join(" <-> ", term.Words.Select(word => $"'{word}'")) + (term.IsPrefix ? ":*" : "")));
    }

    /// <summary>The sum of bigint is numeric, which does not overflow.</summary>
    public override IReadOnlyList<string> WholeSum(string column, bool isWide) => [$"sum({column})"];

    /// <inheritdoc />
    public override IReadOnlyList<string> WholeSum(string high, string low) => [$"sum({high}) * 4294967296 + sum({low})"];

    internal override IReadOnlyList<string> WholeNumber(string high, string low) => [$"CAST({high} AS numeric) * 4294967296 + {low}"];

    /// <inheritdoc />
    public override string ComparableSum(IReadOnlyList<string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts[0];
    }

    /// <inheritdoc />
    public override string Real(string number) => $"CAST({number} AS double precision)";

    /// <inheritdoc />
    public override string Bucket(string column, ValueKind kind, DateInterval interval, long offset)
    {
        var moment = kind == ValueKind.Date
            ? $"CAST({column} AS date)"
            : string.Create(CultureInfo.InvariantCulture, $"to_timestamp(({column} + {offset}) / 1000.0) AT TIME ZONE 'UTC'");
        var unit = interval switch
        {
            DateInterval.Day => "day",
            DateInterval.Week => "week",
            DateInterval.Month => "month",
            DateInterval.Quarter => "quarter",
            _ => "year",
        };
        return $"date_trunc('{unit}', {moment})";
    }

    /// <inheritdoc />
    public override string BucketDay(string bucket, ValueKind kind, DateInterval interval) => $"to_char({bucket}, 'YYYY-MM-DD')";

    internal override string Cells(string list) => $"jsonb_array_elements(CAST({list} AS jsonb))";

    internal override string Cell(string alias, int part, bool isText)
    {
        var value = string.Create(CultureInfo.InvariantCulture, $"{alias}.value ->> {part}");
        return isText ? $"({value}) COLLATE \"C\"" : $"CAST({value} AS bigint)";
    }
}

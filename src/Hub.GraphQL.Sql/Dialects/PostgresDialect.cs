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

    /// <summary>The sum of bigint is numeric, which does not overflow.</summary>
    public override IReadOnlyList<string> WholeSum(string column, bool isWide) => [$"sum({column})"];

    /// <inheritdoc />
    public override IReadOnlyList<string> WholeSum(string high, string low) => [$"sum({high}) * 4294967296 + sum({low})"];

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
}

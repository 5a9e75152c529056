using System.Globalization;

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
}

using System.Globalization;

namespace Hub.GraphQL.Sql.Dialects;

/// <summary>SQLite, 3.39 or later.</summary>
public sealed class SqliteDialect : SqlDialect
{
    /// <summary>The dialect; it has no state.</summary>
    public static SqliteDialect Instance { get; } = new();

    /// <inheritdoc />
    public override string Always => "1";

    /// <inheritdoc />
    public override string Never => "0";

    /// <inheritdoc />
    public override bool NullsAreLeast => true;

    /// <inheritdoc />
    public override string Parameter(int index) => string.Create(CultureInfo.InvariantCulture, $"?{index + 1}");

    /// <inheritdoc />
    public override string Guid(Guid value) => $"X'{Convert.ToHexString(value.ToByteArray(true))}'";

    /// <inheritdoc />
    public override string Matches(string column, string pattern) => $@"{column} LIKE {pattern} ESCAPE '\'";

    /// <summary>A column that holds no JSON holds no text either; without the CASE it would end the whole statement.</summary>
    public override string HasText(string column, string value) =>
        $"EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid({column}) THEN {column} ELSE '[]' END) AS j WHERE j.type = 'text' AND j.value = {value})";
}

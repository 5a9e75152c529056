using System.Globalization;
using Hub.GraphQL.Planning;

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

    /// <summary>An index of FTS5, whose row key is the row's.</summary>
    public override string Searched(string index, string key, string text) =>
        $"{key} IN (SELECT rowid FROM {Name(index)} WHERE {Name(index)} MATCH {text})";

    internal override RankedSource Ranked(SearchBinding search, string text)
    {
        var table = $"s.{Name(search.Index)}";
        var weights = string.Join(", ", search.Texts.Select(known => known.Weight.ToString("0.0###", CultureInfo.InvariantCulture)));
        return new($"{Name(search.Index)} AS s", "s.rowid", $"bm25({table}, {weights})", $"{table} MATCH {text}");
    }

    /// <inheritdoc />
    public override string SearchExpression(SearchText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join(' ', text.Terms.Select(term => string.Join(" + ", term.Words.Select(word => $"\"{word}\"")) + (term.IsPrefix ? "*" : "")));
    }

    /// <summary>SQLite's own sum ends the statement when it overflows 64 bits; sums of halves cannot.</summary>
    public override IReadOnlyList<string> WholeSum(string column, bool isWide) =>
        isWide ? [$"sum({column} >> 32)", $"sum({column} & 4294967295)"] : [$"sum({column})"];

    /// <inheritdoc />
    public override IReadOnlyList<string> WholeSum(string high, string low) => [$"sum({high})", $"sum({low})"];

    internal override IReadOnlyList<string> WholeNumber(string high, string low) => [high, low];

    /// <summary>Beyond 64 bits this becomes a REAL, which still compares rightly with every number of a client.</summary>
    public override string ComparableSum(IReadOnlyList<string> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Count == 1 ? parts[0] : $"({parts[0]} * 4294967296 + {parts[1]})";
    }

    /// <inheritdoc />
    public override string Real(string number) => $"CAST({number} AS REAL)";

    /// <summary>Days and weeks of instants are counted, which costs a tenth of the date functions. Division cuts towards zero, so the count starts at year 0.</summary>
    public override string Bucket(string column, ValueKind kind, DateInterval interval, long offset)
    {
        if (kind == ValueKind.Date)
        {
            return interval switch
            {
                DateInterval.Day => column,
                DateInterval.Week => $"date({column}, 'weekday 0', '-6 days')",
                DateInterval.Month => $"substr({column}, 1, 7) || '-01'",
                DateInterval.Quarter => $"substr({column}, 1, 5) || {QuarterStart($"substr({column}, 6, 2)")}",
                _ => $"substr({column}, 1, 4) || '-01-01'",
            };
        }

        var shift = DayCalendar.DayMilliseconds * DaysBefore1970;
        var seconds = string.Create(CultureInfo.InvariantCulture, $"({column} + {shift + offset}) / 1000 - {shift / 1000}, 'unixepoch'");
        return interval switch
        {
            DateInterval.Day => string.Create(CultureInfo.InvariantCulture, $"({column} + {shift + offset}) / {DayCalendar.DayMilliseconds}"),
            DateInterval.Week => string.Create(
                CultureInfo.InvariantCulture, $"({column} + {shift + offset + (2 * DayCalendar.DayMilliseconds)}) / {7 * DayCalendar.DayMilliseconds}"),
            DateInterval.Month => $"strftime('%Y-%m-01', {seconds})",
            DateInterval.Quarter => $"strftime('%Y-', {seconds}) || {QuarterStart($"strftime('%m', {seconds})")}",
            _ => $"strftime('%Y-01-01', {seconds})",
        };
    }

    /// <inheritdoc />
    public override string BucketDay(string bucket, ValueKind kind, DateInterval interval) => (kind, interval) switch
    {
        (ValueKind.Date, _) => bucket,
        (_, DateInterval.Day) => string.Create(CultureInfo.InvariantCulture, $"date(({bucket} - {DaysBefore1970}) * 86400, 'unixepoch')"),
        (_, DateInterval.Week) => string.Create(
            CultureInfo.InvariantCulture, $"date(({bucket} * 7 - {DaysBefore1970 + 2}) * 86400, 'unixepoch')"),
        _ => bucket,
    };

    internal override string Cells(string list) => $"json_each({list})";

    internal override string Cell(string alias, int part, bool isText) => string.Create(CultureInfo.InvariantCulture, $"json_extract({alias}.value, '$[{part}]')");

    /// <summary>Days from the first of March of year 0, a Wednesday, to 1970.</summary>
    private const long DaysBefore1970 = 719_468;

    private static string QuarterStart(string month) => $"substr('010101040404070707101010', {month} * 2 - 1, 2) || '-01'";
}

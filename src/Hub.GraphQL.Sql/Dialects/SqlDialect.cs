using System.Globalization;
using System.Text;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Sql.Dialects;

/// <summary>What differs between databases in the SQL the compiler writes.</summary>
public abstract class SqlDialect
{
    /// <summary>The condition that always holds.</summary>
    public abstract string Always { get; }

    /// <summary>The condition that never holds.</summary>
    public abstract string Never { get; }

    /// <summary>True when a missing value is less than every other one without being told.</summary>
    public abstract bool NullsAreLeast { get; }

    /// <summary>A parameter by its number, from 0.</summary>
    public abstract string Parameter(int index);

    /// <summary>A constant UUID.</summary>
    public abstract string Guid(Guid value);

    /// <summary>Whether a text matches a LIKE pattern, with ASCII letters in either case.</summary>
    public abstract string Matches(string column, string pattern);

    /// <summary>Whether a JSON list of texts holds a text.</summary>
    public abstract string HasText(string column, string value);

    /// <summary>Whether the row of a key is among those a full-text index finds.</summary>
    public abstract string Searched(string index, string key, string text);

    /// <summary>The rows that a full-text index finds, as a source called <c>s</c>, with its key, rank and condition; the least rank is the best.</summary>
    internal abstract RankedSource Ranked(SearchBinding search, string text);

    /// <summary>What to bind as the text of <see cref="Searched"/>. No word of it is an operator.</summary>
    public abstract string SearchExpression(SearchText text);

    /// <summary>
    /// An exact sum of whole numbers as one expression, or as two where the database would overflow: the number of 2^32 and a rest that
    /// is not negative and may be more than that.
    /// </summary>
    public abstract IReadOnlyList<string> WholeSum(string column, bool isWide);

    /// <summary>The same of numbers that stand in two columns already.</summary>
    public abstract IReadOnlyList<string> WholeSum(string high, string low);

    /// <summary>A number that stands in two columns, in the parts of <see cref="WholeSum(string, string)"/>.</summary>
    internal abstract IReadOnlyList<string> WholeNumber(string high, string low);

    /// <summary>A sum of <see cref="WholeSum(string, bool)"/> as one number to compare.</summary>
    public abstract string ComparableSum(IReadOnlyList<string> parts);

    /// <summary>A number of double precision.</summary>
    public abstract string Real(string number);

    /// <summary>The first characters of a text.</summary>
    public static string Prefix(string column, int length) => string.Create(CultureInfo.InvariantCulture, $"substr({column}, 1, {length})");

    /// <summary>What instants or days of one interval have in common, as cheap to compute as may be.</summary>
    public abstract string Bucket(string column, ValueKind kind, DateInterval interval, long offset);

    /// <summary>The first day of the interval, as text, from what <see cref="Bucket"/> gave.</summary>
    public abstract string BucketDay(string bucket, ValueKind kind, DateInterval interval);

    /// <summary>The items of a JSON list as a source of rows.</summary>
    internal abstract string Cells(string list);

    /// <summary>A part of an item of <see cref="Cells"/>: a text or a whole number.</summary>
    internal abstract string Cell(string alias, int part, bool isText);

    /// <summary>A name of a table or column.</summary>
    public static string Name(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A constant of the schema. Never a value of a client: those are parameters.</summary>
    public string Constant(Parameter value) => value.Kind switch
    {
        ParameterKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ParameterKind.Real => value.Real.ToString("R", CultureInfo.InvariantCulture),
        ParameterKind.Text => $"'{value.Text.Replace("'", "''", StringComparison.Ordinal)}'",
        ParameterKind.Guid => Guid(value.Guid),
        _ => "NULL",
    };

    /// <summary>A text as a LIKE pattern in which nothing is special; the escape character is the backslash.</summary>
    public static string LikePattern(string text, bool anywhere)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pattern = new StringBuilder(text.Length + 8);
        if (anywhere)
            pattern.Append('%');
        foreach (var c in text)
        {
            if (c is '%' or '_' or '\\')
                pattern.Append('\\');
            pattern.Append(c);
        }

        return pattern.Append('%').ToString();
    }
}

/// <summary>A full-text index as a source of rows.</summary>
internal readonly record struct RankedSource(string From, string Key, string Rank, string Condition);

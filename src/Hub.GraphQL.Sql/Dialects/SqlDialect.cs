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

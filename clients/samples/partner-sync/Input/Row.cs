namespace PartnerSync;

/// <summary>The columns rows of a file share.</summary>
internal sealed class ColumnSet
{
    private readonly Dictionary<string, int> _index;

    public ColumnSet(string[] names)
    {
        Names = names;
        _index = new(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (!_index.TryAdd(names[i], i))
                throw new InvalidDataException($"The column '{names[i]}' is there twice.");
        }
    }

    /// <summary>Names in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Place of a column; -1 when there is none of this name.</summary>
    public int IndexOf(string name) => _index.GetValueOrDefault(name, -1);
}

/// <summary>One row of a file.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="Values">Its values, one for each column; empty when there is none.</param>
/// <param name="Line">Line of the file it ends at, from 1.</param>
internal readonly record struct Row(ColumnSet Columns, string[] Values, long Line)
{
    /// <summary>Value of a column; empty when the row has no such column.</summary>
    public string this[string column] => Columns.IndexOf(column) is var i and >= 0 ? Values[i] : "";
}

/// <summary>Takes a row only when a column holds a value.</summary>
internal readonly record struct RowFilter(string Column, string Value)
{
    /// <summary>Reads <c>column=value</c>.</summary>
    public static RowFilter Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new(text[..equals], text[(equals + 1)..])
            : throw new InvalidDataException($"'{text}' is no filter; write column=value.");
    }

    public bool Takes(in Row row) => row[Column] == Value;
}

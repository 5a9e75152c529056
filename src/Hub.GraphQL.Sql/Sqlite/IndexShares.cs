using System.Globalization;

namespace Hub.GraphQL.Sql.Sqlite;

/// <summary>How well an index narrows: its columns, and the share of rows that is left once the first is known, the first two, and so on.</summary>
internal sealed class IndexShares
{
    private readonly IReadOnlyList<string> _columns;
    private readonly double[] _left;

    private IndexShares(IReadOnlyList<string> columns, double[] left)
    {
        _columns = columns;
        _left = left;
    }

    /// <summary>Reads what stands in <c>sqlite_stat1</c>: the rows of the index, and the rows left.</summary>
    public static IndexShares Read(IReadOnlyList<string> columns, string rows)
    {
        // Words behind the numbers are hints to the planner.
        var numbers = rows.Split(' ')
            .Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .TakeWhile(number => number >= 0)
            .ToArray();
        return new(columns, [.. numbers.Skip(1).Select(left => (double)left / Math.Max(1, numbers[0]))]);
    }

    /// <summary>Which share of the rows is found when columns equal one of some values; 1 when the first column is not among them.</summary>
    public double Share(IReadOnlyDictionary<string, int> known)
    {
        var (share, values) = (1.0, 1.0);
        for (var i = 0; i < Math.Min(_columns.Count, _left.Length) && known.TryGetValue(_columns[i], out var count); i++)
        {
            values *= count;
            share = Math.Min(1, _left[i] * values);
        }

        return share;
    }
}

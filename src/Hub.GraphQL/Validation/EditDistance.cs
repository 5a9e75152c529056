namespace Hub.GraphQL.Validation;

/// <summary>
/// How many edits lead from one name to others: insertions, deletions, substitutions, swaps of neighbours; a change of case alone
/// is one.
/// </summary>
internal sealed class EditDistance(string input)
{
    private readonly string _lower = input.ToLowerInvariant();
    private readonly int _most = (int)Math.Floor(input.Length * 0.4) + 1;
    private readonly int[][] _rows = [new int[input.Length + 1], new int[input.Length + 1], new int[input.Length + 1]];

    /// <summary>The distance, or null where it is too far to be a slip of the pen.</summary>
    public int? To(string option)
    {
        if (input == option)
            return 0;

        var a = option.ToLowerInvariant();
        var b = _lower;
        if (a == b)
            return 1;
        if (a.Length < b.Length)
            (a, b) = (b, a);
        if (a.Length - b.Length > _most)
            return null;

        for (var j = 0; j <= b.Length; j++)
            _rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            if (FillRow(a, b, i) > _most)
                return null;
        }

        var distance = _rows[a.Length % 3][b.Length];
        return distance <= _most ? distance : null;
    }

    // Optimal string alignment, one row per character of a; returns the row's smallest cell.
    private int FillRow(string a, string b, int i)
    {
        var up = _rows[(i - 1) % 3];
        var row = _rows[i % 3];
        var smallest = row[0] = i;
        for (var j = 1; j <= b.Length; j++)
        {
            var substitution = up[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            var cell = Math.Min(Math.Min(up[j] + 1, row[j - 1] + 1), substitution);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cell = Math.Min(cell, _rows[(i - 2) % 3][j - 2] + 1);
            smallest = Math.Min(smallest, cell);
            row[j] = cell;
        }

        return smallest;
    }
}

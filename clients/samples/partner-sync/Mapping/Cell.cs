namespace PartnerSync;

/// <summary>What a column's text becomes on its way into a field. Used again for every field.</summary>
internal sealed class Cell
{
    /// <summary>The values so far; a column starts as one value, an empty column as none.</summary>
    public List<string> Values { get; } = [];

    /// <summary>True once the values no longer tell what the column held.</summary>
    public bool Lossy { get; set; }

    /// <summary>Values that could not be read, and what they should have been.</summary>
    public List<(string Text, string Wanted)> Unread { get; } = [];

    public void Start(string text)
    {
        Unread.Clear();
        Values.Clear();
        Lossy = false;
        if (text.Length > 0)
            Values.Add(text);
    }

    /// <summary>The field stays unset.</summary>
    public void Unset()
    {
        Lossy |= Values.Count > 0;
        Values.Clear();
    }

    /// <summary>Changes each value; a null takes it out.</summary>
    public void ForEach(Func<string, string?> change) => ForEach(change, null);

    /// <summary>As <see cref="ForEach(Func{string, string?})"/>; what is taken out is remembered as one that could not be read.</summary>
    /// <param name="change">Reads a value.</param>
    /// <param name="wanted">What a value should be.</param>
    public void ForEach(Func<string, string?> change, string? wanted)
    {
        var kept = 0;
        for (var i = 0; i < Values.Count; i++)
        {
            var before = Values[i];
            var after = change(before);
            Lossy |= !string.Equals(before, after, StringComparison.Ordinal);
            if (!string.IsNullOrEmpty(after))
                Values[kept++] = after;
            else if (after is null && wanted is not null)
                Unread.Add((before, wanted));
        }

        Values.RemoveRange(kept, Values.Count - kept);
    }
}

/// <summary>One step of a column's way into a field. Pure.</summary>
internal abstract class Step
{
    public abstract void Apply(in Row row, Cell cell);
}

namespace Hub.Samples.Quickstart.Generator;

/// <summary>
/// Numbers that look random and are the same for one seed on every machine and every version of .NET, which
/// <see cref="Random"/> does not promise. This is SplitMix64.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from zero to below <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>A number between the two, both included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>An entry, the likelier the larger its weight.</summary>
    public T Pick<T>(IReadOnlyList<T> from, Func<T, int> weight)
    {
        var left = Below(from.Sum(weight));
        foreach (var entry in from)
        {
            left -= weight(entry);
            if (left < 0)
                return entry;
        }

        throw new ArgumentException("The weights add up to nothing.", nameof(weight));
    }

    /// <summary>The entries in another order.</summary>
    public List<T> Shuffle<T>(IEnumerable<T> entries)
    {
        List<T> shuffled = [.. entries];
        for (var last = shuffled.Count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    private ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Deals entries in a random order; every entry comes up once before any comes up again.</summary>
internal sealed class Deck<T>(SeededRandom random, IReadOnlyList<T> entries)
{
    private readonly List<T> _left = [];

    public T Draw() => Draw(_ => true);

    /// <summary>Draws the first entry that suits; those passed over stay on top.</summary>
    public T Draw(Predicate<T> suits)
    {
        var next = _left.FindIndex(suits);
        if (next < 0)
        {
            _left.AddRange(random.Shuffle(entries));
            next = _left.FindIndex(suits);
        }

        var entry = _left[next];
        _left.RemoveAt(next);
        return entry;
    }
}

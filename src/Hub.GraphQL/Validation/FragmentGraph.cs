using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation;

/// <summary>
/// Which fragments a document defines and which are spread where. Follows fragments in graphql-js's order and at its price.
/// </summary>
internal sealed class FragmentGraph
{
    private readonly ValidationContext _context;
    private readonly Document _document;
    private readonly int[] _byName; // index of the definition, 0 for none
    private readonly Dictionary<int, int[]> _spreads = [];
    private readonly Dictionary<int[], int[]> _reachable = new(NameSetComparer.Instance);

    public FragmentGraph(ValidationContext context)
    {
        _context = context;
        _document = context.Document;
        _byName = new int[_document.NameCount];
        foreach (var fragment in _document.Fragments)
            _byName[fragment.NameId] = fragment.Index;
    }

    /// <summary>The definition of a name, the last one where there are several; 0 where there is none.</summary>
    public int Find(int nameId) => _byName[nameId];

    /// <summary>The spreads below an operation or fragment, outer selection sets first.</summary>
    public int[] SpreadsIn(int definition)
    {
        if (_spreads.TryGetValue(definition, out var spreads))
            return spreads;

        var found = new List<int>();
        var sets = new Stack<int>();
        if (_document.Child(definition, NodeKind.SelectionSet) is > 0 and var root)
            sets.Push(root);
        while (sets.TryPop(out var set))
        {
            for (var node = set + 1; node < _document[set].Next; node = _document[node].Next)
            {
                if (_document[node].Kind == NodeKind.FragmentSpread)
                    found.Add(node);
                else if (_document.Child(node, NodeKind.SelectionSet) is > 0 and var inner)
                    sets.Push(inner);
            }
        }

        return _spreads[definition] = [.. found];
    }

    /// <summary>The fragment definitions that operations use, directly or through other fragments, each once.</summary>
    public int[] ReachableFrom(params ReadOnlySpan<int> operations)
    {
        var names = new List<int>();
        var seen = new HashSet<int>();
        foreach (var operation in operations)
        {
            foreach (var spread in SpreadsIn(operation))
            {
                if (seen.Add(_document[spread].Name))
                    names.Add(_document[spread].Name);
            }
        }

        int[] key = [.. names];
        if (_reachable.TryGetValue(key, out var reachable))
            return reachable;

        _context.SpendFragmentWork(names.Count);
        var fragments = new List<int>();
        for (var next = 0; next < names.Count; next++)
        {
            var fragment = Find(names[next]);
            if (fragment == 0)
                continue;

            fragments.Add(fragment);
            var spreads = SpreadsIn(fragment);
            _context.SpendFragmentWork(spreads.Length);
            foreach (var spread in spreads)
            {
                if (seen.Add(_document[spread].Name))
                    names.Add(_document[spread].Name);
            }
        }

        return _reachable[key] = [.. fragments];
    }

    /// <summary>Two lists of names are one key when they hold the same names.</summary>
    private sealed class NameSetComparer : IEqualityComparer<int[]>
    {
        public static readonly NameSetComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x!.Length == y!.Length && (x.AsSpan().SequenceEqual(y) || x.ToHashSet().SetEquals(y));

        public int GetHashCode(int[] names)
        {
            var hash = names.Length;
            foreach (var name in names)
                hash += HashCode.Combine(name);
            return hash;
        }
    }
}

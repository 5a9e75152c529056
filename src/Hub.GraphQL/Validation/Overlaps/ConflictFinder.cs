using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Overlaps;

/// <summary>
/// Finds the fields of a selection set that conflict, those of its fragments included. Every set and every pair of fragments is
/// compared once; what remains of the quadratic work is paid from a budget, and how deep comparisons nest has a cap.
/// </summary>
internal sealed partial class ConflictFinder(ValidationContext context)
{
    private const int MostDetail = 1_000;
    private const int MostNodes = 20;
    private const int MostNestedComparisons = 256;

    private readonly Document _document = context.Document;

    // By selection set and by the type it is taken to select on: that differs where a fragment is on a type without fields.
    private readonly Dictionary<(int, NamedType?), FieldSet> _sets = [];
    private readonly PairSet _comparedFragments = new();

    // More are never shown: not in a message, which is cut, nor as errors, which are limited.
    private readonly long _mostConflicts = Math.Max(MostNodes + 10, context.Options.MaxErrors + 1L);
    private readonly ArgumentComparer _arguments = new(context.Document);

    // As much as graphql-js 16.15.0 allows.
    private const int MostComparisons = 500_000;
    private int _budget = MostComparisons;
    private int _depth;

    public static string Abbreviate(string text) => text.Length > MostDetail ? text[..MostDetail] + "..." : text;

    /// <summary>The conflicts within one selection set.</summary>
    public List<Conflict> Within(int selectionSet, NamedType? parent)
    {
        var set = SetOf(selectionSet, parent);
        List<Conflict>? conflicts = null;
        foreach (var first in set.Fields)
        {
            for (var use1 = first; use1.Next is not null; use1 = use1.Next)
            {
                for (var use2 = use1.Next; use2 is not null; use2 = use2.Next)
                    Compare(ref conflicts, areExclusive: false, use1, use2);
            }
        }

        for (var i = 0; i < set.Fragments.Count; i++)
        {
            FieldsWithFragment(ref conflicts, areExclusive: false, set, set.Fragments[i]);
            for (var j = i + 1; j < set.Fragments.Count; j++)
                FragmentWithFragment(ref conflicts, areExclusive: false, set.Fragments[i], set.Fragments[j]);
        }

        return conflicts ?? [];
    }

    /// <summary>Compares fields with those of a fragment, and of all the fragments it spreads.</summary>
    private void FieldsWithFragment(ref List<Conflict>? conflicts, bool areExclusive, FieldSet set, int fragment)
    {
        var next = new Stack<int>();
        next.Push(fragment);
        while (next.TryPop(out var name))
        {
            Spend(1);
            if (!set.HasFields)
                continue;

            // What was compared as overlapping need not be compared as exclusive.
            if (set.Compared.TryGetValue(name, out var wasExclusive) && (!wasExclusive || areExclusive))
                continue;

            set.Compared[name] = areExclusive;
            if (SetOfFragment(name) is not { } other || ReferenceEquals(set, other))
                continue;

            Between(ref conflicts, areExclusive, set, other);
            for (var i = other.Fragments.Count - 1; i >= 0; i--)
                next.Push(other.Fragments[i]);
        }
    }

    /// <summary>Compares the fields of two fragments, and of all the fragments they spread.</summary>
    private void FragmentWithFragment(ref List<Conflict>? conflicts, bool areExclusive, int fragment1, int fragment2)
    {
        var next = new Stack<(int, int)>();
        next.Push((fragment1, fragment2));
        while (next.TryPop(out var pair))
        {
            Spend(2);
            var (name1, name2) = pair;
            if (name1 == name2
                || SetOfFragment(name1) is not { } set1
                || SetOfFragment(name2) is not { } set2
                || !_comparedFragments.Add(name1, name2, areExclusive))
            {
                continue;
            }

            Between(ref conflicts, areExclusive, set1, set2);
            for (var i = set1.Fragments.Count - 1; i >= 0; i--)
                next.Push((set1.Fragments[i], name2));
            for (var i = set2.Fragments.Count - 1; i >= 0; i--)
                next.Push((name1, set2.Fragments[i]));
        }
    }

    /// <summary>The conflicts between the selection sets of two fields that answer under one name.</summary>
    private List<Conflict>? BetweenSelectionSets(bool areExclusive, FieldSet set1, FieldSet set2)
    {
        List<Conflict>? conflicts = null;
        Between(ref conflicts, areExclusive, set1, set2);
        foreach (var fragment in set2.Fragments)
            FieldsWithFragment(ref conflicts, areExclusive, set1, fragment);
        foreach (var fragment in set1.Fragments)
            FieldsWithFragment(ref conflicts, areExclusive, set2, fragment);
        foreach (var fragment1 in set1.Fragments)
        {
            foreach (var fragment2 in set2.Fragments)
                FragmentWithFragment(ref conflicts, areExclusive, fragment1, fragment2);
        }

        return conflicts;
    }

    private void Between(ref List<Conflict>? conflicts, bool areExclusive, FieldSet set1, FieldSet set2)
    {
        if (!set1.HasFields || !set2.HasFields)
            return;

        foreach (var first1 in set1.Fields)
        {
            Spend(1);
            if (set2.Find(first1.ResponseName) is not { } first2)
                continue;

            for (var use1 = first1; use1 is not null; use1 = use1.Next)
            {
                for (var use2 = first2; use2 is not null; use2 = use2.Next)
                    Compare(ref conflicts, areExclusive, use1, use2);
            }
        }
    }

    private FieldSet SetOf(int selectionSet, NamedType? parent)
    {
        if (!_sets.TryGetValue((selectionSet, parent), out var set))
            _sets[(selectionSet, parent)] = set = FieldSet.Collect(context, selectionSet, parent);
        return set;
    }

    private FieldSet? SetOfFragment(int name)
    {
        var fragment = context.Fragments.Find(name);
        if (fragment == 0)
            return null;

        var node = new FragmentNode(_document, fragment);
        return SetOf(node.SelectionSet.Index, context.FindType(node.TypeCondition.NameId));
    }

    private bool HasRoom(List<Conflict>? conflicts) => conflicts is null || conflicts.Count < _mostConflicts;

    private void Spend(int cost)
    {
        _budget -= cost;
        if (_budget < 0)
        {
            throw new ValidationAbortedException(
                $"Whether fields can be merged takes more than {MostComparisons} comparisons. Select each field once, or under an alias of its own. Validation aborted.");
        }
    }
}

using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Overlaps;

/// <content>Two fields, and what of them can differ.</content>
internal sealed partial class ConflictFinder
{
    private void Compare(ref List<Conflict>? conflicts, bool areExclusive, FieldUse use1, FieldUse use2)
    {
        // Fields of two different objects never answer for the same one. Interfaces and unions may, if not now then in a later schema.
        areExclusive |= !ReferenceEquals(use1.Parent, use2.Parent) && use1.Parent is ObjectType && use2.Parent is ObjectType;
        Spend(2);

        var (type1, type2) = (use1.Definition?.Type, use2.Definition?.Type);
        if (use1.IsSimpleLeaf && use2.IsSimpleLeaf && use1.Node.NameId == use2.Node.NameId && IsSame(type1, type2))
            return;

        if (!areExclusive && !IsOneField(use1, use2))
        {
            if (HasRoom(conflicts))
                (conflicts ??= []).Add(new(use1.ResponseName, WhyNotOneField(use1, use2), [use1.Node.Index], [use2.Node.Index]));
        }
        else if (type1 is not null && type2 is not null && HaveDifferentShapes(type1, type2))
        {
            if (HasRoom(conflicts))
            {
                var reason = $"they return conflicting types \"{type1}\" and \"{type2}\"";
                (conflicts ??= []).Add(new(use1.ResponseName, reason, [use1.Node.Index], [use2.Node.Index]));
            }
        }
        else if (use1.SelectionSet is { } selections1 && use2.SelectionSet is { } selections2)
        {
            if (++_depth > MostNestedComparisons)
            {
                throw new ValidationAbortedException(
                    $"Fields that must be merged nest deeper than {MostNestedComparisons} levels. Nest fewer fragments. Validation aborted.");
            }

            var below = BetweenSelectionSets(areExclusive, SetOf(selections1.Index, type1?.Type), SetOf(selections2.Index, type2?.Type));
            _depth--;
            if (below is not null && HasRoom(conflicts))
            {
                (conflicts ??= []).Add(
                    new(use1.ResponseName, Reason(below), Nodes(use1, below, c => c.Fields1), Nodes(use2, below, c => c.Fields2)));
            }
        }
    }

    private bool IsOneField(FieldUse use1, FieldUse use2) =>
        use1.Node.NameId == use2.Node.NameId
        && ((!use1.HasArguments && !use2.HasArguments) || HaveSameArguments(use1, use2));

    private static string WhyNotOneField(FieldUse use1, FieldUse use2) => use1.Node.NameId != use2.Node.NameId
        ? $"\"{Abbreviate(use1.Node.Name)}\" and \"{Abbreviate(use2.Node.Name)}\" are different fields"
        : "they have differing arguments";

    private bool HaveSameArguments(FieldUse use1, FieldUse use2)
    {
        if (use1.Node.Arguments.Count != use2.Node.Arguments.Count)
            return false;

        foreach (var argument in use1.Node.Arguments)
        {
            Spend(1);
            if (!_arguments.IsGiven(argument, use2.Node))
                return false;
        }

        return true;
    }

    // Names of composite types may differ: their fields are compared instead. Lists and non-null marks may not.
    private bool HaveDifferentShapes(TypeReference type1, TypeReference type2)
    {
        while (!IsSame(type1, type2))
        {
            Spend(1);
            if (type1.IsList != type2.IsList || type1.IsNonNull != type2.IsNonNull)
                return true;
            if (type1.IsNamed)
                return type1.Type.IsLeaf || type2.Type.IsLeaf;
            (type1, type2) = (type1.OfType!, type2.OfType!);
        }

        return false;
    }

    private static bool IsSame(TypeReference? type1, TypeReference? type2) =>
        ReferenceEquals(type1, type2)
        || (type1 is { IsNamed: true } && type2 is { IsNamed: true } && ReferenceEquals(type1.Type, type2.Type));

    private string Reason(List<Conflict> below)
    {
        var reason = "";
        foreach (var conflict in below)
        {
            var name = Abbreviate(_document.Name(conflict.ResponseName));
            reason += $"{(reason.Length == 0 ? "" : " and ")}subfields \"{name}\" conflict because {conflict.Reason}";
            if (reason.Length > MostDetail)
                break;
        }

        return Abbreviate(reason);
    }

    // The outer field first, then those below; where there is no room for all, the innermost stay.
    private static List<int> Nodes(FieldUse use, List<Conflict> below, Func<Conflict, IReadOnlyList<int>> side)
    {
        var nodes = new List<int> { use.Node.Index };
        foreach (var conflict in below)
        {
            var fields = side(conflict);
            nodes.AddRange(fields.Skip(Math.Max(0, fields.Count - (MostNodes - nodes.Count))));
            if (nodes.Count == MostNodes)
                break;
        }

        return nodes;
    }
}

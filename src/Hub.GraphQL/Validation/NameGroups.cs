using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation;

/// <summary>Finds the names that come twice among the children of one node.</summary>
internal static class NameGroups
{
    /// <summary>Every repeated name, and where in the source it stands each time.</summary>
    public static IEnumerable<(string Name, int[] Starts)> Repeated<T>(ValidationContext context, NodeList<T> nodes)
        where T : struct, INode<T>, INamedNode
    {
        return HasRepeated(context, nodes) ? Group(context.Document, nodes) : [];
    }

    private static bool HasRepeated<T>(ValidationContext context, NodeList<T> nodes)
        where T : struct, INode<T>, INamedNode
    {
        var names = nodes.GetEnumerator();
        if (!names.MoveNext())
            return false;

        var first = names.Current;
        if (!names.MoveNext())
            return false;

        var scope = context.Names;
        scope.Begin();
        scope.SeenWith(first.NameId, first.Index);
        do
        {
            if (scope.SeenWith(names.Current.NameId, names.Current.Index) >= 0)
                return true;
        }
        while (names.MoveNext());
        return false;
    }

    private static List<(string Name, int[] Starts)> Group<T>(Document document, NodeList<T> nodes)
        where T : struct, INode<T>, INamedNode
    {
        var groups = new OrderedDictionary<int, List<int>>();
        foreach (var node in nodes)
        {
            if (!groups.TryGetValue(node.NameId, out var starts))
                groups.Add(node.NameId, starts = []);
            starts.Add(document[node.Index].NameStart);
        }

        var repeated = new List<(string Name, int[] Starts)>();
        foreach (var (name, starts) in groups)
        {
            if (starts.Count > 1)
                repeated.Add((document.Name(name), [.. starts]));
        }

        return repeated;
    }
}

using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No fragment contains itself, not even through others (GraphQL 5.5.2.2).</summary>
internal sealed class NoFragmentCycles(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("NoFragmentCyclesRule", context => new NoFragmentCycles(context)) { Enter = [NodeKind.Fragment] };

    private readonly HashSet<int> _visited = [];

    // The fragments being followed: where each is on the path, and how many of its spreads are done.
    private readonly Dictionary<int, int> _onPath = [];
    private readonly List<(int Fragment, int[] Spreads, int Done)> _path = [];

    public override void Enter(int node)
    {
        Follow(node);
        while (_path.Count > 0)
        {
            var (fragment, spreads, done) = _path[^1];
            if (done == spreads.Length)
            {
                _onPath.Remove(Document[fragment].Name);
                _path.RemoveAt(_path.Count - 1);
                continue;
            }

            _path[^1] = (fragment, spreads, done + 1);
            var name = Document[spreads[done]].Name;
            if (_onPath.TryGetValue(name, out var start))
                Report(name, start);
            else if (Context.Fragments.Find(name) is > 0 and var next)
                Follow(next);
        }
    }

    private void Follow(int fragment)
    {
        var name = Document[fragment].Name;
        if (!_visited.Add(name))
            return;

        var spreads = Context.Fragments.SpreadsIn(fragment);
        if (spreads.Length == 0)
            return;

        _onPath[name] = _path.Count;
        _path.Add((fragment, spreads, 0));
    }

    private void Report(int name, int start)
    {
        // The spread each fragment on the cycle was left by.
        var cycle = _path[start..].ConvertAll(step => step.Spreads[step.Done - 1]);
        var via = string.Join(", ", cycle.SkipLast(1).Select(spread => $"\"{Document.Name(Document[spread].Name)}\""));
        Context.Report(
            $"Cannot spread fragment \"{Document.Name(name)}\" within itself{(via.Length > 0 ? $" via {via}" : "")}.",
            [.. cycle.Select(spread => Document[spread].Start)]);
    }
}

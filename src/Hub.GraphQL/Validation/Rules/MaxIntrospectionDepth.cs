using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Introspection does not nest its lists three deep: the answer would grow with the third power of the schema.</summary>
internal sealed class MaxIntrospectionDepth(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("MaxIntrospectionDepthRule", context => new MaxIntrospectionDepth(context)) { Enter = [NodeKind.Field] };

    private const int MostNestedLists = 3;

    public override void Enter(int node)
    {
        var name = Document.NameUtf8(Document[node].Name);
        if (!name.SequenceEqual("__schema"u8) && !name.SequenceEqual("__type"u8))
            return;

        if (!IsTooDeep(node))
            return;

        Context.Report("Maximum introspection depth exceeded", Document[node].Start);
        SkipChildren(node);
    }

    // Follows every way down once for each depth it is entered at; a deeper entry covers the shallower ones.
    private bool IsTooDeep(int root)
    {
        var entered = new Dictionary<int, int>();
        var ways = new Stack<(int Node, int Depth)>();
        ways.Push((root, 0));
        while (ways.TryPop(out var way))
        {
            var (owner, depth) = way;
            if (Document.Child(owner, NodeKind.SelectionSet) is not (> 0 and var set))
                continue;

            for (var node = set + 1; node < Document[set].Next; node = Document[node].Next)
            {
                if (Document[node].Kind == NodeKind.FragmentSpread)
                {
                    var fragment = Context.Fragments.Find(Document[node].Name);
                    if (fragment > 0 && (!entered.TryGetValue(fragment, out var before) || before < depth))
                    {
                        entered[fragment] = depth;
                        ways.Push((fragment, depth));
                    }

                    continue;
                }

                var below = IsList(node) ? depth + 1 : depth;
                if (below >= MostNestedLists)
                    return true;
                ways.Push((node, below));
            }
        }

        return false;
    }

    private bool IsList(int node)
    {
        if (Document[node].Kind != NodeKind.Field)
            return false;

        var name = Document.NameUtf8(Document[node].Name);
        return name.SequenceEqual("fields"u8) || name.SequenceEqual("interfaces"u8)
            || name.SequenceEqual("possibleTypes"u8) || name.SequenceEqual("inputFields"u8);
    }
}

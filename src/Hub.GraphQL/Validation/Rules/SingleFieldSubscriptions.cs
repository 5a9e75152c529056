using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>
/// A subscription selects one root field, none of introspection, and nothing there depends on @skip or @include (GraphQL 5.2.4.1).
/// graphql-js 16.15.0 throws where it meets a variable in such a directive; the last error is worded as 17 does.
/// </summary>
internal sealed class SingleFieldSubscriptions(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("SingleFieldSubscriptionsRule", context => new SingleFieldSubscriptions(context)) { Enter = [NodeKind.Operation] };

    public override void Enter(int node)
    {
        var operation = new OperationNode(Document, node);
        if (operation.Operation != OperationKind.Subscription || Context.Schema.SubscriptionType is not { } root)
            return;

        var fields = new OrderedDictionary<int, List<int>>();
        var conditions = new List<int>();
        Collect(operation.SelectionSet.Index, root, fields, conditions);

        var subject = operation.Name is { } name ? $"Subscription \"{name}\"" : "Anonymous Subscription";
        if (conditions.Count > 0)
        {
            Context.Report($"{subject} must not use `@skip` or `@include` directives in the top level selection.", Starts(conditions));
            return;
        }

        if (fields.Count > 1)
            Context.Report($"{subject} must select only one top level field.", Starts(fields.Values.Skip(1).SelectMany(list => list)));
        foreach (var list in fields.Values)
        {
            if (Document.NameUtf8(Document[list[0]].Name).StartsWith("__"u8))
                Context.Report($"{subject} must not select an introspection top level field.", Starts(list));
        }
    }

    private void Collect(int selectionSet, ObjectType root, OrderedDictionary<int, List<int>> fields, List<int> conditions)
    {
        // A stack of places still to go on from, so that a chain of fragments cannot exhaust the thread's.
        var places = new Stack<(int Node, int End)>();
        var spread = new HashSet<int>();
        Push(selectionSet);
        while (places.TryPop(out var place))
        {
            if (place.Node >= place.End)
                continue;

            var node = place.Node;
            places.Push((Document[node].Next, place.End));
            if (Document[node].Kind == NodeKind.FragmentSpread && spread.Contains(Document[node].Name))
                continue;
            if (Condition(node) is > 0 and var condition)
            {
                conditions.Add(condition);
                continue;
            }

            switch (Document[node].Kind)
            {
                case NodeKind.Field:
                    var responseName = new FieldNode(Document, node).ResponseNameId;
                    if (!fields.TryGetValue(responseName, out var list))
                        fields.Add(responseName, list = []);
                    list.Add(node);
                    break;
                case NodeKind.InlineFragment when Applies(node, root):
                    Push(Document.Child(node, NodeKind.SelectionSet));
                    break;
                case NodeKind.FragmentSpread:
                    spread.Add(Document[node].Name);
                    if (Context.Fragments.Find(Document[node].Name) is > 0 and var fragment && Applies(fragment, root))
                        Push(Document.Child(fragment, NodeKind.SelectionSet));
                    break;
            }
        }

        void Push(int set)
        {
            Context.SpendFragmentWork(new SelectionSetNode(Document, set).Selections.Count);
            places.Push((set + 1, Document[set].Next));
        }
    }

    /// <summary>The first directive of a selection that decides whether it is there; 0 for none.</summary>
    private int Condition(int selection)
    {
        foreach (var directive in new SelectionNode(Document, selection).Directives)
        {
            Context.SpendFragmentWork(1);
            var name = Document.NameUtf8(directive.NameId);
            if (name.SequenceEqual("skip"u8) || name.SequenceEqual("include"u8))
                return directive.Index;
        }

        return 0;
    }

    private bool Applies(int fragment, ObjectType root)
    {
        var condition = Document.Child(fragment, NodeKind.NamedType);
        if (condition == 0)
            return true;

        var type = Context.FindType(Document[condition].Name);
        return ReferenceEquals(type, root) || (type is { IsAbstract: true } && Context.Schema.IsSubtype(type, root));
    }

    private int[] Starts(IEnumerable<int> nodes) => [.. nodes.Select(node => Document[node].Start)];
}

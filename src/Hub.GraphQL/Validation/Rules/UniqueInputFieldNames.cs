using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No field of an input object is given twice (GraphQL 5.6.3).</summary>
internal sealed class UniqueInputFieldNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueInputFieldNamesRule", context => new UniqueInputFieldNames(context))
        {
            Enter = [NodeKind.ObjectValue, NodeKind.ObjectField],
        };

    // Found when their object is entered, reported when the walk reaches them: repeated field, first field of that name.
    private Dictionary<int, int>? _repeated;

    public override void Enter(int node)
    {
        if (Document[node].Kind == NodeKind.ObjectValue)
        {
            FindRepeated(node);
        }
        else if (_repeated is not null && _repeated.TryGetValue(node, out var first))
        {
            Context.Report(
                $"There can be only one input field named \"{Document.Name(Document[node].Name)}\".",
                Document[first].NameStart,
                Document[node].NameStart);
        }
    }

    private void FindRepeated(int node)
    {
        var names = Context.Names;
        names.Begin();
        foreach (var field in new ValueNode(Document, node).Fields)
        {
            if (names.SeenWith(field.NameId, field.Index) is >= 0 and var first)
                (_repeated ??= [])[field.Index] = first;
        }
    }
}

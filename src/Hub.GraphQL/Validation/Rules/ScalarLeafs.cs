using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Scalars and enums have no selection set, everything else has one (GraphQL 5.3.3).</summary>
internal sealed class ScalarLeafs(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("ScalarLeafsRule", context => new ScalarLeafs(context)) { Enter = [NodeKind.Field] };

    public override void Enter(int node)
    {
        if (Context.Types.Type is not { } type || Context.Types.Field is not { } definition)
            return;

        var set = Document.Child(node, NodeKind.SelectionSet);
        if (type.IsLeaf)
        {
            if (set > 0)
            {
                Context.Report(
                    $"Field \"{Name(node)}\" must not have a selection since type \"{definition.Type}\" has no subfields.",
                    Document[set].Start);
            }
        }
        else if (set == 0)
        {
            Context.Report(
                $"Field \"{Name(node)}\" of type \"{definition.Type}\" must have a selection of subfields. "
                    + $"Did you mean \"{Name(node)} {{ ... }}\"?",
                Document[node].Start);
        }
        else if (Document[set].Next == set + 1)
        {
            Context.Report(
                $"Field \"{Name(node)}\" of type \"{definition.Type}\" must have at least one field selected.",
                Document[node].Start);
        }
    }

    private string Name(int node) => Document.Name(Document[node].Name);
}

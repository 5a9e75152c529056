using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A fragment can apply where it is spread: some object is of both types (GraphQL 5.5.2.3).</summary>
internal sealed class PossibleFragmentSpreads(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("PossibleFragmentSpreadsRule", context => new PossibleFragmentSpreads(context))
        {
            Enter = [NodeKind.InlineFragment, NodeKind.FragmentSpread],
        };

    public override void Enter(int node)
    {
        var isSpread = Document[node].Kind == NodeKind.FragmentSpread;
        var type = isSpread ? TypeOf(node) : Context.Types.Type;
        if (type is not { IsComposite: true } || Context.Types.ParentType is not { } parent || Context.Schema.Overlap(type, parent))
            return;

        var fragment = isSpread ? $"Fragment \"{Document.Name(Document[node].Name)}\"" : "Fragment";
        Context.Report(
            $"{fragment} cannot be spread here as objects of type \"{parent.Name}\" can never be of type \"{type.Name}\".",
            Document[node].Start);
    }

    private NamedType? TypeOf(int spread)
    {
        var fragment = Context.Fragments.Find(Document[spread].Name);
        return fragment == 0 ? null : Context.FindType(new FragmentNode(Document, fragment).TypeCondition.NameId);
    }
}

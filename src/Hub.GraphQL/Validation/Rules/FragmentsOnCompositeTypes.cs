using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Fragments apply to objects, interfaces and unions (GraphQL 5.5.1.3).</summary>
internal sealed class FragmentsOnCompositeTypes(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("FragmentsOnCompositeTypesRule", context => new FragmentsOnCompositeTypes(context))
        {
            Enter = [NodeKind.InlineFragment, NodeKind.Fragment],
        };

    public override void Enter(int node)
    {
        var condition = Document.Child(node, NodeKind.NamedType);
        if (condition == 0 || Context.FindType(Document[condition].Name) is not { IsComposite: false } type)
            return;

        var fragment = Document[node].Kind == NodeKind.Fragment ? $"Fragment \"{Document.Name(Document[node].Name)}\"" : "Fragment";
        Context.Report($"{fragment} cannot condition on non composite type \"{type.Name}\".", Document[condition].Start);
    }
}

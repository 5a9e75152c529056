using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A field or directive defines an argument once (GraphQL 3.6 and 3.13).</summary>
internal sealed class UniqueArgumentDefinitionNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueArgumentDefinitionNamesRule", context => new UniqueArgumentDefinitionNames(context))
        {
            Enter =
            [
                NodeKind.DirectiveDefinition, NodeKind.InterfaceDefinition, NodeKind.InterfaceExtension,
                NodeKind.ObjectDefinition, NodeKind.ObjectExtension,
            ],
        };

    public override void Enter(int node)
    {
        if (Document[node].Kind == NodeKind.DirectiveDefinition)
        {
            Check($"@{Document.Name(Document[node].Name)}", new(Document, node));
            return;
        }

        var type = new TypeDefinitionNode(Document, node);
        foreach (var field in type.Fields)
            Check($"{type.Name}.{field.Name}", field.Arguments);
    }

    private void Check(string parent, NodeList<InputValueNode> arguments)
    {
        foreach (var (name, starts) in NameGroups.Repeated(Context, arguments))
            Context.Report($"Argument \"{parent}({name}:)\" can only be defined once.", starts);
    }
}

using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>
/// A directive that is not repeatable stands once at one place (GraphQL 5.7.3). A type and its extensions are one place, and so is
/// the schema.
/// </summary>
internal sealed class UniqueDirectivesPerLocation(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueDirectivesPerLocationRule", context => new UniqueDirectivesPerLocation(context))
        {
            Enter =
            [
                NodeKind.Operation, NodeKind.Fragment, NodeKind.VariableDefinition,
                NodeKind.Field, NodeKind.FragmentSpread, NodeKind.InlineFragment,
                NodeKind.SchemaDefinition, NodeKind.ScalarDefinition, NodeKind.ObjectDefinition, NodeKind.InterfaceDefinition,
                NodeKind.UnionDefinition, NodeKind.EnumDefinition, NodeKind.InputObjectDefinition,
                NodeKind.SchemaExtension, NodeKind.ScalarExtension, NodeKind.ObjectExtension, NodeKind.InterfaceExtension,
                NodeKind.UnionExtension, NodeKind.EnumExtension, NodeKind.InputObjectExtension,
                NodeKind.FieldDefinition, NodeKind.InputValueDefinition, NodeKind.EnumValueDefinition,
            ],
        };

    // First uses at places that several definitions share, by the type's name; the schema has no name.
    private readonly Dictionary<(int Type, int Directive), int> _shared = [];

    public override void Enter(int node)
    {
        var directives = new NodeList<DirectiveNode>(Document, node);
        if (directives.IsEmpty)
            return;

        var isShared = DefinitionNode.Reads(Document[node].Kind) && !new DefinitionNode(Document, node).IsExecutable;
        Context.Names.Begin();
        foreach (var directive in directives)
        {
            if (Context.Directives.Find(directive.NameId) is not { IsRepeatable: false } definition)
                continue;

            var first = isShared ? FirstShared(Document[node].Name, directive) : Context.Names.SeenWith(directive.NameId, directive.Index);
            if (first >= 0)
            {
                Context.Report(
                    $"The directive \"@{definition.Name}\" can only be used once at this location.",
                    Document[first].Start,
                    directive.Start);
            }
        }
    }

    private int FirstShared(int type, DirectiveNode directive) =>
        _shared.TryAdd((type, directive.NameId), directive.Index) ? -1 : _shared[(type, directive.NameId)];
}

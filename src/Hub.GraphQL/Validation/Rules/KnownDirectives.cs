using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every directive is defined and stands where it may (GraphQL 5.7.1 and 5.7.2).</summary>
internal sealed class KnownDirectives(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("KnownDirectivesRule", context => new KnownDirectives(context)) { Enter = [NodeKind.Directive] };

    public override void Enter(int node)
    {
        var name = Document[node].Name;
        if (Context.Directives.Find(name) is not { } directive)
        {
            Context.Report($"Unknown directive \"@{Document.Name(name)}\".", Document[node].Start);
            return;
        }

        var location = LocationOf(Context.Ancestors.Top);
        if (!directive.Locations.Contains(location))
            Context.Report($"Directive \"@{directive.Name}\" may not be used on {location.ToName()}.", Document[node].Start);
    }

    private DirectiveLocation LocationOf(int parent) => Document[parent].Kind switch
    {
        NodeKind.Operation => new OperationNode(Document, parent).Operation switch
        {
            OperationKind.Mutation => DirectiveLocation.Mutation,
            OperationKind.Subscription => DirectiveLocation.Subscription,
            _ => DirectiveLocation.Query,
        },
        NodeKind.Field => DirectiveLocation.Field,
        NodeKind.FragmentSpread => DirectiveLocation.FragmentSpread,
        NodeKind.InlineFragment => DirectiveLocation.InlineFragment,
        NodeKind.Fragment => DirectiveLocation.FragmentDefinition,
        NodeKind.VariableDefinition => DirectiveLocation.VariableDefinition,
        NodeKind.SchemaDefinition or NodeKind.SchemaExtension => DirectiveLocation.Schema,
        NodeKind.ScalarDefinition or NodeKind.ScalarExtension => DirectiveLocation.Scalar,
        NodeKind.ObjectDefinition or NodeKind.ObjectExtension => DirectiveLocation.Object,
        NodeKind.FieldDefinition => DirectiveLocation.FieldDefinition,
        NodeKind.InterfaceDefinition or NodeKind.InterfaceExtension => DirectiveLocation.Interface,
        NodeKind.UnionDefinition or NodeKind.UnionExtension => DirectiveLocation.Union,
        NodeKind.EnumDefinition or NodeKind.EnumExtension => DirectiveLocation.Enum,
        NodeKind.EnumValueDefinition => DirectiveLocation.EnumValue,
        NodeKind.InputObjectDefinition or NodeKind.InputObjectExtension => DirectiveLocation.InputObject,

        // As graphql-js has it, a field that an extension adds to an input object counts as an argument.
        _ => Document[Context.Ancestors.Peek(1)].Kind == NodeKind.InputObjectDefinition
            ? DirectiveLocation.InputFieldDefinition
            : DirectiveLocation.ArgumentDefinition,
    };
}

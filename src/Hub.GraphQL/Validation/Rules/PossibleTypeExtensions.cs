using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>An extension extends a type that is there and of its kind (GraphQL 3.4.3).</summary>
internal sealed class PossibleTypeExtensions : RuleVisitor
{
    public static readonly ValidationRule Rule =
        new("PossibleTypeExtensionsRule", context => new PossibleTypeExtensions(context))
        {
            Enter =
            [
                NodeKind.ScalarExtension, NodeKind.ObjectExtension, NodeKind.InterfaceExtension,
                NodeKind.UnionExtension, NodeKind.EnumExtension, NodeKind.InputObjectExtension,
            ],
        };

    private readonly OrderedDictionary<int, int> _defined = [];

    public PossibleTypeExtensions(ValidationContext context)
        : base(context)
    {
        foreach (var definition in Document.Definitions)
        {
            if (definition.IsType && !definition.IsExtension)
                _defined[definition.AsType.NameId] = definition.Index;
        }
    }

    public override void Enter(int node)
    {
        var extension = new TypeDefinitionNode(Document, node);
        if (_defined.TryGetValue(extension.NameId, out var definition))
        {
            if (Document[definition].Kind != extension.DefinitionKind)
                Context.Report(WrongKind(extension), Document[definition].Start, extension.Start);
        }
        else if (Context.SchemaOrNull?.Types.Find(Document.NameUtf8(extension.NameId)) is { } existing)
        {
            if (KindOf(existing) != extension.DefinitionKind)
                Context.Report(WrongKind(extension), extension.Start);
        }
        else
        {
            var names = _defined.Keys.Select(Document.Name).Concat(Context.TypeNames);
            var suggestion = Context.Suggestions.For(extension.Name, names);
            Context.Report(
                $"Cannot extend type \"{extension.Name}\" because it is not defined.{suggestion}",
                Document[node].NameStart);
        }
    }

    private static string WrongKind(TypeDefinitionNode extension)
    {
        var kind = extension.DefinitionKind switch
        {
            NodeKind.ScalarDefinition => "scalar",
            NodeKind.ObjectDefinition => "object",
            NodeKind.InterfaceDefinition => "interface",
            NodeKind.UnionDefinition => "union",
            NodeKind.EnumDefinition => "enum",
            _ => "input object",
        };
        return $"Cannot extend non-{kind} type \"{extension.Name}\".";
    }

    private static NodeKind KindOf(NamedType type) => type.Kind switch
    {
        TypeKind.Scalar => NodeKind.ScalarDefinition,
        TypeKind.Object => NodeKind.ObjectDefinition,
        TypeKind.Interface => NodeKind.InterfaceDefinition,
        TypeKind.Union => NodeKind.UnionDefinition,
        TypeKind.Enum => NodeKind.EnumDefinition,
        _ => NodeKind.InputObjectDefinition,
    };
}

using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A type and its extensions define a field once (GraphQL 3.6, 3.7 and 3.10).</summary>
internal sealed class UniqueFieldDefinitionNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueFieldDefinitionNamesRule", context => new UniqueFieldDefinitionNames(context))
        {
            Enter =
            [
                NodeKind.InputObjectDefinition, NodeKind.InputObjectExtension, NodeKind.InterfaceDefinition,
                NodeKind.InterfaceExtension, NodeKind.ObjectDefinition, NodeKind.ObjectExtension,
            ],
        };

    private readonly Dictionary<(int Type, int Field), int> _first = [];

    public override void Enter(int node)
    {
        var type = new TypeDefinitionNode(Document, node);
        if (type.DefinitionKind == NodeKind.InputObjectDefinition)
        {
            foreach (var field in type.InputFields)
                Check(type, field.Index);
        }
        else
        {
            foreach (var field in type.Fields)
                Check(type, field.Index);
        }
    }

    private void Check(TypeDefinitionNode type, int field)
    {
        var name = Document[field].Name;
        var key = (type.NameId, name);
        if (Exists(type.NameId, name))
        {
            Context.Report(
                $"Field \"{type.Name}.{Document.Name(name)}\" already exists in the schema. "
                    + "It cannot also be defined in this type extension.",
                Document[field].NameStart);
        }
        else if (!_first.TryAdd(key, field))
        {
            Context.Report(
                $"Field \"{type.Name}.{Document.Name(name)}\" can only be defined once.",
                Document[_first[key]].NameStart,
                Document[field].NameStart);
        }
    }

    private bool Exists(int type, int field) => Context.SchemaOrNull?.Types.Find(Document.NameUtf8(type)) switch
    {
        FieldedType existing => existing.Fields.Find(Document.NameUtf8(field)) is not null,
        InputObjectType existing => existing.Fields.Find(Document.NameUtf8(field)) is not null,
        _ => false,
    };
}

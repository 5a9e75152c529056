using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>An enum and its extensions define a value once (GraphQL 3.9).</summary>
internal sealed class UniqueEnumValueNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueEnumValueNamesRule", context => new UniqueEnumValueNames(context))
        {
            Enter = [NodeKind.EnumDefinition, NodeKind.EnumExtension],
        };

    private readonly Dictionary<(int Type, int Value), int> _first = [];

    public override void Enter(int node)
    {
        var type = new TypeDefinitionNode(Document, node);
        var existing = Context.SchemaOrNull?.Types.Find(Document.NameUtf8(type.NameId)) as EnumType;
        foreach (var value in type.Values)
        {
            var key = (type.NameId, value.NameId);
            if (existing?.Values.Find(Document.NameUtf8(value.NameId)) is not null)
            {
                Context.Report(
                    $"Enum value \"{type.Name}.{value.Name}\" already exists in the schema. "
                        + "It cannot also be defined in this type extension.",
                    Document[value.Index].NameStart);
            }
            else if (!_first.TryAdd(key, value.Index))
            {
                Context.Report(
                    $"Enum value \"{type.Name}.{value.Name}\" can only be defined once.",
                    Document[_first[key]].NameStart,
                    Document[value.Index].NameStart);
            }
        }
    }
}

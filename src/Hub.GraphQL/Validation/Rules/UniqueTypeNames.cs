using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No two types share a name (GraphQL 3.3).</summary>
internal sealed class UniqueTypeNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueTypeNamesRule", context => new UniqueTypeNames(context))
        {
            Enter =
            [
                NodeKind.ScalarDefinition, NodeKind.ObjectDefinition, NodeKind.InterfaceDefinition,
                NodeKind.UnionDefinition, NodeKind.EnumDefinition, NodeKind.InputObjectDefinition,
            ],
        };

    private readonly Dictionary<int, int> _first = [];

    public override void Enter(int node)
    {
        var name = Document[node].Name;
        if (Context.SchemaOrNull?.Types.Find(Document.NameUtf8(name)) is not null)
        {
            Context.Report(
                $"Type \"{Document.Name(name)}\" already exists in the schema. It cannot also be defined in this type definition.",
                Document[node].NameStart);
        }
        else if (!_first.TryAdd(name, node))
        {
            Context.Report(
                $"There can be only one type named \"{Document.Name(name)}\".",
                Document[_first[name]].NameStart,
                Document[node].NameStart);
        }
    }
}

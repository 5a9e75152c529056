using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No two directives share a name (GraphQL 3.13).</summary>
internal sealed class UniqueDirectiveNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueDirectiveNamesRule", context => new UniqueDirectiveNames(context)) { Enter = [NodeKind.DirectiveDefinition] };

    private readonly Dictionary<int, int> _first = [];

    public override void Enter(int node)
    {
        var name = Document[node].Name;
        if (Context.SchemaOrNull?.Directives.Find(Document.NameUtf8(name)) is not null)
        {
            Context.Report(
                $"Directive \"@{Document.Name(name)}\" already exists in the schema. It cannot be redefined.",
                Document[node].NameStart);
        }
        else if (!_first.TryAdd(name, node))
        {
            Context.Report(
                $"There can be only one directive named \"@{Document.Name(name)}\".",
                Document[_first[name]].NameStart,
                Document[node].NameStart);
        }
    }
}

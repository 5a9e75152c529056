using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No two operations share a name (GraphQL 5.2.2.1).</summary>
internal sealed class UniqueOperationNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueOperationNamesRule", context => new UniqueOperationNames(context)) { Enter = [NodeKind.Operation] };

    private readonly Dictionary<int, int> _first = [];

    public override void Enter(int node)
    {
        var name = Document[node].Name;
        if (name >= 0 && !_first.TryAdd(name, node))
        {
            Context.Report(
                $"There can be only one operation named \"{Document.Name(name)}\".",
                Document[_first[name]].NameStart,
                Document[node].NameStart);
        }
    }
}

using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No two fragments share a name (GraphQL 5.5.1.1).</summary>
internal sealed class UniqueFragmentNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueFragmentNamesRule", context => new UniqueFragmentNames(context)) { Enter = [NodeKind.Fragment] };

    private readonly Dictionary<int, int> _first = [];

    public override void Enter(int node)
    {
        var name = Document[node].Name;
        if (!_first.TryAdd(name, node))
        {
            Context.Report(
                $"There can be only one fragment named \"{Document.Name(name)}\".",
                Document[_first[name]].NameStart,
                Document[node].NameStart);
        }
    }
}

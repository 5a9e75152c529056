using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No argument is given twice (GraphQL 5.4.2).</summary>
internal sealed class UniqueArgumentNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueArgumentNamesRule", context => new UniqueArgumentNames(context)) { Enter = [NodeKind.Field, NodeKind.Directive] };

    public override void Enter(int node)
    {
        foreach (var (name, starts) in NameGroups.Repeated(Context, new NodeList<ArgumentNode>(Document, node)))
            Context.Report($"There can be only one argument named \"{name}\".", starts);
    }
}

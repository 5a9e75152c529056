using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>No two variables of an operation share a name (GraphQL 5.8.1).</summary>
internal sealed class UniqueVariableNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueVariableNamesRule", context => new UniqueVariableNames(context)) { Enter = [NodeKind.Operation] };

    public override void Enter(int node)
    {
        foreach (var (name, nodes) in NameGroups.Repeated(Context, new OperationNode(Document, node).Variables))
            Context.Report($"There can be only one variable named \"${name}\".", nodes);
    }
}

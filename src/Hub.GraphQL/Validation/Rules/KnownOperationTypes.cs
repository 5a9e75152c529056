using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>
/// An operation's root type exists (GraphQL 5.2.1.1). graphql-js has the rule from 17 on; 16 finds the mistake when it executes.
/// </summary>
internal sealed class KnownOperationTypes(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("KnownOperationTypesRule", context => new KnownOperationTypes(context)) { Enter = [NodeKind.Operation] };

    public override void Enter(int node)
    {
        if (Context.Types.Type is null)
        {
            var keyword = Operations.Keyword(new OperationNode(Document, node).Operation);
            Context.Report($"The {keyword} operation is not supported by the schema.", Document[node].Start);
        }
    }
}

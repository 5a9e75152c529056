using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A schema names one root type for each kind of operation (GraphQL 3.3.1).</summary>
internal sealed class UniqueOperationTypes(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("UniqueOperationTypesRule", context => new UniqueOperationTypes(context))
        {
            Enter = [NodeKind.SchemaDefinition, NodeKind.SchemaExtension],
        };

    private readonly Dictionary<OperationKind, int> _first = [];

    public override void Enter(int node)
    {
        foreach (var operationType in new SchemaDefinitionNode(Document, node).OperationTypes)
        {
            var keyword = Operations.Keyword(operationType.Operation);
            if (Existing(operationType.Operation) is not null)
            {
                Context.Report($"Type for {keyword} already defined in the schema. It cannot be redefined.", operationType.Start);
            }
            else if (!_first.TryAdd(operationType.Operation, operationType.Index))
            {
                Context.Report(
                    $"There can be only one {keyword} type in schema.",
                    Document[_first[operationType.Operation]].Start,
                    operationType.Start);
            }
        }
    }

    private ObjectType? Existing(OperationKind operation) => operation switch
    {
        OperationKind.Mutation => Context.SchemaOrNull?.MutationType,
        OperationKind.Subscription => Context.SchemaOrNull?.SubscriptionType,
        _ => Context.SchemaOrNull?.QueryType,
    };
}

using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A schema is defined once, and not inside of an extension (GraphQL 3.3).</summary>
internal sealed class LoneSchemaDefinition(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("LoneSchemaDefinitionRule", context => new LoneSchemaDefinition(context)) { Enter = [NodeKind.SchemaDefinition] };

    private bool _hasDefinition;

    public override void Enter(int node)
    {
        if (Context.SchemaOrNull is { } schema && (schema.QueryType ?? schema.MutationType ?? schema.SubscriptionType) is not null)
        {
            Context.Report("Cannot define a new schema within a schema extension.", Document[node].Start);
            return;
        }

        if (_hasDefinition)
            Context.Report("Must provide only one schema definition.", Document[node].Start);
        _hasDefinition = true;
    }
}

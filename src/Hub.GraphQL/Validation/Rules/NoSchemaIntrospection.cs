using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Nothing is asked about the schema itself. Applied only where introspection is switched off.</summary>
internal sealed class NoSchemaIntrospection(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("NoSchemaIntrospectionCustomRule", context => new NoSchemaIntrospection(context)) { Enter = [NodeKind.Field] };

    public override void Enter(int node)
    {
        if (Context.Types.Type is { } type && IntrospectionTypes.All.Find(type.Name) is not null)
        {
            Context.Report(
                "GraphQL introspection has been disabled, but the requested query contained the field "
                    + $"\"{Document.Name(Document[node].Name)}\".",
                Document[node].Start);
        }
    }
}

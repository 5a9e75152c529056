using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A request holds operations and fragments only (GraphQL 5.1.1).</summary>
internal sealed class ExecutableDefinitions(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("ExecutableDefinitionsRule", context => new ExecutableDefinitions(context)) { Enter = [NodeKind.Document] };

    public override void Enter(int node)
    {
        foreach (var definition in Document.Definitions)
        {
            if (definition.IsExecutable)
                continue;

            var isSchema = definition.Kind is NodeKind.SchemaDefinition or NodeKind.SchemaExtension;
            var name = isSchema ? "schema" : $"\"{Document.Name(Document[definition.Index].Name)}\"";
            Context.Report($"The {name} definition is not executable.", Document[definition.Index].Start);
        }
    }
}

using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Variables have types that may be given (GraphQL 5.8.2).</summary>
internal sealed class VariablesAreInputTypes(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("VariablesAreInputTypesRule", context => new VariablesAreInputTypes(context)) { Enter = [NodeKind.VariableDefinition] };

    public override void Enter(int node)
    {
        var variable = new VariableDefinitionNode(Document, node);
        if (Context.FindType(variable.Type.NameId) is { IsInput: false })
            Context.Report($"Variable \"${variable.Name}\" cannot be non-input type \"{variable.Type}\".", variable.Type.Start);
    }
}

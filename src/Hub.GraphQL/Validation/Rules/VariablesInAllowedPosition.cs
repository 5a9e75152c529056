using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>A variable's type fits every place it is used (GraphQL 5.8.5).</summary>
internal sealed class VariablesInAllowedPosition(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("VariablesInAllowedPositionRule", context => new VariablesInAllowedPosition(context)) { Leave = [NodeKind.Operation] };

    public override void Leave(int node)
    {
        var operation = new OperationNode(Document, node);
        if (operation.Variables.IsEmpty)
            return;

        var usages = Context.Variables.Of(node);
        var declared = new Dictionary<int, (VariableDefinitionNode Node, TypeReference? Type)>();
        foreach (var variable in operation.Variables)
            declared[variable.NameId] = (variable, Context.FindType(variable.Type));

        foreach (var usage in usages)
        {
            if (usage.Type is { } expected
                && declared.TryGetValue(Document[usage.Node].Name, out var variable)
                && variable.Type is { } type)
            {
                Check(usage, variable.Node, type, expected);
            }
        }
    }

    private void Check(VariableUsage usage, VariableDefinitionNode variable, TypeReference type, TypeReference expected)
    {
        if (!IsAllowed(variable, type, expected, usage.HasDefault))
        {
            Context.Report(
                $"Variable \"${variable.Name}\" of type \"{type}\" used in position expecting type \"{expected}\".",
                variable.Start,
                Document[usage.Node].Start);
        }

        // graphql-js 16.15.0 overlooks such an object where it is itself non-null or in a list; the specification does not.
        if (usage.OneOf is { } oneOf && !type.IsNonNull)
        {
            Context.Report(
                $"Variable \"${variable.Name}\" is of type \"{type}\" "
                    + $"but must be non-nullable to be used for OneOf Input Object \"{oneOf}\".",
                variable.Start,
                Document[usage.Node].Start);
        }
    }

    // GraphQL 5.8.5, IsVariableUsageAllowed: a default, of the variable or of the place, makes up for a nullable type.
    private bool IsAllowed(VariableDefinitionNode variable, TypeReference type, TypeReference expected, bool placeHasDefault)
    {
        if (!expected.IsNonNull || type.IsNonNull)
            return Context.Schema.IsSubtype(type, expected);

        var hasDefault = variable.Default is { } value && value.Kind != NodeKind.NullValue;
        return (hasDefault || placeHasDefault) && Context.Schema.IsSubtype(type, expected.Nullable);
    }
}

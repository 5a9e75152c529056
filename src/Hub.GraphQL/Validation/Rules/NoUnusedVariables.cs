using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every variable an operation declares is used, in itself or in a fragment it reaches (GraphQL 5.8.4).</summary>
internal sealed class NoUnusedVariables(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("NoUnusedVariablesRule", context => new NoUnusedVariables(context)) { Leave = [NodeKind.Operation] };

    public override void Leave(int node)
    {
        var operation = new OperationNode(Document, node);
        if (operation.Variables.IsEmpty)
            return;

        var usages = Context.Variables.Of(node);
        var used = Context.Names;
        used.Begin();
        foreach (var usage in usages)
            used.SeenWith(Document[usage.Node].Name, usage.Node);

        foreach (var variable in operation.Variables)
        {
            if (used.Contains(variable.NameId))
                continue;

            var by = operation.Name is { } operationName ? $" in operation \"{operationName}\"" : "";
            Context.Report($"Variable \"${variable.Name}\" is never used{by}.", variable.Start);
        }
    }
}

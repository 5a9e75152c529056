using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every variable an operation uses is one it declares (GraphQL 5.8.3).</summary>
internal sealed class NoUndefinedVariables(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("NoUndefinedVariablesRule", context => new NoUndefinedVariables(context)) { Leave = [NodeKind.Operation] };

    public override void Leave(int node)
    {
        var usages = Context.Variables.Of(node);
        if (usages.Length == 0)
            return;

        var operation = new OperationNode(Document, node);
        var declared = Context.Names;
        declared.Begin();
        foreach (var variable in operation.Variables)
            declared.SeenWith(variable.NameId, variable.Index);

        foreach (var usage in usages)
        {
            var name = Document[usage.Node].Name;
            if (declared.Contains(name))
                continue;

            var by = operation.Name is { } operationName ? $" by operation \"{operationName}\"" : "";
            Context.Report($"Variable \"${Document.Name(name)}\" is not defined{by}.", Document[usage.Node].Start, operation.Start);
        }
    }
}

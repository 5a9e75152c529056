using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>An operation without a name is the only one (GraphQL 5.2.3.1).</summary>
internal sealed class LoneAnonymousOperation(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("LoneAnonymousOperationRule", context => new LoneAnonymousOperation(context)) { Enter = [NodeKind.Operation] };

    private int _operations = -1;

    public override void Enter(int node)
    {
        if (Document[node].Name >= 0)
            return;

        if (_operations < 0)
            _operations = Document.Operations.Count;
        if (_operations > 1)
            Context.Report("This anonymous operation must be the only defined operation.", Document[node].Start);
    }
}

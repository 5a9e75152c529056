using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every fragment spread is defined (GraphQL 5.5.2.1).</summary>
internal sealed class KnownFragmentNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("KnownFragmentNamesRule", context => new KnownFragmentNames(context)) { Enter = [NodeKind.FragmentSpread] };

    public override void Enter(int node)
    {
        if (Context.Fragments.Find(Document[node].Name) == 0)
            Context.Report($"Unknown fragment \"{Document.Name(Document[node].Name)}\".", Document[node].NameStart);
    }
}

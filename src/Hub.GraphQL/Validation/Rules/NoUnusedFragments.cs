using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every fragment is used by an operation (GraphQL 5.5.1.4).</summary>
internal sealed class NoUnusedFragments(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("NoUnusedFragmentsRule", context => new NoUnusedFragments(context)) { Leave = [NodeKind.Document] };

    public override void Leave(int node)
    {
        var operations = new List<int>();
        foreach (var operation in Document.Operations)
            operations.Add(operation.Index);

        var used = new HashSet<int>();
        foreach (var fragment in Context.Fragments.ReachableFrom([.. operations]))
            used.Add(Document[fragment].Name);
        foreach (var fragment in Document.Fragments)
        {
            if (!used.Contains(fragment.NameId))
                Context.Report($"Fragment \"{fragment.Name}\" is never used.", fragment.Start);
        }
    }
}

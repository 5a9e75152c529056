using Hub.GraphQL.Language;
using Hub.GraphQL.Validation.Overlaps;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>
/// Fields that answer under one name are one field with the same arguments, or can never answer for the same object and have
/// types of one shape (GraphQL 5.3.2).
/// </summary>
internal sealed class OverlappingFieldsCanBeMerged(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("OverlappingFieldsCanBeMergedRule", context => new OverlappingFieldsCanBeMerged(context)) { Enter = [NodeKind.SelectionSet] };

    private ConflictFinder? _finder;

    public override void Enter(int node)
    {
        // An inline fragment's fields belong to the selection set around it.
        if (Document[Context.Ancestors.Top].Kind == NodeKind.InlineFragment || IsPlain(node))
            return;

        _finder ??= new(Context);
        foreach (var conflict in _finder.Within(node, Context.Types.ParentType))
        {
            var name = ConflictFinder.Abbreviate(Document.Name(conflict.ResponseName));
            Context.Report(
                $"Fields \"{name}\" conflict because {conflict.Reason}. "
                    + "Use different aliases on the fields to fetch both if this was intentional.",
                [.. conflict.Fields1.Concat(conflict.Fields2).Select(field => Document[field].Start)]);
        }
    }

    /// <summary>
    /// True for a selection set of fields alone whose response names all differ, and for a lone spread: nothing can conflict.
    /// </summary>
    private bool IsPlain(int set)
    {
        var end = Document[set].Next;
        var first = set + 1;
        if (first < end && Document[first].Next >= end)
            return Document[first].Kind != NodeKind.InlineFragment;

        var names = Context.Names;
        names.Begin();
        for (var node = first; node < end; node = Document[node].Next)
        {
            if (Document[node].Kind != NodeKind.Field || names.SeenWith(new FieldNode(Document, node).ResponseNameId, node) >= 0)
                return false;
        }

        return true;
    }
}

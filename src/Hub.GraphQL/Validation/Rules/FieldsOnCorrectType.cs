using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every field selected is defined by its type (GraphQL 5.3.1).</summary>
internal sealed class FieldsOnCorrectType(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("FieldsOnCorrectTypeRule", context => new FieldsOnCorrectType(context)) { Enter = [NodeKind.Field] };

    public override void Enter(int node)
    {
        if (Context.Types.Field is not null || Context.Types.ParentType is not { } type)
            return;

        var name = Document.Name(Document[node].Name);
        var suggestion = Context.Options.Suggestions ? Suggest(type, name) : "";
        Context.Report($"Cannot query field \"{name}\" on type \"{type.Name}\".{suggestion}", Document[node].Start);
    }

    private string Suggest(NamedType type, string field)
    {
        var suggestion = Context.Suggestions.Text(TypesWith(type, field), "to use an inline fragment on");
        if (suggestion.Length > 0)
            return suggestion;

        return type is FieldedType fielded ? Context.Suggestions.For(field, fielded.Fields.Select(f => f.Name)) : "";
    }

    /// <summary>Types below an abstract one that define the field: the most shared first, interfaces before what implements them.</summary>
    private List<string> TypesWith(NamedType type, string field)
    {
        if (!type.IsAbstract)
            return [];

        var uses = new OrderedDictionary<FieldedType, int>();
        foreach (var possible in Context.Schema.PossibleTypes(type))
        {
            if (possible.Fields.Find(field) is null)
                continue;

            uses[possible] = 1;
            foreach (var implemented in possible.Interfaces)
            {
                if (implemented.Fields.Find(field) is not null)
                    uses[implemented] = uses.GetValueOrDefault(implemented) + 1;
            }
        }

        var types = uses.Keys.ToList();
        BinaryInsertion.Sort(types, (a, b) => (uses[b] - uses[a], a, b) switch
        {
            (not 0 and var difference, _, _) => difference,
            (_, InterfaceType, _) when Context.Schema.IsSubtype(a, b) => -1,
            (_, _, InterfaceType) when Context.Schema.IsSubtype(b, a) => 1,
            _ => NaturalOrder.Compare(a.Name, b.Name),
        });
        return types.ConvertAll(item => item.Name);
    }
}

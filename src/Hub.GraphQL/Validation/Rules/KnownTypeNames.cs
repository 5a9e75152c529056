using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every type named is one of the schema or of the document (GraphQL 5.5.1.2).</summary>
internal sealed class KnownTypeNames : RuleVisitor
{
    public static readonly ValidationRule Rule =
        new("KnownTypeNamesRule", context => new KnownTypeNames(context)) { Enter = [NodeKind.NamedType] };

    private readonly OrderedDictionary<string, int>? _defined;

    public KnownTypeNames(ValidationContext context)
        : base(context)
    {
        foreach (var definition in Document.Definitions)
        {
            if (definition.IsType && !definition.IsExtension)
                (_defined ??= [])[definition.AsType.Name] = definition.Index;
        }
    }

    public override void Enter(int node)
    {
        var nameId = Document[node].Name;
        if (Context.SchemaOrNull?.Types.Find(Document.NameUtf8(nameId)) is not null)
            return;

        var name = Document.Name(nameId);
        if (_defined?.ContainsKey(name) == true)
            return;

        var isSdl = !new DefinitionNode(Document, Context.Definition).IsExecutable;
        if (isSdl && StandardNames().Contains(name))
            return;

        var names = Context.TypeNames.Concat(_defined?.Keys.AsEnumerable() ?? []);
        var suggestion = Context.Suggestions.For(name, isSdl ? StandardNames().Concat(names) : names);
        Context.Report($"Unknown type \"{name}\".{suggestion}", Document[node].Start);
    }

    private static IEnumerable<string> StandardNames() =>
        SpecifiedScalars.All.Select(type => type.Name).Concat(IntrospectionTypes.All.Select(type => type.Name));
}

using Hub.GraphQL.Language;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Sdl;

namespace Hub.GraphQL.Validation;

/// <summary>The directives a document may use: the schema's, and those it defines itself.</summary>
internal sealed class DirectiveTable
{
    private readonly Document _document;
    private readonly NameTable<DirectiveDefinition> _known;
    private readonly Dictionary<int, DirectiveDefinition>? _defined;

    public DirectiveTable(Document document, Schema? schema)
    {
        _document = document;
        _known = schema?.Directives ?? SpecifiedDirectives.All;
        foreach (var definition in document.Definitions)
        {
            if (definition.Kind == NodeKind.DirectiveDefinition)
                (_defined ??= [])[definition.AsDirective.NameId] = SdlReader.Directive(definition.AsDirective);
        }
    }

    /// <summary>The directive of a name, or null.</summary>
    public DirectiveDefinition? Find(int nameId) =>
        _defined?.GetValueOrDefault(nameId) ?? _known.Find(_document.NameUtf8(nameId));
}

using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation;

/// <summary>What the rules share while one document is validated.</summary>
internal sealed class ValidationContext
{
    // As much as graphql-js 16.15.0 allows for following fragments.
    private int _fragmentWork = 50_000;
    private TypeInfo? _types;
    private FragmentGraph? _fragments;
    private VariableUsages? _variables;
    private DirectiveTable? _directives;
    private Suggestions? _suggestions;
    private NameScope? _names;

    public ValidationContext(Document document, Schema? schema, ValidationOptions options, bool isSdl)
    {
        Document = document;
        SchemaOrNull = schema;
        Options = options;
        IsSdl = isSdl;
    }

    public Document Document { get; }

    public ValidationOptions Options { get; }

    /// <summary>True while a type system document is validated: there is no type information, and there may be no schema.</summary>
    public bool IsSdl { get; }

    /// <summary>The schema; of a type system document the one it extends, if it extends one.</summary>
    public Schema? SchemaOrNull { get; }

    /// <summary>The schema requests are validated against.</summary>
    public Schema Schema => SchemaOrNull ?? throw new InvalidOperationException("There is no schema.");

    /// <summary>Names of the schema's types; none where there is no schema.</summary>
    public IEnumerable<string> TypeNames => SchemaOrNull is { } schema ? schema.Types.Select(type => type.Name) : [];

    public List<GraphQLError> Errors { get; } = [];

    /// <summary>The nodes around the one the walk is at, the innermost on top.</summary>
    public Pile<int> Ancestors { get; } = new();

    public TypeInfo Types => _types ??= new(this);

    public FragmentGraph Fragments => _fragments ??= new(this);

    public VariableUsages Variables => _variables ??= new(this);

    public DirectiveTable Directives => _directives ??= new(Document, SchemaOrNull);

    public Suggestions Suggestions => _suggestions ??= new(Options);

    /// <summary>Scratch for a rule that looks for repeated names; nothing is kept in it between two calls of rules.</summary>
    public NameScope Names => _names ??= new(Document.NameCount);

    /// <summary>The definition the walk is in.</summary>
    public int Definition => Ancestors.Count < 2 ? 0 : Ancestors.Peek(Ancestors.Count - 2);

    /// <summary>Reports an error at the given bytes of the source.</summary>
    public void Report(string message, params ReadOnlySpan<int> offsets)
    {
        if (Errors.Count >= Options.MaxErrors)
            throw new ValidationAbortedException("Too many validation errors, error limit reached. Validation aborted.");

        Errors.Add(new(message, Document.LocationsAt(offsets)));
    }

    /// <summary>Pays for work that grows faster than the document.</summary>
    public void SpendFragmentWork(int cost)
    {
        _fragmentWork -= cost;
        if (_fragmentWork < 0)
            throw new ValidationAbortedException("Validation aborted.");
    }

    /// <summary>The type of a name in the schema, or null.</summary>
    public NamedType? FindType(int nameId) => Schema.Types.Find(Document.NameUtf8(nameId));

    /// <summary>A type reference of the document as one of the schema; null where the schema has no such type.</summary>
    public TypeReference? FindType(TypeNode type)
    {
        if (type.IsList)
        {
            var list = FindType(type.Item)?.List();
            return type.IsNonNull ? list?.NonNull() : list;
        }

        if (FindType(type.NameId) is not { } named)
            return null;

        var reference = TypeReference.To(named);
        return type.IsNonNull ? reference.NonNull() : reference;
    }
}

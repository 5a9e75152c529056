using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation;

/// <summary>
/// What the schema says about the place a walk is at. Every answer is null where the document names something the schema lacks.
/// </summary>
internal sealed class TypeInfo(ValidationContext context)
{
    private readonly Document _document = context.Document;
    private readonly Schema _schema = context.Schema;
    private readonly Pile<NamedType?> _types = new();
    private readonly Pile<NamedType?> _parents = new();
    private readonly Pile<Field?> _fields = new();
    private readonly Pile<InputPosition> _inputs = new();

    /// <summary>The innermost type of the field, fragment or operation the walk is in.</summary>
    public NamedType? Type => _types.Top;

    /// <summary>The composite type whose fields are being selected.</summary>
    public NamedType? ParentType => _parents.Top;

    /// <summary>The field the walk is in.</summary>
    public Field? Field => _fields.Top;

    /// <summary>The directive the walk is in.</summary>
    public DirectiveDefinition? Directive { get; private set; }

    /// <summary>The argument the walk is in.</summary>
    public InputValue? Argument { get; private set; }

    /// <summary>The type the value at hand should have.</summary>
    public TypeReference? InputType => _inputs.Top.Type;

    /// <summary>The type of the list or object around the value at hand.</summary>
    public TypeReference? ParentInputType => _inputs.Peek(1).Type;

    /// <summary>True where the argument or input field at hand has a default.</summary>
    public bool HasDefault => _inputs.Top.HasDefault;

    public void Enter(int node, NodeKind kind)
    {
        switch (kind)
        {
            case NodeKind.SelectionSet:
                _parents.Push(Type is { IsComposite: true } composite ? composite : null);
                break;
            case NodeKind.Field:
                var field = FindField(new(_document, node));
                _fields.Push(field);
                _types.Push(field?.Type.Type is { IsOutput: true } output ? output : null);
                break;
            case NodeKind.Directive:
                Directive = _schema.Directives.Find(_document.NameUtf8(_document[node].Name));
                break;
            case NodeKind.Operation:
                _types.Push(Root(new OperationNode(_document, node).Operation));
                break;
            case NodeKind.InlineFragment or NodeKind.Fragment:
                var condition = _document.Child(node, NodeKind.NamedType);
                var type = condition > 0 ? context.FindType(_document[condition].Name) : Type;
                _types.Push(type is { IsOutput: true } ? type : null);
                break;
            case NodeKind.VariableDefinition:
                _inputs.Push(new(InputOnly(context.FindType(new VariableDefinitionNode(_document, node).Type)), false));
                break;
            case NodeKind.Argument:
                Argument = (Directive?.Arguments ?? Field?.Arguments)?.Find(_document.NameUtf8(_document[node].Name));
                _inputs.Push(new(InputOnly(Argument?.Type), Argument is { HasDefault: true }));
                break;
            case NodeKind.ListValue:
                _inputs.Push(new(InputType?.Nullable is { IsList: true } list ? list.OfType : InputType?.Nullable, false));
                break;
            case NodeKind.ObjectField:
                var definition = InputType?.Type is InputObjectType input
                    ? input.Fields.Find(_document.NameUtf8(_document[node].Name))
                    : null;
                _inputs.Push(new(InputOnly(definition?.Type), definition is { HasDefault: true }));
                break;
        }
    }

    public void Leave(NodeKind kind)
    {
        switch (kind)
        {
            case NodeKind.SelectionSet:
                _parents.Pop();
                break;
            case NodeKind.Field:
                _fields.Pop();
                _types.Pop();
                break;
            case NodeKind.Directive:
                Directive = null;
                break;
            case NodeKind.Operation or NodeKind.InlineFragment or NodeKind.Fragment:
                _types.Pop();
                break;
            case NodeKind.Argument:
                Argument = null;
                _inputs.Pop();
                break;
            case NodeKind.VariableDefinition or NodeKind.ListValue or NodeKind.ObjectField:
                _inputs.Pop();
                break;
        }
    }

    private static TypeReference? InputOnly(TypeReference? type) => type?.Type is { IsInput: true } ? type : null;

    private Field? FindField(FieldNode field)
    {
        if (ParentType is not { } parent)
            return null;

        return context.Options.FindField is { } find ? find(parent, field) : _schema.FindField(parent, _document.NameUtf8(field.NameId));
    }

    private ObjectType? Root(OperationKind operation) => operation switch
    {
        OperationKind.Mutation => _schema.MutationType,
        OperationKind.Subscription => _schema.SubscriptionType,
        _ => _schema.QueryType,
    };

    private readonly record struct InputPosition(TypeReference? Type, bool HasDefault);
}

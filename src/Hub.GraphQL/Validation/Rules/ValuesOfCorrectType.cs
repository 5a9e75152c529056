using Hub.GraphQL.Language;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Sdl;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every literal is of the type its place asks for (GraphQL 5.6.1, 5.6.2 and 5.6.4).</summary>
internal sealed class ValuesOfCorrectType(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("ValuesOfCorrectTypeRule", context => new ValuesOfCorrectType(context))
        {
            Enter =
            [
                NodeKind.ListValue, NodeKind.ObjectValue, NodeKind.ObjectField, NodeKind.NullValue, NodeKind.EnumValue,
                NodeKind.IntValue, NodeKind.FloatValue, NodeKind.StringValue, NodeKind.BooleanValue,
            ],
        };

    public override void Enter(int node)
    {
        switch (Document[node].Kind)
        {
            case NodeKind.ListValue:
                // The walk is inside of the list already: the place of the list itself is the one around it.
                if (Context.Types.ParentInputType?.Nullable is not { IsList: true })
                {
                    CheckLeaf(new(Document, node));
                    SkipChildren(node);
                }

                break;
            case NodeKind.ObjectValue:
                if (Context.Types.InputType?.Type is InputObjectType type)
                {
                    CheckObject(new(Document, node), type);
                }
                else
                {
                    CheckLeaf(new(Document, node));
                    SkipChildren(node);
                }

                break;
            case NodeKind.ObjectField:
                CheckObjectField(new(Document, node));
                break;
            case NodeKind.NullValue:
                if (Context.Types.InputType is { IsNonNull: true } expected)
                    Context.Report($"Expected value of type \"{expected}\", found null.", Document[node].Start);
                break;
            default:
                CheckLeaf(new(Document, node));
                break;
        }
    }

    private void CheckObject(ValueNode value, InputObjectType type)
    {
        var given = Context.Names;
        given.Begin();
        var last = 0;
        var count = 0;
        foreach (var field in value.Fields)
        {
            // Of two fields with one name the later counts; that there are two is another rule's concern.
            if (given.SeenWith(field.NameId, field.Index) < 0)
                count++;
            last = field.Index;
        }

        foreach (var definition in type.Fields.AsSpan())
        {
            if (!definition.IsRequired || (Document.FindName(definition.Name) is >= 0 and var name && given.Contains(name)))
                continue;

            Context.Report(
                $"Field \"{type.Name}.{definition.Name}\" of required type \"{definition.Type}\" was not provided.",
                value.Start);
        }

        if (!type.IsOneOf)
            return;
        if (count != 1)
            Context.Report($"OneOf Input Object \"{type.Name}\" must specify exactly one key.", value.Start);
        else if (new ObjectFieldNode(Document, last) is { Value.Kind: NodeKind.NullValue } only)
            Context.Report($"Field \"{type.Name}.{only.Name}\" must be non-null.", value.Start);
    }

    private void CheckObjectField(ObjectFieldNode field)
    {
        if (Context.Types.InputType is not null || Context.Types.ParentInputType?.Type is not InputObjectType parent)
            return;

        var suggestion = Context.Suggestions.For(field.Name, parent.Fields.Select(known => known.Name));
        Context.Report($"Field \"{field.Name}\" is not defined by type \"{parent.Name}\".{suggestion}", field.Start);
    }

    private void CheckLeaf(ValueNode value)
    {
        if (Context.Types.InputType is not { } expected)
            return;

        switch (expected.Type)
        {
            case EnumType type:
                CheckEnum(value, type);
                break;
            case ScalarType type when !IsPlain(value, type):
                CheckScalar(value, type);
                break;
            case ScalarType:
                break;
            default:
                Context.Report($"Expected value of type \"{expected}\", found {value}.", value.Start);
                break;
        }
    }

    private void CheckEnum(ValueNode value, EnumType type)
    {
        if (value.Kind == NodeKind.EnumValue && type.Values.Find(value.Utf8) is not null)
            return;

        var printed = value.ToString();
        var suggestion = Context.Suggestions.For(printed, type.Values.Select(known => known.Name), "the enum value");
        Context.Report(
            value.Kind == NodeKind.EnumValue
                ? $"Value \"{printed}\" does not exist in \"{type.Name}\" enum.{suggestion}"
                : $"Enum \"{type.Name}\" cannot represent non-enum value: {printed}.{suggestion}",
            value.Start);
    }

    /// <summary>True for the everyday literals of the specified scalars, which need no coercion to be known as right.</summary>
    private static bool IsPlain(ValueNode value, ScalarType type) => value.Kind switch
    {
        NodeKind.StringValue => ReferenceEquals(type, SpecifiedScalars.String) || ReferenceEquals(type, SpecifiedScalars.Id),
        NodeKind.BooleanValue => ReferenceEquals(type, SpecifiedScalars.Boolean),
        NodeKind.IntValue => ReferenceEquals(type, SpecifiedScalars.Id) || ReferenceEquals(type, SpecifiedScalars.Float)
            || (ReferenceEquals(type, SpecifiedScalars.Int) && value.Utf8.Length < 10),
        NodeKind.FloatValue => ReferenceEquals(type, SpecifiedScalars.Float),
        _ => false,
    };

    private void CheckScalar(ValueNode value, ScalarType type)
    {
        var literal = SdlReader.Literal(value);
        if (type.ParseLiteral(literal).Error is not { } error)
            return;

        // Errors show a block string as it was written, which a literal has forgotten.
        var (plain, printed) = (literal.ToString(), value.ToString());
        if (plain != printed && error.EndsWith(plain, StringComparison.Ordinal))
            error = error[..^plain.Length] + printed;
        Context.Report(error, value.Start);
    }
}

using Hub.GraphQL.Language;

namespace Hub.GraphQL.Types.Sdl;

/// <summary>Reads single definitions of a type system document into the schema's own objects.</summary>
internal static class SdlReader
{
    /// <summary>A type reference; it is bound when a schema is built with it.</summary>
    public static TypeReference Type(TypeNode type)
    {
        var reference = type.IsList ? Type(type.Item).List() : TypeReference.Named(type.Name);
        return type.IsNonNull ? reference.NonNull() : reference;
    }

    /// <summary>A value as written, without coercion.</summary>
    public static InputLiteral Literal(ValueNode value)
    {
        switch (value.Kind)
        {
            case NodeKind.IntValue:
                return InputLiteral.Int(value.Text);
            case NodeKind.FloatValue:
                return InputLiteral.Float(value.Text);
            case NodeKind.StringValue:
                return InputLiteral.String(value.StringValue);
            case NodeKind.BooleanValue:
                return InputLiteral.Boolean(value.Boolean);
            case NodeKind.EnumValue:
                return InputLiteral.Enum(value.Name);
            case NodeKind.Variable:
                return InputLiteral.Variable(value.Name);
            case NodeKind.ListValue:
                var items = new List<InputLiteral>();
                foreach (var item in value.Items)
                    items.Add(Literal(item));
                return InputLiteral.List(items);
            case NodeKind.ObjectValue:
                var fields = new List<InputLiteralField>();
                foreach (var field in value.Fields)
                    fields.Add(new(field.Name, Literal(field.Value)));
                return InputLiteral.Object(fields);
            default:
                return InputLiteral.Null;
        }
    }

    /// <summary>A directive definition. An argument defined twice counts once; another rule reports it.</summary>
    public static DirectiveDefinition Directive(DirectiveDefinitionNode directive)
    {
        var locations = new List<DirectiveLocation>();
        foreach (var location in directive.Locations)
        {
            if (DirectiveLocationNames.Find(location.Name) is { } known)
                locations.Add(known);
        }

        return new()
        {
            Name = directive.Name,
            Description = directive.Description,
            Arguments = InputValues(directive.Arguments),
            Locations = locations,
            IsRepeatable = directive.IsRepeatable,
        };
    }

    /// <summary>Arguments or fields of an input object. Of two with one name the later stands.</summary>
    public static NameTable<InputValue> InputValues(NodeList<InputValueNode> nodes)
    {
        var values = new OrderedDictionary<string, InputValue>();
        foreach (var node in nodes)
            values[node.Name] = InputValue(node);
        return new(values.Values);
    }

    /// <summary>An argument or a field of an input object.</summary>
    public static InputValue InputValue(InputValueNode value) => new()
    {
        Name = value.Name,
        Type = Type(value.Type),
        Description = value.Description,
        DefaultValue = value.Default is { } defaultValue ? Literal(defaultValue) : null,
        DeprecationReason = DeprecationReason(value.Directives),
    };

    /// <summary>Why something is deprecated; null where it is not.</summary>
    public static string? DeprecationReason(NodeList<DirectiveNode> directives)
    {
        if (Find(directives, "deprecated") is not { } deprecated)
            return null;

        return deprecated.Argument("reason") is not { } reason
            ? SpecifiedDirectives.DefaultDeprecationReason
            : reason.Value.Kind == NodeKind.StringValue ? reason.Value.StringValue : null;
    }

    /// <summary>The first directive of a name, or null.</summary>
    public static DirectiveNode? Find(NodeList<DirectiveNode> directives, string name)
    {
        foreach (var directive in directives)
        {
            if (directive.Name == name)
                return directive;
        }

        return null;
    }
}

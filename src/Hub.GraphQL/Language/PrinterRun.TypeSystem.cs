namespace Hub.GraphQL.Language;

/// <content>Type system definitions and extensions.</content>
internal sealed partial class PrinterRun
{
    private void Schema(DefinitionNode definition)
    {
        var schema = definition.AsSchema;
        _out.Append(definition.IsExtension ? "extend schema" : "schema");
        Directives(schema.Directives);
        Block(schema.OperationTypes, operationType =>
        {
            _out.Append(Operations.Keyword(operationType.Operation));
            _out.Append(": ");
            Type(operationType.Type);
        });
    }

    private void DirectiveDefinition(DirectiveDefinitionNode directive)
    {
        _out.Append("directive @");
        _out.Append(directive.Name);
        Parenthesised(directive.Arguments, InputValue, canBreak: true, indent: true);
        _out.Append(directive.IsRepeatable ? " repeatable on " : " on ");
        var separator = "";
        foreach (var location in directive.Locations)
        {
            _out.Append(separator);
            _out.Append(location.Name);
            separator = " | ";
        }
    }

    private void TypeDefinition(TypeDefinitionNode type)
    {
        if (type.Kind >= NodeKind.SchemaExtension)
            _out.Append("extend ");
        _out.Append(type.DefinitionKind switch
        {
            NodeKind.ScalarDefinition => "scalar ",
            NodeKind.ObjectDefinition => "type ",
            NodeKind.InterfaceDefinition => "interface ",
            NodeKind.UnionDefinition => "union ",
            NodeKind.EnumDefinition => "enum ",
            _ => "input ",
        });
        _out.Append(type.Name);
        if (type.DefinitionKind is NodeKind.ObjectDefinition or NodeKind.InterfaceDefinition)
            NamedTypes(type.Interfaces, " implements ", " & ");
        Directives(type.Directives);
        switch (type.DefinitionKind)
        {
            case NodeKind.UnionDefinition:
                NamedTypes(type.Members, " = ", " | ");
                break;
            case NodeKind.EnumDefinition:
                Block(type.Values, EnumValue);
                break;
            case NodeKind.InputObjectDefinition:
                Block(type.InputFields, InputValue);
                break;
            default:
                Block(type.Fields, FieldDefinition);
                break;
        }
    }

    private void NamedTypes(NodeList<TypeNode> types, string before, string between)
    {
        var separator = before;
        foreach (var type in types)
        {
            _out.Append(separator);
            Type(type);
            separator = between;
        }
    }

    private void EnumValue(EnumValueDefinitionNode value)
    {
        Description(value.Index);
        _out.Append(value.Name);
        Directives(value.Directives);
    }

    private void FieldDefinition(FieldDefinitionNode field)
    {
        Description(field.Index);
        _out.Append(field.Name);
        Parenthesised(field.Arguments, InputValue, canBreak: true, indent: true);
        _out.Append(": ");
        Type(field.Type);
        Directives(field.Directives);
    }

    private void InputValue(InputValueNode value)
    {
        Description(value.Index);
        _out.Append(value.Name);
        _out.Append(": ");
        Type(value.Type);
        if (value.Default is { } defaultValue)
        {
            _out.Append(" = ");
            Value(defaultValue);
        }

        Directives(value.Directives);
    }

    private void Block<T>(NodeList<T> nodes, Action<T> print)
        where T : struct, INode<T>
    {
        if (nodes.IsEmpty)
            return;

        _out.Append(" {");
        _out.Indent();
        foreach (var node in nodes)
        {
            _out.NewLine();
            print(node);
        }

        _out.Outdent();
        _out.NewLine();
        _out.Append('}');
    }
}

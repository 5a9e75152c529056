namespace Hub.GraphQL.Language;

/// <summary>One print. Recursion is bounded by the depth the parser accepted.</summary>
internal sealed partial class PrinterRun(Document document)
{
    // Longer than this, a field's arguments go on lines of their own.
    private const int LineLength = 80;

    private readonly IndentedText _out = new();

    public string Text => _out.ToString();

    public void Document()
    {
        var isFirst = true;
        foreach (var definition in document.Definitions)
        {
            if (!isFirst)
                _out.Append("\n\n");
            isFirst = false;
            Definition(definition);
        }

        // A document of a lone value or type has no definition.
        foreach (var value in new NodeList<ValueNode>(document, 0))
            Value(value);
        foreach (var type in new NodeList<TypeNode>(document, 0))
            Type(type);
    }

    public void Definition(DefinitionNode definition)
    {
        Description(definition.Index);
        switch (definition.Kind)
        {
            case NodeKind.Operation:
                Operation(definition.AsOperation);
                break;
            case NodeKind.Fragment:
                Fragment(definition.AsFragment);
                break;
            case NodeKind.SchemaDefinition or NodeKind.SchemaExtension:
                Schema(definition);
                break;
            case NodeKind.DirectiveDefinition:
                DirectiveDefinition(definition.AsDirective);
                break;
            default:
                TypeDefinition(definition.AsType);
                break;
        }
    }

    public void Type(TypeNode type)
    {
        if (type.IsList)
        {
            _out.Append('[');
            Type(type.Item);
            _out.Append(']');
        }
        else
        {
            _out.Append(type.Name);
        }

        if (type.IsNonNull)
            _out.Append('!');
    }

    public void Value(ValueNode value)
    {
        switch (value.Kind)
        {
            case NodeKind.StringValue:
                _out.Append(value.IsBlockString ? BlockString.Print(value.StringValue) : QuotedString.Print(value.StringValue));
                break;
            case NodeKind.Variable:
                _out.Append('$');
                _out.Append(value.Name);
                break;
            case NodeKind.ListValue:
                _out.Append('[');
                var separator = "";
                foreach (var item in value.Items)
                {
                    _out.Append(separator);
                    Value(item);
                    separator = ", ";
                }

                _out.Append(']');
                break;
            case NodeKind.ObjectValue:
                Object(value);
                break;
            default:
                _out.Append(value.Text);
                break;
        }
    }

    private void Object(ValueNode value)
    {
        _out.Append('{');
        var separator = "";
        foreach (var field in value.Fields)
        {
            _out.Append(separator);
            _out.Append(field.Name);
            _out.Append(": ");
            Value(field.Value);
            separator = ", ";
        }

        _out.Append('}');
    }

    private void Description(int index)
    {
        var child = document.Child(index, NodeKind.Description);
        if (child == 0)
            return;

        var description = Descriptions.Of(document, index)!;
        var isBlock = (document[child].Flags & NodeFlags.Block) != 0;
        _out.Append(isBlock ? BlockString.Print(description) : QuotedString.Print(description));
        _out.NewLine();
    }

    private void Operation(OperationNode operation)
    {
        var isBare = operation.Operation == OperationKind.Query && operation.Name is null
            && operation.Variables.IsEmpty && operation.Directives.IsEmpty && operation.Description is null;
        if (!isBare)
        {
            _out.Append(Operations.Keyword(operation.Operation));
            if (operation.Name is not null || !operation.Variables.IsEmpty)
                _out.Append(' ');
            _out.Append(operation.Name ?? "");
            Parenthesised(operation.Variables, VariableDefinition, canBreak: true, indent: false);
            Directives(operation.Directives);
            _out.Append(' ');
        }

        SelectionSet(operation.SelectionSet);
    }

    private void VariableDefinition(VariableDefinitionNode variable)
    {
        Description(variable.Index);
        _out.Append('$');
        _out.Append(variable.Name);
        _out.Append(": ");
        Type(variable.Type);
        if (variable.Default is { } value)
        {
            _out.Append(" = ");
            Value(value);
        }

        Directives(variable.Directives);
    }

    private void Fragment(FragmentNode fragment)
    {
        _out.Append("fragment ");
        _out.Append(fragment.Name);
        Parenthesised(fragment.Variables, VariableDefinition, canBreak: false, indent: false);
        _out.Append(" on ");
        Type(fragment.TypeCondition);
        Directives(fragment.Directives);
        _out.Append(' ');
        SelectionSet(fragment.SelectionSet);
    }

    private void SelectionSet(SelectionSetNode set)
    {
        if (set.Selections.IsEmpty)
            return;

        _out.Append('{');
        _out.Indent();
        foreach (var selection in set.Selections)
        {
            _out.NewLine();
            switch (selection.Kind)
            {
                case NodeKind.Field:
                    Field(selection.AsField);
                    break;
                case NodeKind.FragmentSpread:
                    _out.Append("...");
                    _out.Append(selection.AsFragmentSpread.Name);
                    Directives(selection.Directives);
                    break;
                default:
                    InlineFragment(selection.AsInlineFragment);
                    break;
            }
        }

        _out.Outdent();
        _out.NewLine();
        _out.Append('}');
    }

    private void InlineFragment(InlineFragmentNode fragment)
    {
        _out.Append("...");
        if (fragment.TypeCondition is { } type)
        {
            _out.Append(" on ");
            Type(type);
        }

        Directives(fragment.Directives);
        if (!fragment.SelectionSet.Selections.IsEmpty)
            _out.Append(' ');
        SelectionSet(fragment.SelectionSet);
    }

    private void Field(FieldNode field)
    {
        var prefix = field.Alias is { } alias ? $"{alias}: {field.Name}" : field.Name;
        _out.Append(prefix);
        if (!field.Arguments.IsEmpty)
        {
            var items = Items(field.Arguments, Argument);
            var length = prefix.Length + 2 + items.Sum(item => item.Length + 2) - 2;
            Parenthesised(items, isBroken: length > LineLength, indent: true);
        }

        Directives(field.Directives);
        if (field.SelectionSet is { } set && !set.Selections.IsEmpty)
        {
            _out.Append(' ');
            SelectionSet(set);
        }
    }

    private void Argument(ArgumentNode argument)
    {
        _out.Append(argument.Name);
        _out.Append(": ");
        Value(argument.Value);
    }

    private void Directives(NodeList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            _out.Append(" @");
            _out.Append(directive.Name);
            Parenthesised(directive.Arguments, Argument, canBreak: false, indent: false);
        }
    }
}

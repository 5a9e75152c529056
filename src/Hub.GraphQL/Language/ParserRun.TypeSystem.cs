namespace Hub.GraphQL.Language;

/// <content>Type system definitions and extensions (GraphQL 3).</content>
internal ref partial struct ParserRun
{
    private static readonly HashSet<string> DirectiveLocations =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT", "VARIABLE_DEFINITION",
        "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
        "INPUT_OBJECT", "INPUT_FIELD_DEFINITION", "DIRECTIVE_DEFINITION",
    ];

    private readonly bool PeekDescription() => _lexer.Kind is TokenKind.String or TokenKind.BlockString;

    private void ParseDescription()
    {
        if (PeekDescription())
            ParseString(NodeKind.Description);
    }

    /// <summary>Parses the definition a keyword announces; false where it announces none.</summary>
    private bool ParseTypeSystemDefinition(ReadOnlySpan<byte> keyword)
    {
        var kind = DefinitionKind(keyword);
        if (kind == NodeKind.Document)
            return false;

        var definition = Begin(kind, _lexer.Start);
        ParseDescription();
        ExpectKeyword(keyword);
        if (kind == NodeKind.SchemaDefinition)
        {
            ParseDirectives(isConst: true);
            Expect(TokenKind.BraceLeft);
            if (!Failed)
                ParseOperationTypes();
        }
        else if (kind == NodeKind.DirectiveDefinition)
        {
            ParseDirectiveDefinition(definition);
        }
        else
        {
            ParseTypeBody(kind, definition);
        }

        End(definition);
        return true;
    }

    private void ParseExtension()
    {
        var keyword = LookAhead();
        if (keyword.Kind == TokenKind.Failed)
        {
            _lexer.Fail(keyword.ErrorPosition, keyword.ErrorMessage!);
            return;
        }

        var kind = keyword.Kind == TokenKind.Name ? DefinitionKind(keyword.Text) : NodeKind.Document;
        if (kind is NodeKind.Document or NodeKind.DirectiveDefinition)
        {
            Unexpected(keyword);
            return;
        }

        var extension = Begin(kind - NodeKind.SchemaDefinition + NodeKind.SchemaExtension, _lexer.Start);
        Advance();
        Advance();
        if (kind == NodeKind.SchemaDefinition)
        {
            ParseDirectives(isConst: true);
            if (Accept(TokenKind.BraceLeft))
                ParseOperationTypes();
        }
        else
        {
            ParseTypeBody(kind, extension);
        }

        // An extension must add something.
        if (_count == extension + 1)
            Unexpected(_lexer);
        End(extension);
    }

    private static NodeKind DefinitionKind(ReadOnlySpan<byte> keyword) => keyword switch
    {
        _ when keyword.SequenceEqual("schema"u8) => NodeKind.SchemaDefinition,
        _ when keyword.SequenceEqual("scalar"u8) => NodeKind.ScalarDefinition,
        _ when keyword.SequenceEqual("type"u8) => NodeKind.ObjectDefinition,
        _ when keyword.SequenceEqual("interface"u8) => NodeKind.InterfaceDefinition,
        _ when keyword.SequenceEqual("union"u8) => NodeKind.UnionDefinition,
        _ when keyword.SequenceEqual("enum"u8) => NodeKind.EnumDefinition,
        _ when keyword.SequenceEqual("input"u8) => NodeKind.InputObjectDefinition,
        _ when keyword.SequenceEqual("directive"u8) => NodeKind.DirectiveDefinition,
        _ => NodeKind.Document,
    };

    private void ParseOperationTypes()
    {
        do
        {
            var operationType = Begin(NodeKind.OperationTypeDefinition, _lexer.Start);
            _nodes[operationType].Flags = ParseOperationKind();
            Expect(TokenKind.Colon);
            ParseNamedType();
            End(operationType);
        }
        while (!Closes(TokenKind.BraceRight));
    }

    private void ParseTypeBody(NodeKind kind, int type)
    {
        ParseName(type);
        if (kind is NodeKind.ObjectDefinition or NodeKind.InterfaceDefinition && AcceptKeyword("implements"u8))
            ParseNamedTypes(TokenKind.Ampersand);
        ParseDirectives(isConst: true);
        if (kind == NodeKind.UnionDefinition)
        {
            if (Accept(TokenKind.Equals))
                ParseNamedTypes(TokenKind.Pipe);
        }
        else if (kind != NodeKind.ScalarDefinition && Accept(TokenKind.BraceLeft))
        {
            do
            {
                ParseMember(kind);
            }
            while (!Closes(TokenKind.BraceRight));
        }
    }

    private void ParseMember(NodeKind kind)
    {
        if (kind == NodeKind.InputObjectDefinition)
            ParseInputValue();
        else if (kind == NodeKind.EnumDefinition)
            ParseEnumValue();
        else
            ParseFieldDefinition();
    }

    private void ParseNamedTypes(TokenKind delimiter)
    {
        Accept(delimiter);
        do
        {
            ParseNamedType();
        }
        while (Accept(delimiter));
    }

    private void ParseFieldDefinition()
    {
        var field = Begin(NodeKind.FieldDefinition, _lexer.Start);
        ParseDescription();
        ParseName(field);
        ParseArgumentDefinitions();
        Expect(TokenKind.Colon);
        ParseType();
        ParseDirectives(isConst: true);
        End(field);
    }

    private void ParseArgumentDefinitions()
    {
        if (!Accept(TokenKind.ParenLeft))
            return;

        do
        {
            ParseInputValue();
        }
        while (!Closes(TokenKind.ParenRight));
    }

    private void ParseInputValue()
    {
        var value = Begin(NodeKind.InputValueDefinition, _lexer.Start);
        ParseDescription();
        ParseName(value);
        Expect(TokenKind.Colon);
        ParseType();
        if (Accept(TokenKind.Equals))
            ParseValue(isConst: true);
        ParseDirectives(isConst: true);
        End(value);
    }

    private void ParseEnumValue()
    {
        var value = Begin(NodeKind.EnumValueDefinition, _lexer.Start);
        ParseDescription();
        if (TokenValueIs("true") || TokenValueIs("false") || TokenValueIs("null"))
            _lexer.Fail(_lexer.Start, $"{Describe(_lexer)} is reserved and cannot be used for an enum value.");
        ParseName(value);
        ParseDirectives(isConst: true);
        End(value);
    }

    private void ParseDirectiveDefinition(int directive)
    {
        Expect(TokenKind.At);
        ParseName(directive);
        ParseArgumentDefinitions();
        if (AcceptKeyword("repeatable"u8))
            _nodes[directive].Flags = NodeFlags.Repeatable;
        ExpectKeyword("on"u8);
        Accept(TokenKind.Pipe);
        do
        {
            var token = _lexer;
            var location = Begin(NodeKind.DirectiveLocation, _lexer.Start);
            ParseName(location);
            End(location);
            if (!Failed && !DirectiveLocations.Contains(TokenText(token)))
                Unexpected(token);
        }
        while (Accept(TokenKind.Pipe));
    }
}

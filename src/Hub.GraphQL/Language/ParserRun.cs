namespace Hub.GraphQL.Language;

/// <summary>
/// One parse. After the first error the current token is <see cref="TokenKind.Failed"/> for good: nothing matches it, so
/// every loop ends. Selection sets, values and types nest on a stack of open nodes, never on the thread's own stack.
/// </summary>
internal ref partial struct ParserRun
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _source;
    private readonly ParserOptions _options;
    private readonly NameTable _names;
    private Lexer _lexer;
    private Node[] _nodes;
    private int _count;
    private int[] _open;
    private int _openCount;
    private int _tokens;
    private int _depth;
    private int _lastEnd;

    public ParserRun(ReadOnlyMemory<byte> source, ParserOptions options)
    {
        _memory = source;
        _source = source.Span;
        _options = options;
        _names = new(source);
        _nodes = new Node[Math.Min(source.Length / 8, options.MaxNodes) + 8];
        _open = new int[32];
        if (source.Length > options.MaxBytes)
            _lexer.Fail(options.MaxBytes, $"Source contains more than {options.MaxBytes} bytes. Parsing aborted.");
        else
            _lexer = new(_source);
    }

    private readonly bool Failed => _lexer.Kind == TokenKind.Failed && _lexer.ErrorMessage is not null;

    public readonly ParseResult Result()
    {
        if (_lexer.ErrorMessage is not { } message)
            return new(new(_memory, _nodes, _count, _names, _options.Locations), null);

        IReadOnlyList<SourceLocation> locations = [];
        if (_options.Locations)
        {
            // An oversized source is not searched for lines; its error points at the cap.
            var read = _memory[..Math.Min(_memory.Length, _options.MaxBytes)];
            locations = [new SourceLines(read).Locate(Math.Min(_lexer.ErrorPosition, read.Length))];
        }

        return new(null, new($"Syntax Error: {message}", locations));
    }

    public void ParseDocument()
    {
        var document = Begin(NodeKind.Document, 0);
        Advance();
        do
        {
            ParseDefinition();
        }
        while (!Closes(TokenKind.EndOfFile));
        End(document);
    }

    public void ParseLoneValue(bool isConst)
    {
        var document = Begin(NodeKind.Document, 0);
        Advance();
        ParseValue(isConst);
        Expect(TokenKind.EndOfFile);
        End(document);
    }

    public void ParseLoneType()
    {
        var document = Begin(NodeKind.Document, 0);
        Advance();
        ParseType();
        Expect(TokenKind.EndOfFile);
        End(document);
    }

    // Document: definitions and their keywords

    private void ParseDefinition()
    {
        if (_lexer.Kind == TokenKind.BraceLeft)
        {
            ParseOperation();
            return;
        }

        var hasDescription = PeekDescription();
        var keyword = hasDescription ? LookAhead() : _lexer;
        if (keyword.Kind == TokenKind.Failed)
        {
            _lexer.Fail(keyword.ErrorPosition, keyword.ErrorMessage!);
            return;
        }

        if (hasDescription && keyword.Kind == TokenKind.BraceLeft)
        {
            _lexer.Fail(_lexer.Start, "Unexpected description, descriptions are not supported on shorthand queries.");
            return;
        }

        if (keyword.Kind == TokenKind.Name)
        {
            var text = keyword.Text;
            if (text.SequenceEqual("query"u8) || text.SequenceEqual("mutation"u8) || text.SequenceEqual("subscription"u8))
            {
                ParseOperation();
                return;
            }

            if (text.SequenceEqual("fragment"u8))
            {
                ParseFragmentDefinition();
                return;
            }

            if (ParseTypeSystemDefinition(text))
                return;

            if (hasDescription)
            {
                _lexer.Fail(_lexer.Start, "Unexpected description, only GraphQL definitions support descriptions.");
                return;
            }

            if (text.SequenceEqual("extend"u8))
            {
                ParseExtension();
                return;
            }
        }

        Unexpected(keyword);
    }

    private void ParseOperation()
    {
        var operation = Begin(NodeKind.Operation, _lexer.Start);
        if (_lexer.Kind == TokenKind.BraceLeft)
        {
            _nodes[operation].Flags = NodeFlags.Shorthand;
        }
        else
        {
            ParseDescription();
            _nodes[operation].Flags = ParseOperationKind();
            if (_lexer.Kind == TokenKind.Name)
                ParseName(operation);
            ParseVariableDefinitions();
            ParseDirectives(isConst: false);
        }

        ParseSelectionSet();
        End(operation);
    }

    private NodeFlags ParseOperationKind()
    {
        var token = _lexer;
        if (!Expect(TokenKind.Name))
            return NodeFlags.None;

        var text = token.Text;
        if (text.SequenceEqual("mutation"u8))
            return NodeFlags.Mutation;
        if (text.SequenceEqual("subscription"u8))
            return NodeFlags.Subscription;
        if (!text.SequenceEqual("query"u8))
            Unexpected(token);
        return NodeFlags.None;
    }

    private void ParseFragmentDefinition()
    {
        var fragment = Begin(NodeKind.Fragment, _lexer.Start);
        ParseDescription();
        ExpectKeyword("fragment"u8);
        ParseFragmentName(fragment);
        if (_options.FragmentVariables)
            ParseVariableDefinitions();
        ExpectKeyword("on"u8);
        ParseNamedType();
        ParseDirectives(isConst: false);
        ParseSelectionSet();
        End(fragment);
    }

    private void ParseFragmentName(int node)
    {
        if (TokenValueIs("on"))
            Unexpected(_lexer);
        else
            ParseName(node);
    }

    private void ParseVariableDefinitions()
    {
        if (!Accept(TokenKind.ParenLeft))
            return;

        do
        {
            var definition = Begin(NodeKind.VariableDefinition, _lexer.Start);
            ParseDescription();
            Expect(TokenKind.Dollar);
            ParseName(definition);
            Expect(TokenKind.Colon);
            ParseType();
            if (Accept(TokenKind.Equals))
                ParseValue(isConst: true);
            ParseDirectives(isConst: true);
            End(definition);
        }
        while (!Closes(TokenKind.ParenRight));
    }

    // Selections

    private void ParseSelectionSet()
    {
        var floor = _openCount;
        OpenSelectionSet();
        while (!Failed)
        {
            var hasSelectionSet = _options.EmptySelectionSets && _lexer.Kind == TokenKind.BraceRight
                ? CloseSelectionSet()
                : ParseSelection();
            if (hasSelectionSet)
            {
                OpenSelectionSet();
                continue;
            }

            while (_lexer.Kind == TokenKind.BraceRight && _openCount > floor)
                CloseSelectionSet();
            if (_openCount == floor)
                return;
        }
    }

    private void OpenSelectionSet()
    {
        Push(Begin(NodeKind.SelectionSet, _lexer.Start));
        Expect(TokenKind.BraceLeft);
    }

    // Ends the selection set and the field or inline fragment it belongs to; an operation or fragment ends itself.
    private bool CloseSelectionSet()
    {
        Advance();
        End(Pop());
        if (_openCount > 0 && _nodes[_open[_openCount - 1]].Kind is NodeKind.Field or NodeKind.InlineFragment)
            End(_open[--_openCount]);
        return false;
    }

    /// <summary>Parses a selection up to its selection set. True where one must or may follow.</summary>
    private bool ParseSelection()
    {
        if (_lexer.Kind == TokenKind.Spread)
            return ParseSpread();

        var field = Begin(NodeKind.Field, _lexer.Start);
        ParseName(field);
        if (_lexer.Kind == TokenKind.Colon)
        {
            var alias = Begin(NodeKind.Alias, _nodes[field].Start);
            _nodes[alias].Name = _nodes[field].Name;
            _nodes[alias].NameStart = _nodes[field].NameStart;
            End(alias);
            Advance();
            ParseName(field);
        }

        ParseArguments(isConst: false);
        ParseDirectives(isConst: false);
        if (_lexer.Kind == TokenKind.BraceLeft)
        {
            PushOwner(field);
            return true;
        }

        End(field);
        return false;
    }

    private bool ParseSpread()
    {
        var node = Begin(NodeKind.InlineFragment, _lexer.Start);
        Advance();
        var hasTypeCondition = AcceptKeyword("on"u8);
        if (!hasTypeCondition && _lexer.Kind == TokenKind.Name)
        {
            _nodes[node].Kind = NodeKind.FragmentSpread;
            ParseName(node);
            ParseDirectives(isConst: false);
            End(node);
            return false;
        }

        if (hasTypeCondition)
            ParseNamedType();
        ParseDirectives(isConst: false);
        PushOwner(node);
        return true;
    }

    private void ParseArguments(bool isConst)
    {
        if (!Accept(TokenKind.ParenLeft))
            return;

        do
        {
            var argument = Begin(NodeKind.Argument, _lexer.Start);
            ParseName(argument);
            Expect(TokenKind.Colon);
            ParseValue(isConst);
            End(argument);
        }
        while (!Closes(TokenKind.ParenRight));
    }

    private void ParseDirectives(bool isConst)
    {
        while (_lexer.Kind == TokenKind.At)
        {
            var directive = Begin(NodeKind.Directive, _lexer.Start);
            Advance();
            ParseName(directive);
            ParseArguments(isConst);
            End(directive);
        }
    }

    // Values

    private void ParseValue(bool isConst)
    {
        var floor = _openCount;
        while (!Failed)
        {
            ParseValueStart(isConst);

            // Close what ends here, until a value is due again or the outermost one is complete.
            while (!Failed && _openCount > floor)
            {
                var top = _open[_openCount - 1];
                if (_nodes[top].Kind == NodeKind.ListValue)
                {
                    if (_lexer.Kind != TokenKind.BracketRight)
                        break;
                }
                else if (_lexer.Kind != TokenKind.BraceRight)
                {
                    PushOwner(Begin(NodeKind.ObjectField, _lexer.Start));
                    ParseName(_open[_openCount - 1]);
                    Expect(TokenKind.Colon);
                    break;
                }

                Advance();
                End(Pop());
                EndObjectField(floor);
            }

            if (_openCount == floor)
                return;
        }
    }

    private void ParseValueStart(bool isConst)
    {
        var floor = _openCount;
        var start = _lexer.Start;
        switch (_lexer.Kind)
        {
            case TokenKind.BracketLeft:
                Push(Begin(NodeKind.ListValue, start));
                Advance();
                return;
            case TokenKind.BraceLeft:
                Push(Begin(NodeKind.ObjectValue, start));
                Advance();
                return;
            case TokenKind.Int:
                Leaf(NodeKind.IntValue);
                break;
            case TokenKind.Float:
                Leaf(NodeKind.FloatValue);
                break;
            case TokenKind.String or TokenKind.BlockString:
                ParseString(NodeKind.StringValue);
                break;
            case TokenKind.Name:
                ParseNamedValue();
                break;
            case TokenKind.Dollar:
                ParseVariable(isConst);
                break;
            default:
                Unexpected(_lexer);
                break;
        }

        EndObjectField(floor - 1);
    }

    private void ParseNamedValue()
    {
        var text = _lexer.Text;
        if (text.SequenceEqual("true"u8))
        {
            Leaf(NodeKind.BooleanValue, NodeFlags.True);
        }
        else if (text.SequenceEqual("false"u8))
        {
            Leaf(NodeKind.BooleanValue);
        }
        else if (text.SequenceEqual("null"u8))
        {
            Leaf(NodeKind.NullValue);
        }
        else
        {
            var value = Begin(NodeKind.EnumValue, _lexer.Start);
            ParseName(value);
            End(value);
        }
    }

    private void ParseVariable(bool isConst)
    {
        var token = _lexer;
        var variable = Begin(NodeKind.Variable, token.Start);
        Advance();
        if (isConst && !Failed)
        {
            if (_lexer.Kind == TokenKind.Name)
                _lexer.Fail(token.Start, $"Unexpected variable \"${TokenText(_lexer)}\" in constant value.");
            else
                Unexpected(token);
            return;
        }

        ParseName(variable);
        End(variable);
    }

    private void ParseString(NodeKind kind) =>
        Leaf(kind, _lexer.Kind == TokenKind.BlockString ? NodeFlags.Block : NodeFlags.None);

    // Types

    private void ParseType()
    {
        var floor = _openCount;
        while (_lexer.Kind == TokenKind.BracketLeft)
        {
            Push(Begin(NodeKind.ListType, _lexer.Start));
            Advance();
        }

        var named = ParseNamedType();
        ParseNonNull(named);
        while (_openCount > floor && !Failed)
        {
            var list = Pop();
            Expect(TokenKind.BracketRight);
            ParseNonNull(list);
            End(list);
        }
    }

    private void ParseNonNull(int type)
    {
        if (Accept(TokenKind.Bang))
        {
            _nodes[type].Flags |= NodeFlags.NonNull;
            End(type);
        }
    }

    private int ParseNamedType()
    {
        var type = Begin(NodeKind.NamedType, _lexer.Start);
        ParseName(type);
        End(type);
        return type;
    }
}

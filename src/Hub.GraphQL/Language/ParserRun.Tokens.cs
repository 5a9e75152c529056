using System.Text;

namespace Hub.GraphQL.Language;

/// <content>Tokens and nodes: what the grammar in the other parts is written with.</content>
internal ref partial struct ParserRun
{
    private void Advance()
    {
        _lastEnd = _lexer.End;
        if (Failed)
            return;

        _lexer.Advance();
        if (_lexer.Kind > TokenKind.EndOfFile && ++_tokens > _options.MaxTokens)
            _lexer.Fail(_lexer.Start, $"Document contains more that {_options.MaxTokens} tokens. Parsing aborted.");
    }

    private readonly Lexer LookAhead()
    {
        var ahead = _lexer;
        ahead.Advance();
        return ahead;
    }

    private bool Accept(TokenKind kind)
    {
        if (_lexer.Kind != kind)
            return false;

        Advance();
        return true;
    }

    /// <summary>Ends a loop: true when the closing token was there, and after an error.</summary>
    private bool Closes(TokenKind kind) => Accept(kind) || Failed;

    private bool Expect(TokenKind kind)
    {
        if (Accept(kind))
            return true;

        if (!Failed)
            _lexer.Fail(_lexer.Start, $"Expected {TokenKinds.Describe(kind)}, found {Describe(_lexer)}.");
        return false;
    }

    private readonly bool PeekKeyword(ReadOnlySpan<byte> keyword) => _lexer.Kind == TokenKind.Name && _lexer.Text.SequenceEqual(keyword);

    private bool AcceptKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!PeekKeyword(keyword))
            return false;

        Advance();
        return true;
    }

    private void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!AcceptKeyword(keyword) && !Failed)
            _lexer.Fail(_lexer.Start, $"Expected \"{Encoding.UTF8.GetString(keyword)}\", found {Describe(_lexer)}.");
    }

    private void Unexpected(Lexer token)
    {
        if (!Failed)
            _lexer.Fail(token.Start, $"Unexpected {Describe(token)}.");
    }

    /// <summary>True for a name and for a string of that value: the reference implementation compares the token's value alone.</summary>
    private readonly bool TokenValueIs(string value) => _lexer.Kind switch
    {
        TokenKind.Name or TokenKind.String or TokenKind.BlockString => TokenText(_lexer) == value,
        _ => false,
    };

    private static string Describe(Lexer token)
    {
        var kind = TokenKinds.Describe(token.Kind);
        return token.Kind >= TokenKind.Name ? $"{kind} \"{TokenText(token)}\"" : kind;
    }

    private static string TokenText(Lexer token) => token.Kind switch
    {
        TokenKind.String => StringLiteral.Value(token.Text, isBlock: false),
        TokenKind.BlockString => StringLiteral.Value(token.Text, isBlock: true),
        _ => Encoding.UTF8.GetString(token.Text),
    };

    private void ParseName(int node)
    {
        var (start, end, hash) = (_lexer.Start, _lexer.End, _lexer.Hash);
        if (!Expect(TokenKind.Name))
            return;

        _nodes[node].Name = _names.Add(start, end, hash);
        _nodes[node].NameStart = start;
    }

    private int Begin(NodeKind kind, int start)
    {
        if (_count == _nodes.Length)
            Array.Resize(ref _nodes, _count * 2);
        if (_count >= _options.MaxNodes && !Failed)
            _lexer.Fail(_lexer.Start, $"Document contains more than {_options.MaxNodes} nodes. Parsing aborted.");

        _nodes[_count] = new() { Kind = kind, Start = start, NameStart = start, Name = Node.None };
        return _count++;
    }

    private readonly void End(int node)
    {
        _nodes[node].End = _lastEnd;
        _nodes[node].Next = _count;
    }

    private void Leaf(NodeKind kind, NodeFlags flags = NodeFlags.None)
    {
        var leaf = Begin(kind, _lexer.Start);
        _nodes[leaf].Flags = flags;
        Advance();
        End(leaf);
    }

    /// <summary>Opens a node that counts as one level of depth.</summary>
    private void Push(int node)
    {
        if (++_depth > _options.MaxDepth && !Failed)
            _lexer.Fail(_lexer.Start, $"Document is nested deeper than {_options.MaxDepth} levels. Parsing aborted.");
        PushOwner(node);
    }

    private void PushOwner(int node)
    {
        if (_openCount == _open.Length)
            Array.Resize(ref _open, _openCount * 2);
        _open[_openCount++] = node;
    }

    private int Pop()
    {
        _depth--;
        return _open[--_openCount];
    }

    private void EndObjectField(int floor)
    {
        if (_openCount > Math.Max(floor, 0) && _nodes[_open[_openCount - 1]].Kind == NodeKind.ObjectField)
            End(_open[--_openCount]);
    }
}

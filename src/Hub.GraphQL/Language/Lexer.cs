namespace Hub.GraphQL.Language;

/// <summary>Reads tokens one after the other. On an error the token is <see cref="TokenKind.Failed"/> and stays so.</summary>
internal ref struct Lexer
{
    private readonly ReadOnlySpan<byte> _source;
    private readonly int _invalidAt;

    public Lexer(ReadOnlySpan<byte> source)
    {
        _source = source;
        _invalidAt = Characters.FirstInvalid(source);
    }

    public TokenKind Kind;

    /// <summary>First byte of the current token.</summary>
    public int Start;

    /// <summary>First byte after the current token.</summary>
    public int End;

    /// <summary>Hash of the current name token.</summary>
    public uint Hash;

    public string? ErrorMessage { get; private set; }

    public int ErrorPosition { get; private set; }

    public readonly ReadOnlySpan<byte> Text => _source[Start..End];

    public void Fail(int position, string message)
    {
        if (Kind == TokenKind.Failed && ErrorMessage is not null)
            return;

        Kind = TokenKind.Failed;
        ErrorPosition = position;
        ErrorMessage = message;
    }

    /// <summary>Moves to the next token; comments are ignored like white space.</summary>
    public void Advance()
    {
        var source = _source;
        var position = End;
        while ((uint)position < (uint)source.Length)
        {
            var c = source[position];
            if (Characters.IsNameStart(c))
            {
                ReadName(position);
                return;
            }

            switch (c)
            {
                case (byte)' ' or (byte)'\n' or (byte)',' or (byte)'\t' or (byte)'\r':
                    position++;
                    continue;
                case (byte)'#':
                    position = SkipComment(position);
                    continue;
                case 0xEF when source[position..] is [_, 0xBB, 0xBF, ..]: // byte order mark
                    position += 3;
                    continue;
                case (byte)'.' when source[position..] is [_, (byte)'.', (byte)'.', ..]:
                    Set(TokenKind.Spread, position, position + 3);
                    return;
                case (byte)'"':
                    if (source[position..] is [_, (byte)'"', (byte)'"', ..])
                        ReadBlockString(position);
                    else
                        ReadString(position);
                    return;
                case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                    ReadNumber(position);
                    return;
            }

            var kind = Punctuator(c);
            if (kind == TokenKind.Failed)
                Unexpected(position);
            else
                Set(kind, position, position + 1);
            return;
        }

        Set(TokenKind.EndOfFile, source.Length, source.Length);
    }

    private static TokenKind Punctuator(byte c) => c switch
    {
        (byte)'!' => TokenKind.Bang,
        (byte)'$' => TokenKind.Dollar,
        (byte)'&' => TokenKind.Ampersand,
        (byte)'(' => TokenKind.ParenLeft,
        (byte)')' => TokenKind.ParenRight,
        (byte)':' => TokenKind.Colon,
        (byte)'=' => TokenKind.Equals,
        (byte)'@' => TokenKind.At,
        (byte)'[' => TokenKind.BracketLeft,
        (byte)']' => TokenKind.BracketRight,
        (byte)'{' => TokenKind.BraceLeft,
        (byte)'|' => TokenKind.Pipe,
        (byte)'}' => TokenKind.BraceRight,
        _ => TokenKind.Failed,
    };

    private void Set(TokenKind kind, int start, int end)
    {
        Kind = kind;
        Start = start;
        End = end;
    }

    private void Unexpected(int position)
    {
        var code = Characters.CodePointAt(_source, position, out _);
        Fail(position, code switch
        {
            '\'' => "Unexpected single quote character ('), did you mean to use a double quote (\")?",
            _ when position == _invalidAt => $"Invalid character: {Characters.Describe(_source, position)}.",
            _ => $"Unexpected character: {Characters.Describe(_source, position)}.",
        });
    }

    private readonly int SkipComment(int position)
    {
        var length = _source[position..].IndexOfAny(Characters.LineEnds);
        var end = length < 0 ? _source.Length : position + length;
        return Math.Min(end, _invalidAt);
    }

    private void ReadName(int start)
    {
        var source = _source;
        var position = start;
        var hash = NameTable.Seed;
        byte c;
        while ((uint)position < (uint)source.Length && Characters.IsNameContinue(c = source[position]))
        {
            hash = NameTable.Mix(hash, c);
            position++;
        }

        Hash = hash;
        Set(TokenKind.Name, start, position);
    }

    private void ReadNumber(int start)
    {
        var position = start;
        var isFloat = false;
        if (At(position) == '-')
            position++;

        if (At(position) == '0')
        {
            position++;
            if (At(position) is >= '0' and <= '9')
            {
                Fail(position, $"Invalid number, unexpected digit after 0: {Characters.Describe(_source, position)}.");
                return;
            }
        }
        else if (!ReadDigits(ref position))
        {
            return;
        }

        if (At(position) == '.')
        {
            isFloat = true;
            position++;
            if (!ReadDigits(ref position))
                return;
        }

        if (At(position) is 'E' or 'e')
        {
            isFloat = true;
            position++;
            if (At(position) is '+' or '-')
                position++;
            if (!ReadDigits(ref position))
                return;
        }

        if (At(position) is var next && (next == '.' || next >= 0 && Characters.IsNameStart((byte)next)))
            FailDigit(position);
        else
            Set(isFloat ? TokenKind.Float : TokenKind.Int, start, position);
    }

    private bool ReadDigits(ref int position)
    {
        if (At(position) is not (>= '0' and <= '9'))
        {
            FailDigit(position);
            return false;
        }

        while (At(position) is >= '0' and <= '9')
            position++;
        return true;
    }

    private void FailDigit(int position) =>
        Fail(position, $"Invalid number, expected digit but got: {Characters.Describe(_source, position)}.");

    private readonly int At(int position) => (uint)position < (uint)_source.Length ? _source[position] : -1;

    private void ReadString(int start)
    {
        var position = start + 1;
        while (true)
        {
            var skip = _source[position..].IndexOfAny(Characters.StringStops);
            position = skip < 0 ? _source.Length : position + skip;
            if (position > _invalidAt)
            {
                FailInString(_invalidAt);
                return;
            }

            switch (At(position))
            {
                case '"':
                    Set(TokenKind.String, start, position + 1);
                    return;
                case '\\':
                    var length = StringLiteral.ReadEscape(_source, position, out _, out var message);
                    if (length == 0)
                    {
                        Fail(position, message!);
                        return;
                    }

                    position += length;
                    continue;
                default:
                    Fail(position, "Unterminated string.");
                    return;
            }
        }
    }

    private void ReadBlockString(int start)
    {
        var position = start + 3;
        while (true)
        {
            var skip = _source[position..].IndexOfAny(Characters.BlockStringStops);
            position = skip < 0 ? _source.Length : position + skip;
            if (position > _invalidAt)
            {
                FailInString(_invalidAt);
                return;
            }

            switch (_source[position..])
            {
                case [(byte)'"', (byte)'"', (byte)'"', ..]:
                    Set(TokenKind.BlockString, start, position + 3);
                    return;
                case [(byte)'\\', (byte)'"', (byte)'"', (byte)'"', ..]:
                    position += 4;
                    continue;
                case []:
                    Fail(position, "Unterminated string.");
                    return;
                default:
                    position++;
                    continue;
            }
        }
    }

    private void FailInString(int position) =>
        Fail(position, $"Invalid character within String: {Characters.Describe(_source, position)}.");
}

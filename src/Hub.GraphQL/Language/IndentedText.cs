using System.Text;

namespace Hub.GraphQL.Language;

/// <summary>Text that indents every line it begins, those inside of block strings too.</summary>
internal sealed class IndentedText
{
    private readonly StringBuilder _text = new();
    private int _indent;

    public void Indent() => _indent += 2;

    public void Outdent() => _indent -= 2;

    public void NewLine() => _text.Append('\n').Append(' ', _indent);

    public void Append(char c) => _text.Append(c);

    public void Append(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOf('\n') is >= 0 and var end)
        {
            _text.Append(rest[..end]);
            NewLine();
            rest = rest[(end + 1)..];
        }

        _text.Append(rest);
    }

    /// <summary>What a piece of code appends, taken out again and not indented.</summary>
    public string Aside(Action append)
    {
        var (start, indent) = (_text.Length, _indent);
        _indent = 0;
        append();
        _indent = indent;
        var text = _text.ToString(start, _text.Length - start);
        _text.Length = start;
        return text;
    }

    public override string ToString() => _text.ToString();
}

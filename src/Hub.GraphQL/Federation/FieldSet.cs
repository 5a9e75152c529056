using System.Text.RegularExpressions;

namespace Hub.GraphQL.Federation;

/// <summary>The fields of a key in the notation of Apollo Federation, such as <c>id</c> or <c>source { id } externalId</c>.</summary>
internal sealed partial class FieldSet
{
    private FieldSet(string text, IReadOnlyList<IReadOnlyList<string>> paths)
    {
        Text = text;
        Paths = paths;
    }

    /// <summary>The notation.</summary>
    public string Text { get; }

    /// <summary>The names that lead to each leaf, in order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Paths { get; }

    /// <summary>Reads the notation.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static FieldSet Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var paths = new List<IReadOnlyList<string>>();
        var above = new Stack<string>();
        string? last = null;
        foreach (var token in Tokens().Split(text).Where(token => !string.IsNullOrWhiteSpace(token)))
        {
            switch (token)
            {
                case "{" when last is not null:
                    above.Push(last);
                    last = null;
                    break;
                case "}" when last is not null && above.Count > 0:
                    AddLeaf();
                    last = null;
                    above.Pop();
                    break;
                case "}" when paths.Count > 0 && above.Count > 0:
                    above.Pop();
                    break;
                case "{" or "}":
                    throw Wrong(text);
                default:
                    if (last is not null)
                        AddLeaf();
                    last = token;
                    break;
            }
        }

        if (last is not null)
            AddLeaf();
        return above.Count == 0 && paths.Count > 0 ? new(text, paths) : throw Wrong(text);

        void AddLeaf() => paths.Add([.. above.Reverse(), last!]);
    }

    private static ArgumentException Wrong(string text) => new($"\"{text}\" names no fields.", nameof(text));

    [GeneratedRegex(@"([{}])|\s+")]
    private static partial Regex Tokens();
}

using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Reads the text a list is searched for.</summary>
internal static class SearchReader
{
    public static TextMatches? Read(ConnectionBinding connection, CoercedInputs arguments, FieldSite site, PlanLimits limits, Shape shape)
    {
        if (connection.Target.Search is not { } search)
            return null;
        var given = arguments.Raw(connection.SearchArgument);
        var typed = (string?)VariableLeaf.Peek(given);
        shape.Note(typed is null ? 0 : 1);
        if (typed is null)
            return null;

        if (Check(typed, limits, out var text) is var (code, problem))
            throw new PlanRefusedException(code, $"\"{site.ResponseName}\" is {problem}.", site);
        var slot = shape.Add(Parameter.Of(text));
        if (given is VariableLeaf leaf)
            shape.Bind(new SearchStep(slot, leaf.ForParameter(), limits));
        return new(search, Operand.OfSlot(slot));
    }

    /// <summary>The text in the form the index is asked with, or the code and the words of why it is refused.</summary>
    public static (string Code, string Problem)? Check(string typed, PlanLimits limits, out string text)
    {
        text = "";
        if (typed.Length > limits.MaxSearchText)
            return ("SEARCH_TEXT_TOO_LONG", $"searched for {typed.Length} characters, at most {limits.MaxSearchText} are allowed");
        var terms = SearchText.Parse(typed);
        if (terms.Words.Count() is var words && words == 0)
            return ("SEARCH_EMPTY", "searched for a text without a word. Give at least one letter or digit");
        if (words > limits.MaxSearchWords)
            return ("SEARCH_TEXT_TOO_LONG", $"searched for {words} words, at most {limits.MaxSearchWords} are allowed");
        if (terms.Words.Max(word => word.Length) is var longest && longest > limits.MaxSearchWord)
            return ("SEARCH_TEXT_TOO_LONG", $"searched for a word of {longest} characters, at most {limits.MaxSearchWord} are allowed");
        text = terms.ToString();
        return null;
    }

    /// <summary>An order by relevance needs a text.</summary>
    public static void Check(IReadOnlyList<OrderTerm> order, TextMatches? search, ConnectionBinding connection, FieldSite site)
    {
        if (search is null && order.Any(term => term.Column is RelevanceColumn))
        {
            throw new PlanRefusedException(
                "ORDER_RELEVANCE", $"\"{site.ResponseName}\" is ordered by RELEVANCE, but not searched. Give \"{connection.SearchArgument}\".", site);
        }
    }
}

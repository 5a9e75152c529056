using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>Reads the text a list is searched for.</summary>
internal static class SearchReader
{
    public static TextMatches? Read(ConnectionBinding connection, CoercedInputs arguments, FieldSite site, PlanLimits limits, Shape shape)
    {
        if (connection.Target.Search is not { } search)
            return null;
        var typed = (string?)arguments[connection.SearchArgument];
        shape.Note(typed is null ? 0 : 1);
        if (typed is null)
            return null;

        if (typed.Length > limits.MaxSearchText)
            throw Refused("SEARCH_TEXT_TOO_LONG", $"searched for {typed.Length} characters, at most {limits.MaxSearchText} are allowed");
        var text = SearchText.Parse(typed);
        if (text.Words.Count() is var words && words == 0)
            throw Refused("SEARCH_EMPTY", "searched for a text without a word. Give at least one letter or digit");
        if (words > limits.MaxSearchWords)
            throw Refused("SEARCH_TEXT_TOO_LONG", $"searched for {words} words, at most {limits.MaxSearchWords} are allowed");
        if (text.Words.Max(word => word.Length) is var longest && longest > limits.MaxSearchWord)
            throw Refused("SEARCH_TEXT_TOO_LONG", $"searched for a word of {longest} characters, at most {limits.MaxSearchWord} are allowed");
        return new(search, Operand.OfSlot(shape.Add(Parameter.Of(text.ToString()))));

        PlanRefusedException Refused(string code, string what) => new(code, $"\"{site.ResponseName}\" is {what}.", site);
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

using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Tests.Validation;

public sealed class SuggestionsTests
{
    private readonly Suggestions _suggestions = new(ValidationOptions.Default);

    [Theory]
    [InlineData("", "")]
    [InlineData("a", " Did you mean \"a\"?")]
    [InlineData("a b", " Did you mean \"a\" or \"b\"?")]
    [InlineData("a b c", " Did you mean \"a\", \"b\", or \"c\"?")]
    [InlineData("a b c d e f", " Did you mean \"a\", \"b\", \"c\", \"d\", or \"e\"?")]
    public void Up_to_five_names_are_listed(string names, string expected)
    {
        var text = _suggestions.Text(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("", "a", 1)]
    [InlineData("title", "title", 0)]
    [InlineData("title", "TITLE", 1)]
    [InlineData("title", "titel", 1)]
    [InlineData("title", "tile", 1)]
    [InlineData("title", "tittle", 1)]
    [InlineData("title", "tattle", 2)]
    [InlineData("title", "name", null)]
    [InlineData("ab", "ba", 1)]
    public void Near_names_are_a_few_edits_away(string input, string option, int? distance) =>
        Assert.Equal(distance, new EditDistance(input).To(option));

    [Theory]
    [InlineData("a2", "a10", -1)]
    [InlineData("a10", "a2", 1)]
    [InlineData("a", "b", -1)]
    [InlineData("A", "a", -1)]
    [InlineData("a", "a1", -1)]
    [InlineData("a01", "a1", -1)]
    [InlineData("a1b", "a1b", 0)]
    public void Numbers_in_names_count_as_numbers(string a, string b, int sign) =>
        Assert.Equal(sign, Math.Sign(NaturalOrder.Compare(a, b)));

    [Fact]
    public void Nearest_names_come_first_and_equals_in_natural_order()
    {
        var text = _suggestions.For("item", ["item10", "items", "item2", "itm", "other"]);

        Assert.Equal(" Did you mean \"item2\", \"items\", \"itm\", or \"item10\"?", text);
    }
}

using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Validation.Rules;

public sealed class NoFragmentCyclesTests
{
    [Theory]
    [InlineData("fragment A on Item { ...B ...C } fragment B on Item { ...C } fragment C on Item { id }")]
    [InlineData("fragment A on Item { ...Missing }")]
    public void Fragments_that_meet_again_without_a_cycle_are_accepted(string document) =>
        Assert.Empty(Check.Errors(NoFragmentCycles.Rule, document));

    [Fact]
    public void A_fragment_that_spreads_itself_is_refused()
    {
        var errors = Check.Errors(NoFragmentCycles.Rule, "fragment A on Person { friends { ...A } }");

        Assert.Equal(
            [
                "Cannot spread fragment \"A\" within itself. @ 1:34",
            ],
            errors);
    }

    [Fact]
    public void A_cycle_is_refused_with_its_way()
    {
        var errors = Check.Errors(
            NoFragmentCycles.Rule,
            "fragment A on Item { ...B }\nfragment B on Item { ...C }\nfragment C on Item { ...A ...B }");

        Assert.Equal(
            [
                "Cannot spread fragment \"A\" within itself via \"B\", \"C\". @ 1:22 2:22 3:22",
                "Cannot spread fragment \"B\" within itself via \"C\". @ 2:22 3:27",
            ],
            errors);
    }

    [Fact]
    public void A_chain_of_thousands_of_fragments_is_followed_without_the_threads_stack()
    {
        var links = Enumerable.Range(0, 2_200).Select(i => $"fragment F{i} on Item {{ ...F{i + 1} }}");
        var document = $"{string.Join('\n', links)}\nfragment F2200 on Item {{ ...F0 }}";

        var error = Assert.Single(Check.Errors(NoFragmentCycles.Rule, document));

        Assert.StartsWith("Cannot spread fragment \"F0\" within itself via \"F1\", \"F2\"", error, StringComparison.Ordinal);
    }
}

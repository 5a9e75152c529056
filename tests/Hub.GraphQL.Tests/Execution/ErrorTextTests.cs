using Hub.GraphQL.Execution;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Execution;

public sealed class ErrorTextTests
{
    [Fact]
    public void Ordinary_messages_stay_as_they_are()
    {
        var name = new string('n', ErrorText.LongestWord - 2);
        var message = $"Cannot query field \"{name}\" on type \"Query\". {string.Join(' ', Enumerable.Repeat("word", 300))}";

        Assert.Same("short", ErrorText.Shorten("short"));
        Assert.Equal(message, ErrorText.Shorten(message));
    }

    [Fact]
    public void A_long_name_is_cut_and_the_sentence_goes_on() => Assert.Equal(
        $"Cannot query field \"{new string('n', 199)}…\" on type \"Query\".",
        ErrorText.Shorten($"Cannot query field \"{new string('n', 100_000)}\" on type \"Query\"."));

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_in_two()
    {
        Assert.Equal($"{new string('n', 199)}…", ErrorText.Shorten(new string('n', 199) + string.Concat(Enumerable.Repeat("😀", 50))));
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        var shortened = ErrorText.Shorten($"Expected value of type \"Int\", found [{string.Join(", ", Enumerable.Range(0, 100_000))}].");

        Assert.Equal(ErrorText.LongestMessage + 1, shortened.Length);
        Assert.EndsWith("…", shortened, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_is_not_as_large_as_a_hostile_request()
    {
        var name = new string('x', 50_000);

        var answer = await new Harbour().Run($"query {name} {{ {string.Join(' ', Enumerable.Range(0, 90).Select(i => $"ship(id: $v{i}) {{ id }}"))} {name} }}");

        Assert.StartsWith("{\"errors\":[", answer, StringComparison.Ordinal);
        Assert.InRange(answer.Length, 1, 100_000);
    }
}

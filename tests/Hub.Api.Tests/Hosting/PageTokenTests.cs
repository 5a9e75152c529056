using Hub.Api.Hosting;

namespace Hub.Api.Tests.Hosting;

public sealed class PageTokenTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(long.MaxValue)]
    public void A_token_gives_back_the_key_it_was_made_of(long key)
    {
        var token = PageToken.Encode("participants", key);

        Assert.True(PageToken.TryDecode("participants", token, out var read));
        Assert.Equal(key, read);
    }

    [Fact]
    public void A_token_of_another_list_is_refused() =>
        Assert.False(PageToken.TryDecode("verdicts", PageToken.Encode("participants", 42), out _));

    [Fact]
    public void A_token_with_any_letter_changed_is_refused()
    {
        var token = PageToken.Encode("participants", 42);

        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.False(PageToken.TryDecode("participants", changed, out _), changed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a token at all")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAAAAAAA=")]
    public void What_the_hub_never_made_is_refused(string token) => Assert.False(PageToken.TryDecode("participants", token, out _));
}

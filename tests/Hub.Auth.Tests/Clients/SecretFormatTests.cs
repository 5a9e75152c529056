using Hub.Auth.Clients;

namespace Hub.Auth.Tests.Clients;

public sealed class SecretFormatTests
{
    [Fact]
    public void A_secret_has_prefix_length_characters_and_checksum()
    {
        var secret = SecretFormat.Make();

        Assert.Matches("^hubcs_[A-Za-z0-9_-]{49}$", secret);
        Assert.Equal(SecretFormat.Length, secret.Length);
        Assert.True(SecretFormat.IsWellFormed(secret));
    }

    [Fact]
    public void No_two_secrets_are_alike()
    {
        var secrets = Enumerable.Range(0, 1_000).Select(_ => SecretFormat.Make());

        Assert.Equal(1_000, secrets.Distinct().Count());
    }

    [Fact]
    public void Changing_any_one_character_breaks_the_checksum()
    {
        var secret = SecretFormat.Make();

        for (var at = 0; at < secret.Length; at++)
        {
            var changed = secret[..at] + (secret[at] == 'A' ? 'B' : 'A') + secret[(at + 1)..];
            Assert.False(SecretFormat.IsWellFormed(changed), changed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("hubcs_")]
    [InlineData("ghp_0123456789012345678901234567890123456789012345678")]
    public void Other_text_is_no_secret(string text)
    {
        Assert.False(SecretFormat.IsWellFormed(text));
    }
}

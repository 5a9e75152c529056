using System.Security.Cryptography;
using Hub.Auth.Keys;

namespace Hub.Auth.Tests.Keys;

public sealed class OperatorKeyTests
{
    private static readonly byte[] Material = SHA256.HashData("one"u8);

    [Fact]
    public void What_is_wrapped_is_opened_by_the_same_key()
    {
        using var key = new OperatorKey(Material);
        using var again = new OperatorKey(Material);

        var wrapped = key.Wrap("private"u8, "kid");

        Assert.Equal("private"u8.ToArray(), again.Unwrap(wrapped, "kid"));
        Assert.Equal(key.Id, OperatorKey.IdOf(wrapped));
        Assert.Equal(-1, wrapped.AsSpan().IndexOf("private"u8));
    }

    [Fact]
    public void The_same_is_never_wrapped_alike()
    {
        using var key = new OperatorKey(Material);

        Assert.NotEqual(key.Wrap("private"u8, "kid"), key.Wrap("private"u8, "kid"));
    }

    [Fact]
    public void Another_key_or_another_name_opens_nothing()
    {
        using var key = new OperatorKey(Material);
        using var other = new OperatorKey(SHA256.HashData("two"u8));
        var wrapped = key.Wrap("private"u8, "kid");

        Assert.Null(other.Unwrap(wrapped, "kid"));
        Assert.Null(key.Unwrap(wrapped, "another"));
        Assert.NotEqual(key.Id, other.Id);
    }

    [Fact]
    public void A_change_of_any_byte_that_counts_is_seen()
    {
        using var key = new OperatorKey(Material);
        var wrapped = key.Wrap("private"u8, "kid");

        // Bytes 1 to 8 only tell an operator which key is needed.
        foreach (var at in Enumerable.Range(0, wrapped.Length).Where(i => i is 0 or > 8))
        {
            var changed = wrapped.ToArray();
            changed[at] ^= 1;
            Assert.Null(key.Unwrap(changed, "kid"));
        }

        Assert.Null(key.Unwrap(wrapped.AsSpan(0, 20), "kid"));
        Assert.Null(key.Unwrap([], "kid"));
    }

    [Fact]
    public void A_hash_depends_on_key_client_and_secret()
    {
        using var key = new OperatorKey(Material);
        using var other = new OperatorKey(SHA256.HashData("two"u8));

        var hashes = new[] { Hash(key, "a", "b"), Hash(key, "a", "c"), Hash(key, "b", "b"), Hash(key, "ab", ""), Hash(other, "a", "b") };

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(Hash(key, "a", "b"), hashes[0]);
    }

    private static string Hash(OperatorKey key, string clientId, string secret)
    {
        var hash = new byte[32];
        key.HashSecret(clientId, secret, hash);
        return Convert.ToHexString(hash);
    }
}

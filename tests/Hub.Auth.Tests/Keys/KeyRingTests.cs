using System.Security.Cryptography;
using Hub.Auth.Bearer;
using Hub.Auth.Keys;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Tests.Keys;

public sealed class KeyRingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_start_makes_one_key_and_the_next_uses_it()
    {
        await using var first = await NodeAsync();
        await using var second = await NodeAsync();

        await using var db = first.Database.Open();
        var stored = await db.SigningKeys.SingleAsync(Cancel);
        Assert.Equal(_clock.GetUtcNow(), stored.SignsFrom);
        Assert.Equal(stored.Kid, first.Keys.Current.Signing.Key.KeyId);
        Assert.Equal(stored.Kid, second.Keys.Current.Signing.Key.KeyId);
    }

    [Fact]
    public async Task Every_key_is_published_and_the_last_whose_time_has_come_signs()
    {
        await using var node = await NodeAsync();
        var first = node.Keys.Current.Signing.Key.KeyId;
        var second = await AddKeyAsync(node, _clock.GetUtcNow().AddDays(1));
        await AddKeyAsync(node, _clock.GetUtcNow().AddDays(-1));
        await node.Keys.ReadAsync(Cancel);

        var signing = node.Keys.Current.Signing.Key.KeyId;
        _clock.Advance(TimeSpan.FromDays(1));
        var signingLater = node.Keys.Current.Signing.Key.KeyId;

        Assert.Equal((first, second), (signing, signingLater));
        Assert.Equal(3, node.Keys.Current.Validation.Count);
        Assert.Equal(3, new Microsoft.IdentityModel.Tokens.JsonWebKeySet(System.Text.Encoding.UTF8.GetString(node.Keys.Current.Jwks)).Keys.Count);
    }

    [Fact]
    public async Task A_key_of_another_node_is_found_when_a_token_names_it()
    {
        await using var node = await NodeAsync();
        var client = await node.AddClientAsync();
        var kid = await AddKeyAsync(node, _clock.GetUtcNow());
        await using var other = await NodeAsync();
        var token = await other.TokenAsync(client);

        var result = await node.CheckAsync(token);

        Assert.Equal(BearerFailure.None, result.Failure);
        Assert.Equal(kid, new JsonWebToken(token).Kid);
    }

    [Fact]
    public async Task Unknown_key_names_read_the_database_once_a_second()
    {
        await using var node = await NodeAsync();
        Assert.False(await node.Keys.ReloadForAsync("nobody", Cancel));
        var kid = await AddKeyAsync(node, _clock.GetUtcNow());

        var atOnce = await node.Keys.ReloadForAsync(kid, Cancel);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var afterASecond = await node.Keys.ReloadForAsync(kid, Cancel);

        Assert.False(atOnce);
        Assert.True(afterASecond);
    }

    [Fact]
    public async Task A_key_that_is_withdrawn_takes_its_tokens_with_it_also_known_ones()
    {
        await using var node = await NodeAsync();
        var token = await node.TokenAsync(await node.AddClientAsync());
        Assert.Equal(BearerFailure.None, (await node.CheckAsync(token)).Failure);
        var kid = new JsonWebToken(token).Kid;
        await AddKeyAsync(node, _clock.GetUtcNow());
        await using (var db = node.Database.Open())
            await db.SigningKeys.Where(k => k.Kid == kid).ExecuteUpdateAsync(k => k.SetProperty(x => x.RemovedAt, _clock.GetUtcNow()), Cancel);

        await node.Keys.ReadAsync(Cancel);

        Assert.Equal(BearerFailure.Invalid, (await node.CheckAsync(token)).Failure);
    }

    [Fact]
    public async Task A_running_node_goes_on_when_a_key_is_made_under_an_operator_key_it_does_not_have()
    {
        await using var node = await NodeAsync();
        var first = node.Keys.Current.Signing.Key.KeyId;
        using var other = new OperatorKey(SHA256.HashData("another"u8));
        var kid = await AddKeyAsync(node, _clock.GetUtcNow(), other);

        await node.Keys.ReadAsync(Cancel);

        Assert.Equal(first, node.Keys.Current.Signing.Key.KeyId);
        Assert.Contains(kid, node.Keys.Current.Validation.Keys);
    }

    [Fact]
    public async Task A_key_that_was_not_to_be_opened_signs_once_it_is_rewrapped()
    {
        await using var node = await NodeAsync();
        using var other = new OperatorKey(SHA256.HashData("another"u8));
        var kid = await AddKeyAsync(node, _clock.GetUtcNow(), other);
        await node.Keys.ReadAsync(Cancel);
        await using var db = node.Database.Open();
        var key = await db.SigningKeys.SingleAsync(k => k.Kid == kid, Cancel);
        key.WrappedPrivateKey = node.Provider.GetRequiredService<OperatorKey>().Wrap(other.Unwrap(key.WrappedPrivateKey, kid), kid);
        await db.SaveChangesAsync(Cancel);

        await node.Keys.ReadAsync(Cancel);

        Assert.Equal(kid, node.Keys.Current.Signing.Key.KeyId);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<AuthHost> NodeAsync()
    {
        var node = new AuthHost(_folder.Path, _clock);
        await node.StartAsync();
        return node;
    }

    private static async Task<string> AddKeyAsync(AuthHost node, DateTimeOffset signsFrom, OperatorKey? operatorKey = null)
    {
        await using var db = node.Database.Open();
        var key = SigningKeyFactory.Make(operatorKey ?? node.Provider.GetRequiredService<OperatorKey>(), node.Clock.GetUtcNow(), signsFrom);
        db.SigningKeys.Add(key);
        await db.SaveChangesAsync(Cancel);
        return key.Kid;
    }
}

using Hub.Auth.Bearer;
using Hub.Auth.Keys;
using Hub.Data.Clients;
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
        Assert.Equal(SigningKeyState.Active, stored.State);
        Assert.Equal(stored.Kid, first.Keys.Current.Signing.Key.KeyId);
        Assert.Equal(stored.Kid, second.Keys.Current.Signing.Key.KeyId);
    }

    [Fact]
    public async Task Only_one_of_two_first_keys_is_kept()
    {
        await using var node = await NodeAsync();
        var store = node.Provider.GetRequiredService<SigningKeyStore>();
        var late = SigningKeyFactory.Make(node.Provider.GetRequiredService<OperatorKey>(), SigningKeyState.Active, _clock.GetUtcNow());

        var added = await store.TryAddFirstAsync(late, Cancel);

        Assert.False(added);
        Assert.Single(await store.ListAsync(Cancel));
    }

    [Fact]
    public async Task Every_key_is_published_and_only_the_newest_active_one_signs()
    {
        await using var node = await NodeAsync();
        var first = node.Keys.Current.Signing.Key.KeyId;
        await AddKeyAsync(node, SigningKeyState.Announced);
        await AddKeyAsync(node, SigningKeyState.Retired);

        await using var next = await NodeAsync();

        Assert.Equal(first, next.Keys.Current.Signing.Key.KeyId);
        Assert.Equal(3, next.Keys.Current.Validation.Count);
        Assert.Equal(3, new Microsoft.IdentityModel.Tokens.JsonWebKeySet(System.Text.Encoding.UTF8.GetString(next.Keys.Current.Jwks)).Keys.Count);
    }

    [Fact]
    public async Task A_key_of_another_node_is_found_when_a_token_names_it()
    {
        await using var node = await NodeAsync();
        var client = await node.AddClientAsync();
        await AddKeyAsync(node, SigningKeyState.Active);
        await using var other = await NodeAsync();
        var token = await other.TokenAsync(client);
        _clock.Advance(TimeSpan.FromSeconds(2));

        var result = await node.CheckAsync(token);

        Assert.Equal(BearerFailure.None, result.Failure);
        Assert.NotEqual(node.Keys.Current.Validation.First().Key, new JsonWebToken(token).Kid);
    }

    [Fact]
    public async Task Unknown_key_names_read_the_database_once_a_second()
    {
        await using var node = await NodeAsync();
        _clock.Advance(TimeSpan.FromSeconds(2));
        var before = node.Keys.Current;

        Assert.False(await node.Keys.ReloadForAsync("nobody", Cancel));
        var reloaded = node.Keys.Current;
        Assert.False(await node.Keys.ReloadForAsync("nobody", Cancel));

        Assert.NotSame(before, reloaded);
        Assert.Same(reloaded, node.Keys.Current);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<AuthHost> NodeAsync()
    {
        var node = new AuthHost(_folder.Path, _clock);
        await node.StartAsync();
        return node;
    }

    private async Task AddKeyAsync(AuthHost node, SigningKeyState state)
    {
        await using var db = node.Database.Open();
        db.SigningKeys.Add(SigningKeyFactory.Make(node.Provider.GetRequiredService<OperatorKey>(), state, _clock.GetUtcNow()));
        await db.SaveChangesAsync(Cancel);
    }
}

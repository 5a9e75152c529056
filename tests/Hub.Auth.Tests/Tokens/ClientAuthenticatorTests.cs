using System.Security.Cryptography;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Auth.Tokens;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Tokens;

public sealed class ClientAuthenticatorTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_secrets_may_live_at_a_time()
    {
        var client = await hub.AddClientAsync();
        var second = await AddSecretAsync(client, null);

        Assert.True(await IsLetInAsync(client.ClientId, client.Secret));
        Assert.True(await IsLetInAsync(client.ClientId, second));
    }

    [Fact]
    public async Task A_secret_added_just_now_is_good_at_once()
    {
        var client = await hub.AddClientAsync();
        Assert.True(await IsLetInAsync(client.ClientId, client.Secret));

        var second = await AddSecretAsync(client, null);

        Assert.True(await IsLetInAsync(client.ClientId, second));
    }

    [Fact]
    public async Task A_secret_is_good_until_its_expiry_and_not_at_it()
    {
        var client = await hub.AddClientAsync();
        var second = await AddSecretAsync(client, hub.Clock.GetUtcNow().AddSeconds(10));

        hub.Clock.Advance(TimeSpan.FromSeconds(9));
        var before = await IsLetInAsync(client.ClientId, second);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
        var at = await IsLetInAsync(client.ClientId, second);

        Assert.Equal((true, false), (before, at));
        Assert.True(await IsLetInAsync(client.ClientId, client.Secret));
    }

    [Fact]
    public async Task A_secret_that_was_removed_is_dead_within_a_second()
    {
        var client = await hub.AddClientAsync();
        Assert.True(await IsLetInAsync(client.ClientId, client.Secret));
        await using var db = hub.Database.Open();
        await db.ClientSecrets.Where(s => s.Client.ClientId == client.ClientId).ExecuteDeleteAsync(Cancel);

        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await IsLetInAsync(client.ClientId, client.Secret));
    }

    [Fact]
    public async Task The_secret_of_another_client_is_no_good()
    {
        var client = await hub.AddClientAsync();
        var other = await hub.AddClientAsync();

        Assert.False(await IsLetInAsync(client.ClientId, other.Secret));
    }

    [Fact(Timeout = 30_000)]
    public async Task The_last_use_of_a_secret_is_kept_to_the_hour()
    {
        var client = await hub.AddClientAsync();
        var store = hub.Provider.GetRequiredService<ClientStore>();
        Assert.Null(Assert.Single((await store.FindAsync(client.ClientId, Cancel))!.Secrets).LastUsedAt);
        var first = hub.Clock.GetUtcNow();
        await IsLetInAsync(client.ClientId, client.Secret);
        Assert.Equal(first, await LastUseAsync(store, client, first));

        hub.Clock.Advance(TimeSpan.FromMinutes(59));
        await IsLetInAsync(client.ClientId, client.Secret);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));
        await IsLetInAsync(client.ClientId, client.Secret);

        Assert.Equal(first.AddHours(1), await LastUseAsync(store, client, first.AddHours(1)));
    }

    // Kept aside by a worker, so the test waits for it; the test's own time limit ends a wait in vain.
    private static async Task<DateTimeOffset?> LastUseAsync(ClientStore store, NewClient client, DateTimeOffset expected)
    {
        while (true)
        {
            var last = Assert.Single((await store.FindAsync(client.ClientId, Cancel))!.Secrets).LastUsedAt;
            if (last >= expected)
                return last;
            await Task.Yield();
        }
    }

    private async Task<bool> IsLetInAsync(string clientId, string secret)
    {
        var sent = new ClientAuthentication(ClientAuthenticationMethod.Post, clientId, secret);
        return (await hub.Provider.GetRequiredService<ClientAuthenticator>().CheckAsync(sent, Cancel)).Client is not null;
    }

    private async Task<string> AddSecretAsync(NewClient client, DateTimeOffset? expiresAt)
    {
        await using var db = hub.Database.Open();
        var key = hub.Provider.GetRequiredService<OperatorKey>();
        var secret = SecretFormat.Make();
        var hash = new byte[HMACSHA256.HashSizeInBytes];
        key.HashSecret(client.ClientId, secret, hash);
        db.ClientSecrets.Add(new()
        {
            ClientId = (await db.Clients.SingleAsync(c => c.ClientId == client.ClientId, Cancel)).Id,
            Hash = hash,
            KeyId = key.Id,
            Prefix = secret[..10],
            CreatedAt = hub.Clock.GetUtcNow(),
            ExpiresAt = expiresAt,
        });
        await db.SaveChangesAsync(Cancel);
        return secret;
    }
}

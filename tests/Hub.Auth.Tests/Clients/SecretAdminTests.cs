using System.Net;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Clients;

/// <summary>Two nodes on one database, as two processes on one data directory are.</summary>
public sealed class SecretAdminTests : IAsyncLifetime
{
    private readonly AuthHost _one = new();
    private readonly AuthHost _two;

    public SecretAdminTests() => _two = new(_one.Folder, _one.Clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private SecretAdmin Secrets => _one.Provider.GetRequiredService<SecretAdmin>();

    // Bar O4 of the contract; the rig of Hub.Reliability measures it with real processes and the real clock.
    [Fact]
    public async Task No_request_fails_while_both_secrets_live_and_the_old_one_is_dead_at_its_end_on_both_nodes()
    {
        var client = await _one.AddClientAsync();
        var current = client;
        var rotated = new TaskCompletionSource();
        var requests = Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var failed = 0;
            for (var i = 0; i < 40; i++)
            {
                if (i == 20)
                    await rotated.Task;
                failed += await IsLetInAsync(worker % 2 == 0 ? _one : _two, Volatile.Read(ref current)) ? 0 : 1;
            }

            return failed;
        })).ToList();

        var secret = await RotateAsync(client, TimeSpan.FromHours(1));
        Volatile.Write(ref current, client with { Secret = secret.Secret });
        rotated.SetResult();
        var failures = await Task.WhenAll(requests);
        _one.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        var before = (await IsLetInAsync(_one, client), await IsLetInAsync(_two, client));
        _one.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = (await IsLetInAsync(_one, client), await IsLetInAsync(_two, client));

        Assert.Equal(0, failures.Sum());
        Assert.Equal(((true, true), (false, false)), (before, after));
        Assert.Equal((true, true), (await IsLetInAsync(_one, current), await IsLetInAsync(_two, current)));
        Assert.Equal(_one.Clock.GetUtcNow(), secret.OldExpiresAt);
    }

    [Fact]
    public async Task An_old_secret_that_is_not_kept_is_dead_within_a_second_on_both_nodes()
    {
        var client = await _one.AddClientAsync();
        Assert.Equal((true, true), (await IsLetInAsync(_one, client), await IsLetInAsync(_two, client)));

        await RotateAsync(client, TimeSpan.Zero);
        _one.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((false, false), (await IsLetInAsync(_one, client), await IsLetInAsync(_two, client)));
    }

    [Fact]
    public async Task A_third_live_secret_is_refused_with_the_cure()
    {
        var client = await _one.AddClientAsync();
        var second = await RotateAsync(client, TimeSpan.FromHours(1));

        var (third, refusal) = await Secrets.RotateAsync(client.ClientId, TimeSpan.FromHours(1), null, Cancel);

        Assert.Null(third);
        Assert.Equal("SECRETS_FULL", refusal!.Reason);
        Assert.Contains(client.Secret[..10], refusal.Message, StringComparison.Ordinal);
        Assert.Contains(second.Prefix, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Revoke", refusal.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_the_old_secret_has_ended_there_is_room_and_it_is_forgotten()
    {
        var client = await _one.AddClientAsync();
        await RotateAsync(client, TimeSpan.FromHours(1));
        _one.Clock.Advance(TimeSpan.FromHours(1));

        var third = await RotateAsync(client, TimeSpan.FromHours(1));

        Assert.Equal(2, third.Client.Secrets.Count);
        Assert.DoesNotContain(client.Secret[..10], third.Client.Secrets.Select(s => s.Prefix));
    }

    [Fact]
    public async Task A_secret_with_a_nearer_end_keeps_it()
    {
        var client = await _one.AddClientAsync();
        var end = _one.Clock.GetUtcNow().AddMinutes(5);
        await using (var db = _one.Database.Open())
            await db.ClientSecrets.Where(s => s.Client.ClientId == client.ClientId).ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, end), Cancel);

        var secret = await RotateAsync(client, TimeSpan.FromHours(1));

        Assert.Equal(end, secret.OldExpiresAt);
    }

    [Fact]
    public async Task A_revoked_secret_is_dead_within_a_second_and_the_other_lives()
    {
        var client = await _one.AddClientAsync();
        var secret = await RotateAsync(client, TimeSpan.FromHours(1));
        await IsLetInAsync(_two, client);

        var (shown, _) = await Secrets.RevokeAsync(client.ClientId, client.Secret[..10], null, Cancel);
        var (again, _) = await Secrets.RevokeAsync(client.ClientId, client.Secret[..10], null, Cancel);
        _one.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((false, false), (await IsLetInAsync(_one, client), await IsLetInAsync(_two, client)));
        Assert.True(await IsLetInAsync(_two, client with { Secret = secret.Secret }));
        Assert.Equal(_one.Clock.GetUtcNow().AddSeconds(-1), shown!.Secrets[0].ExpiresAt);

        // When it was used last is noted meanwhile.
        Assert.Equal(shown.Secrets[0] with { LastUsedAt = null }, again!.Secrets[0] with { LastUsedAt = null });
    }

    [Fact]
    public async Task A_prefix_of_no_secret_is_refused()
    {
        var client = await _one.AddClientAsync();

        var (_, refusal) = await Secrets.RevokeAsync(client.ClientId, "hubcs_none", null, Cancel);

        Assert.Equal(("SECRET_NOT_FOUND", "prefix"), (refusal!.Reason, refusal.Field));
    }

    [Fact]
    public async Task A_client_that_is_not_there_has_no_secrets()
    {
        var (_, rotation) = await Secrets.RotateAsync("nobody", TimeSpan.Zero, null, Cancel);
        var (_, revocation) = await Secrets.RevokeAsync("nobody", "hubcs_none", null, Cancel);

        Assert.Equal(("CLIENT_NOT_FOUND", "CLIENT_NOT_FOUND"), (rotation!.Reason, revocation!.Reason));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(91)]
    public async Task An_old_secret_is_kept_for_ninety_days_at_most(int days)
    {
        var client = await _one.AddClientAsync();

        var (_, refusal) = await Secrets.RotateAsync(client.ClientId, TimeSpan.FromDays(days), null, Cancel);

        Assert.Equal(("KEEP_OLD_OUT_OF_RANGE", "keep_old"), (refusal!.Reason, refusal.Field));
    }

    [Theory]
    [InlineData(AuthenticationMethod.PrivateKeyJwt)]
    [InlineData(AuthenticationMethod.Tls)]
    [InlineData(AuthenticationMethod.SelfSignedTls)]
    public async Task A_client_of_another_method_gets_no_secret(AuthenticationMethod method)
    {
        var client = await _one.AddClientAsync();
        await using (var db = _one.Database.Open())
            await db.Clients.Where(c => c.ClientId == client.ClientId).ExecuteUpdateAsync(c => c.SetProperty(x => x.AuthenticationMethod, method), Cancel);

        var (_, refusal) = await Secrets.RotateAsync(client.ClientId, TimeSpan.Zero, null, Cancel);

        Assert.Equal("CLIENT_WITHOUT_SECRET", refusal!.Reason);
    }

    [Fact]
    public async Task Of_two_rotations_at_once_one_is_refused()
    {
        var client = await _one.AddClientAsync();

        var both = await Task.WhenAll(new[] { _one, _two }.Select(node => Task.Run(() =>
            node.Provider.GetRequiredService<SecretAdmin>().RotateAsync(client.ClientId, TimeSpan.FromHours(1), null, Cancel))));

        Assert.Single(both, result => result.Secret is not null);
        Assert.Single(both, result => result.Refusal?.Reason == "SECRETS_FULL");
    }

    public async ValueTask InitializeAsync()
    {
        await _one.StartAsync();
        await _two.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
    }

    private async Task<NewSecret> RotateAsync(NewClient client, TimeSpan keepOld)
    {
        var (secret, refusal) = await Secrets.RotateAsync(client.ClientId, keepOld, null, Cancel);
        Assert.Null(refusal);
        return secret!;
    }

    private static async Task<bool> IsLetInAsync(AuthHost node, NewClient client)
    {
        using var request = AuthHost.Request(
            ("grant_type", "client_credentials"), ("client_id", client.ClientId), ("client_secret", client.Secret));
        using var response = await node.Http.SendAsync(request, Cancel);
        return response.StatusCode == HttpStatusCode.OK;
    }
}

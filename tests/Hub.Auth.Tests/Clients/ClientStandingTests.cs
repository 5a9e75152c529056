using Hub.Auth.Bearer;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Clients;

public sealed class ClientStandingTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClientStanding Clients => hub.Provider.GetRequiredService<ClientStanding>();

    [Fact]
    public async Task A_disabled_client_gets_and_uses_no_token_until_it_is_enabled()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);

        var (disabled, _) = await Clients.UpdateAsync(client.ClientId, ClientStatus.Disabled, null, null, Cancel);
        hub.Clock.Advance(Second);
        var answer = await hub.AskAsync(client);
        var result = await hub.CheckAsync(token);
        var (enabled, _) = await Clients.UpdateAsync(client.ClientId, ClientStatus.Active, null, null, Cancel);
        hub.Clock.Advance(Second);

        Assert.Equal((ClientStatus.Disabled, ClientStatus.Active), (disabled!.Status, enabled!.Status));
        Assert.Equal("invalid_client", answer.GetProperty("error").GetString());
        Assert.Equal(BearerFailure.ClientDisabled, result.Failure);
        Assert.Equal(BearerFailure.None, (await hub.CheckAsync(token)).Failure);
    }

    [Fact]
    public async Task A_scope_that_is_taken_away_is_gone_from_tokens_too()
    {
        var client = await hub.AddClientAsync("catalogue.write feed.read");
        var token = await hub.TokenAsync(client);

        var (changed, _) = await Clients.UpdateAsync(client.ClientId, null, "feed.read dashboard.read", null, Cancel);
        hub.Clock.Advance(Second);

        Assert.Equal(Scopes.FeedRead | Scopes.DashboardRead, changed!.Scopes);
        Assert.Equal(Scopes.FeedRead, (await hub.CheckAsync(token)).Caller!.Scopes);
        Assert.Equal("feed.read dashboard.read", (await hub.AskAsync(client)).GetProperty("scope").GetString());
    }

    [Theory]
    [InlineData("", "SCOPE_MISSING")]
    [InlineData("feed.red", "SCOPE_UNKNOWN")]
    public async Task Scopes_that_are_none_are_refused(string scopes, string reason)
    {
        var client = await hub.AddClientAsync();

        var (_, refusal) = await Clients.UpdateAsync(client.ClientId, null, scopes, null, Cancel);

        Assert.Equal((reason, "scopes"), (refusal!.Reason, refusal.Field));
    }

    [Fact]
    public async Task A_refused_change_changes_nothing()
    {
        var client = await hub.AddClientAsync("feed.read");

        var (_, refusal) = await Clients.UpdateAsync(client.ClientId, ClientStatus.Disabled, "feed.red", null, Cancel);

        Assert.Equal("SCOPE_UNKNOWN", refusal!.Reason);
        Assert.Equal(ClientStatus.Active, (await Clients.FindAsync(client.ClientId, Cancel)).Client!.Status);
    }

    [Fact]
    public async Task Waiting_for_approval_is_not_to_be_set()
    {
        var client = await hub.AddClientAsync();

        var (_, refusal) = await Clients.UpdateAsync(client.ClientId, ClientStatus.Pending, null, null, Cancel);

        Assert.Equal(("STATUS_NOT_SETTABLE", "status"), (refusal!.Reason, refusal.Field));
    }

    [Fact]
    public async Task A_client_that_registered_itself_gets_tokens_once_it_is_approved()
    {
        var client = await PendingAsync();
        var before = await hub.AskAsync(client);

        var (approved, _) = await Clients.ApproveAsync(client.ClientId, null, Cancel);
        var (again, _) = await Clients.ApproveAsync(client.ClientId, null, Cancel);
        hub.Clock.Advance(Second);

        Assert.Equal("invalid_client", before.GetProperty("error").GetString());
        Assert.Equal((ClientStatus.Active, ClientStatus.Active), (approved!.Status, again!.Status));
        Assert.NotEmpty(await hub.TokenAsync(client));
    }

    [Fact]
    public async Task A_client_that_is_refused_is_gone_with_its_secret()
    {
        var client = await PendingAsync();

        Assert.Null(await Clients.RefuseAsync(client.ClientId, null, Cancel));

        Assert.Equal("CLIENT_NOT_FOUND", (await Clients.FindAsync(client.ClientId, Cancel)).Refusal!.Reason);
        await using var db = hub.Database.Open();
        Assert.False(await db.ClientSecrets.AnyAsync(s => s.Prefix == client.Secret.Substring(0, 10), Cancel));
    }

    [Fact]
    public async Task A_client_that_waits_is_neither_enabled_nor_disabled()
    {
        var client = await PendingAsync();

        Assert.Equal("CLIENT_PENDING", (await Clients.UpdateAsync(client.ClientId, ClientStatus.Active, null, null, Cancel)).Refusal!.Reason);
        Assert.Equal("CLIENT_PENDING", (await Clients.UpdateAsync(client.ClientId, ClientStatus.Disabled, null, null, Cancel)).Refusal!.Reason);
    }

    [Fact]
    public async Task A_client_that_does_not_wait_is_not_refused_and_a_disabled_one_not_approved()
    {
        var client = await hub.AddClientAsync();

        Assert.Equal("CLIENT_NOT_PENDING", (await Clients.RefuseAsync(client.ClientId, null, Cancel))!.Reason);
        await Clients.UpdateAsync(client.ClientId, ClientStatus.Disabled, null, null, Cancel);
        Assert.Equal("CLIENT_NOT_PENDING", (await Clients.ApproveAsync(client.ClientId, null, Cancel)).Refusal!.Reason);
    }

    [Fact]
    public async Task A_client_that_is_not_there_is_told()
    {
        var refusals = new[]
        {
            (await Clients.FindAsync("nobody", Cancel)).Refusal,
            (await Clients.UpdateAsync("nobody", ClientStatus.Active, null, null, Cancel)).Refusal,
            (await Clients.UpdateAsync("nobody", ClientStatus.Disabled, null, null, Cancel)).Refusal,
            (await Clients.UpdateAsync("nobody", null, "feed.read", null, Cancel)).Refusal,
            (await Clients.ApproveAsync("nobody", null, Cancel)).Refusal,
            await Clients.RefuseAsync("nobody", null, Cancel),
        };

        Assert.All(refusals, refusal => Assert.Equal(("CLIENT_NOT_FOUND", "client_id"), (refusal!.Reason, refusal.Field)));
    }

    private async Task<NewClient> PendingAsync()
    {
        var client = await hub.AddClientAsync();
        await using var db = hub.Database.Open();
        await db.Clients.Where(c => c.ClientId == client.ClientId).ExecuteUpdateAsync(c => c.SetProperty(x => x.Status, ClientStatus.Pending), Cancel);
        return client;
    }
}

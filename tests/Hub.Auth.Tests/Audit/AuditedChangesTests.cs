using System.Text.Json;
using Hub.Auth.Audit;
using Hub.Auth.Clients;
using Hub.Auth.Keys;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Audit;

/// <summary>What operators change is remembered with who, what and why; what changes nothing is not.</summary>
public sealed class AuditedChangesTests : IAsyncLifetime
{
    private readonly AuthHost _hub = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClientStanding Clients => _hub.Provider.GetRequiredService<ClientStanding>();

    private SecretAdmin Secrets => _hub.Provider.GetRequiredService<SecretAdmin>();

    private KeyAdmin Keys => _hub.Provider.GetRequiredService<KeyAdmin>();

    [Fact]
    public async Task Each_change_of_a_client_is_one_entry_with_its_reason()
    {
        var client = await _hub.AddClientAsync("feed.read");
        var id = client.ClientId;

        await Clients.UpdateAsync(id, ClientStatus.Disabled, "feed.read dashboard.read", "ticket 7", Cancel);
        await Clients.UpdateAsync(id, ClientStatus.Disabled, "feed.read dashboard.read", "ticket 8", Cancel);
        await Clients.UpdateAsync(id, ClientStatus.Active, null, " ", Cancel);
        await Secrets.RotateAsync(id, TimeSpan.FromHours(1), "ticket 9", Cancel);
        await Secrets.RevokeAsync(id, client.Secret[..10], "leaked", Cancel);
        await Secrets.RevokeAsync(id, client.Secret[..10], "leaked", Cancel);

        var entries = Entries().Where(entry => Text(entry, "client") == id).Skip(1).ToList();
        Assert.Equal(
            [
                ("client.disabled", "ticket 7"), ("client.scopes_changed", "ticket 7"), ("client.enabled", null),
                ("client.secret_rotated", "ticket 9"), ("client.secret_revoked", "leaked"),
            ],
            entries.Select(entry => (Text(entry, "event"), Text(entry, "reason"))));
        Assert.Equal("from feed.read to feed.read dashboard.read", Text(entries[1], "detail"));
        Assert.All(entries, entry => Assert.StartsWith("operator:", Text(entry, "by"), StringComparison.Ordinal));
        Assert.DoesNotContain(client.Secret, string.Concat(entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaced_keys_are_one_entry_that_tells_both_and_names_nobody()
    {
        var proof = new ClientProof(AuthenticationMethod.Tls) { CertificateName = CertificateName.SanEmail, CertificateNameValue = "budi@partner.example" };
        var (client, _) = await _hub.Provider.GetRequiredService<ClientAdmin>().AddAsync(await _hub.AddParticipantAsync(), "feed.read", proof, Cancel);
        var keys = new NewKeys { CertificateName = CertificateName.SanDns, CertificateNameValue = "abc" };

        await Clients.UpdateAsync(client!.ClientId, null, null, keys, "ticket 10", Cancel);
        await Clients.UpdateAsync(client.ClientId, null, null, keys, "ticket 11", Cancel);
        await Clients.UpdateAsync(client.ClientId, null, null, new() { CertificateName = CertificateName.SanDns, CertificateNameValue = "" }, "ticket 12", Cancel);

        var entry = Assert.Single(Entries(), entry => Text(entry, "event") == "client.keys_changed");
        Assert.Equal((client.ClientId, "ticket 10"), (Text(entry, "client"), Text(entry, "reason")));

        // The SHA-256 of abc stands in FIPS 180-4's examples.
        Assert.EndsWith(" to san_dns sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Text(entry, "detail"), StringComparison.Ordinal);
        Assert.StartsWith("from san_email sha256:", Text(entry, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_introspections_revocations_and_registrations_are_counted()
    {
        var client = await _hub.AddClientAsync();
        await _hub.PostAsync("/connect/introspect", client with { Secret = "wrong" }, ("token", "x"));
        await _hub.PostAsync("/connect/revoke", client with { Secret = "wrong" }, ("token", "x"));
        await _hub.Http.PostAsync("/connect/register", null, Cancel);
        await _hub.Provider.GetRequiredService<AuditLog>().WriteCountsAsync(all: true);

        Assert.Equal(
            [("introspections.refused", "invalid_client"), ("registrations.refused", "invalid_token"), ("revocations.refused", "invalid_client")],
            Entries().Select(entry => (Text(entry, "event"), Text(entry, "reason"))).Where(entry => entry.Item1!.EndsWith(".refused", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task An_approval_and_a_refusal_are_told_apart_from_what_operators_enable()
    {
        var (one, other) = (await PendingAsync(), await PendingAsync());

        await Clients.ApproveAsync(one, "checked", Cancel);
        await Clients.ApproveAsync(one, "checked", Cancel);
        await Clients.RefuseAsync(other, "unknown to us", Cancel);

        Assert.Equal(
            [("client.approved", one, "checked"), ("client.refused", other, "unknown to us")],
            Entries().Select(entry => (Text(entry, "event"), Text(entry, "client"), Text(entry, "reason"))).Where(entry => entry.Item3 is not null));
    }

    [Fact]
    public async Task Each_change_of_a_signing_key_is_one_entry()
    {
        var first = Assert.Single(await Keys.ListAsync(false, Cancel)).Kid;

        await Keys.AnnounceAsync("before the holidays", Cancel);
        await Keys.AnnounceAsync("before the holidays", Cancel);
        await Keys.WithdrawAsync([first], "stolen", Cancel);
        await Keys.WithdrawAsync([first], "stolen", Cancel);

        var second = Assert.Single(await Keys.ListAsync(false, Cancel)).Kid;
        Assert.Equal(
            [
                ("key.announced", first, null), ("key.announced", second, "before the holidays"),
                ("key.withdrawn", first, "stolen"), ("key.switched", second, "stolen"),
            ],
            Entries().Where(entry => Text(entry, "event")!.StartsWith("key.", StringComparison.Ordinal))
                .Select(entry => (Text(entry, "event"), Text(entry, "subject"), Text(entry, "reason"))));
    }

    [Fact]
    public async Task A_reason_that_is_too_long_is_refused_and_nothing_changed()
    {
        var client = await _hub.AddClientAsync();
        var why = new string('a', AdminReason.LongestReason + 1);

        var refusals = new[]
        {
            (await Clients.UpdateAsync(client.ClientId, ClientStatus.Disabled, null, why, Cancel)).Refusal,
            (await Clients.ApproveAsync(client.ClientId, why, Cancel)).Refusal,
            await Clients.RefuseAsync(client.ClientId, why, Cancel),
            (await Secrets.RotateAsync(client.ClientId, TimeSpan.Zero, why, Cancel)).Refusal,
            (await Secrets.RevokeAsync(client.ClientId, client.Secret[..10], why, Cancel)).Refusal,
            await Keys.AnnounceAsync(why, Cancel),
            await Keys.SwitchAsync(why, Cancel),
            await Keys.WithdrawAsync([], why, Cancel),
        };

        Assert.All(refusals, refusal => Assert.Equal(("REASON_TOO_LONG", "reason"), (refusal!.Reason, refusal.Field)));
        Assert.Equal(ClientStatus.Active, (await Clients.FindAsync(client.ClientId, Cancel)).Client!.Status);
        Assert.Single(await Keys.ListAsync(true, Cancel));
    }

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private static string? Text(JsonElement entry, string member) => entry.TryGetProperty(member, out var value) ? value.GetString() : null;

    private List<JsonElement> Entries() => AuditRig.Entries(_hub.Provider.GetRequiredService<AuditFolder>());

    private async Task<string> PendingAsync()
    {
        var client = await _hub.AddClientAsync();
        await using var db = _hub.Database.Open();
        await db.Clients.Where(c => c.ClientId == client.ClientId).ExecuteUpdateAsync(c => c.SetProperty(x => x.Status, ClientStatus.Pending), Cancel);
        return client.ClientId;
    }
}

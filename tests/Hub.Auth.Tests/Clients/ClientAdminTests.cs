using System.Text;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Clients;

public sealed class ClientAdminTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ClientAdmin Admin => hub.Provider.GetRequiredService<ClientAdmin>();

    [Fact]
    public async Task A_new_client_is_stored_without_its_secret()
    {
        var participant = await hub.AddParticipantAsync("PT Kerja Nusantara, Tbk.");

        var client = await hub.AddClientAsync("feed.read catalogue.write", participant);

        await using var db = hub.Database.Open();
        var stored = await db.Clients.Include(c => c.Secrets).SingleAsync(c => c.ClientId == client.ClientId, Cancel);
        var secret = Assert.Single(stored.Secrets);
        Assert.Equal(Scopes.CatalogueWrite | Scopes.FeedRead, stored.Scopes);
        Assert.Equal(32, secret.Hash.Length);
        Assert.Equal(client.Secret[..10], secret.Prefix);
        Assert.Equal(-1, (await File.ReadAllBytesAsync(hub.Database.Path, Cancel)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(client.Secret)));
        Assert.Equal(-1, (await File.ReadAllBytesAsync(hub.Database.Path + "-wal", Cancel)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(client.Secret)));
    }

    [Theory]
    [InlineData("PT Kerja Nusantara, Tbk.", "^pt-kerja-nusantara-tbk-[0-9a-z]{10}$")]
    [InlineData("  ¡Hola!  ", "^hola-[0-9a-z]{10}$")]
    [InlineData("Ünïcode", "^n-code-[0-9a-z]{10}$")]
    [InlineData("株式会社", "^client-[0-9a-z]{10}$")]
    [InlineData("A company whose name is very long indeed", "^a-company-whose-name-is-[0-9a-z]{10}$")]
    public void An_id_is_readable(string name, string pattern)
    {
        Assert.Matches(pattern, ClientAdmin.MakeId(name));
    }

    [Fact]
    public async Task A_bad_scope_is_named_and_the_good_ones_are_listed()
    {
        var (client, refusal) = await Admin.AddAsync(await hub.AddParticipantAsync(), "catalogue.write catalogue.delete", Cancel);

        Assert.Null(client);
        Assert.Equal("SCOPE_UNKNOWN", refusal!.Reason);
        Assert.Contains("'catalogue.delete'", refusal.Message, StringComparison.Ordinal);
        Assert.All(ScopeNames.All, scope => Assert.Contains(scope, refusal.Fix, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_client_needs_a_scope(string scopes)
    {
        var (_, refusal) = await Admin.AddAsync(await hub.AddParticipantAsync(), scopes, Cancel);

        Assert.Equal("SCOPE_MISSING", refusal!.Reason);
    }

    [Fact]
    public async Task A_client_needs_a_participant()
    {
        var (_, refusal) = await Admin.AddAsync(Guid.CreateVersion7(), "catalogue.write", Cancel);

        Assert.Equal("PARTICIPANT_NOT_FOUND", refusal!.Reason);
    }

    [Fact]
    public async Task Clients_are_listed_for_one_participant_or_all()
    {
        var participant = await hub.AddParticipantAsync("Listed");
        var mine = await hub.AddClientAsync("feed.read", participant);
        var other = await hub.AddClientAsync();

        var listed = Assert.Single(await Admin.ListAsync(participant, Cancel));
        var all = await Admin.ListAsync(null, Cancel);

        Assert.Equal((mine.ClientId, participant, "Listed", Scopes.FeedRead, ClientStatus.Active),
            (listed.ClientId, listed.ParticipantPublicId, listed.ParticipantName, listed.Scopes, listed.Status));
        Assert.Equal(mine.Secret[..10], Assert.Single(listed.Secrets).Prefix);
        Assert.Contains(other.ClientId, all.Select(c => c.ClientId));
    }
}

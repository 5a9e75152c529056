using Hub.Auth.Clients;
using Hub.Data.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Clients;

public sealed class ExternalClientsTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ExternalClients Clients => hub.Provider.GetRequiredService<ExternalClients>();

    [Fact]
    public async Task A_client_is_registered_by_the_id_it_has_elsewhere_and_has_no_secret()
    {
        var participant = await hub.AddParticipantAsync();

        var (client, refusal) = await Clients.AddAsync(participant, "mitra:satu", "feed.read", Cancel);

        Assert.Null(refusal);
        Assert.Equal(("mitra:satu", participant, Scopes.FeedRead), (client!.ClientId, client.ParticipantPublicId, client.Scopes));
        Assert.Empty(client.Secrets);
    }

    [Fact]
    public async Task It_gets_no_token_of_the_hub_with_any_secret()
    {
        await Clients.AddAsync(await hub.AddParticipantAsync(), "mitra-dua", "feed.read", Cancel);

        var answer = await hub.AskAsync(new("mitra-dua", SecretFormat.Make(), Guid.Empty, Scopes.FeedRead));

        Assert.Equal("invalid_client", answer.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("", "feed.read", "CLIENT_ID_UNUSABLE")]
    [InlineData("dua kata", "feed.read", "CLIENT_ID_UNUSABLE")]
    [InlineData("größe", "feed.read", "CLIENT_ID_UNUSABLE")]
    [InlineData("mitra-tiga", "feed.write", "SCOPE_UNKNOWN")]
    [InlineData("mitra-tiga", "", "SCOPE_MISSING")]
    public async Task What_cannot_be_a_client_is_refused(string id, string scopes, string reason)
    {
        var (_, refusal) = await Clients.AddAsync(await hub.AddParticipantAsync(), id, scopes, Cancel);

        Assert.Equal(reason, refusal!.Reason);
    }

    [Fact]
    public async Task An_id_is_taken_once_and_needs_a_participant()
    {
        var participant = await hub.AddParticipantAsync();
        await Clients.AddAsync(participant, "mitra-empat", "feed.read", Cancel);

        Assert.Equal("CLIENT_EXISTS", (await Clients.AddAsync(participant, "mitra-empat", "feed.read", Cancel)).Refusal!.Reason);
        Assert.Equal("PARTICIPANT_NOT_FOUND", (await Clients.AddAsync(Guid.CreateVersion7(), "mitra-lima", "feed.read", Cancel)).Refusal!.Reason);
        Assert.Equal("CLIENT_ID_UNUSABLE", (await Clients.AddAsync(participant, new('x', 65), "feed.read", Cancel)).Refusal!.Reason);
    }
}

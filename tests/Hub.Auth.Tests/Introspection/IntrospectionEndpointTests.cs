using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Tests.Introspection;

public sealed class IntrospectionEndpointTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private const string Path = "/connect/introspect";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_told_all_of_its_own_token()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client, ("scope", "catalogue.read"), ("resource", AuthHost.Issuer + "/grpc"));

        var response = await hub.PostAsync(Path, client, ("token", token), ("token_type_hint", "refresh_token"));

        var told = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var now = hub.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.True(told.GetProperty("active").GetBoolean());
        Assert.Equal("catalogue.read", told.GetProperty("scope").GetString());
        Assert.Equal(client.ClientId, told.GetProperty("client_id").GetString());
        Assert.Equal(client.ClientId, told.GetProperty("sub").GetString());
        Assert.Equal([AuthHost.Issuer + "/grpc"], told.GetProperty("aud").EnumerateArray().Select(a => a.GetString()!));
        Assert.Equal(AuthHost.Issuer, told.GetProperty("iss").GetString());
        Assert.Equal((now, now + 600), (told.GetProperty("iat").GetInt64(), told.GetProperty("exp").GetInt64()));
        Assert.Equal(new JsonWebToken(token).Id, told.GetProperty("jti").GetString());
        Assert.Equal("Bearer", told.GetProperty("token_type").GetString());
        Assert.Equal(client.ParticipantPublicId.ToString(), told.GetProperty("participant").GetString());
    }

    [Fact]
    public async Task A_client_is_told_of_a_token_of_its_participant_and_an_operator_of_any()
    {
        var holder = await hub.AddClientAsync();
        var colleague = await hub.AddClientAsync("catalogue.read", holder.ParticipantPublicId);
        var admin = await hub.AddClientAsync("registry.admin");
        var token = await hub.TokenAsync(holder);

        Assert.True(await IsActiveAsync(colleague, token));
        Assert.True(await IsActiveAsync(admin, token));
    }

    [Fact]
    public async Task Of_the_token_of_another_participant_nothing_is_told()
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());

        Assert.False(await IsActiveAsync(await hub.AddClientAsync(), token));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("not a token")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.")]
    public async Task Garbage_is_not_active(string token) => Assert.False(await IsActiveAsync(await hub.AddClientAsync(), token));

    [Fact]
    public async Task A_token_that_was_changed_is_not_active()
    {
        var client = await hub.AddClientAsync();
        var parts = (await hub.TokenAsync(client)).Split('.');
        var other = (await hub.TokenAsync(client)).Split('.');

        Assert.False(await IsActiveAsync(client, $"{parts[0]}.{parts[1]}.{other[2]}"));
    }

    [Fact]
    public async Task An_expired_token_is_not_active()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);
        var before = await IsActiveAsync(client, token);

        hub.Clock.Advance(AuthOptions.TokenLifetime);

        Assert.Equal((true, false), (before, await IsActiveAsync(client, token)));
    }

    [Fact]
    public async Task A_revoked_token_is_not_active()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);

        await hub.PostAsync("/connect/revoke", client, ("token", token));

        Assert.False(await IsActiveAsync(client, token));
    }

    [Fact]
    public async Task The_token_of_a_disabled_client_is_not_active()
    {
        var holder = await hub.AddClientAsync();
        var colleague = await hub.AddClientAsync("catalogue.read", holder.ParticipantPublicId);
        var token = await hub.TokenAsync(holder);

        await hub.Provider.GetRequiredService<ClientStanding>().UpdateAsync(holder.ClientId, ClientStatus.Disabled, null, null, Cancel);
        hub.Clock.Advance(ClientDirectory.Freshness);

        Assert.False(await IsActiveAsync(colleague, token));
    }

    [Fact]
    public async Task The_token_of_a_suspended_participant_is_not_active()
    {
        var holder = await hub.AddClientAsync();
        var admin = await hub.AddClientAsync("registry.admin");
        var token = await hub.TokenAsync(holder);

        await using (var db = hub.Database.Open())
        {
            await db.Participants
                .Where(p => p.PublicId == holder.ParticipantPublicId)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ParticipantStatus.Suspended), Cancel);
        }

        hub.Clock.Advance(ClientDirectory.Freshness);

        Assert.False(await IsActiveAsync(admin, token));
    }

    [Fact]
    public async Task Who_does_not_authenticate_is_refused()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);

        var response = await hub.PostAsync(Path, client with { Secret = SecretFormat.Make() }, ("token", token));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (response.StatusCode, await ErrorAsync(response)));
    }

    [Fact]
    public async Task A_request_without_a_token_is_refused()
    {
        var response = await hub.PostAsync(Path, await hub.AddClientAsync(), ("token", ""));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, await ErrorAsync(response)));
    }

    [Fact]
    public async Task A_token_in_the_URL_is_refused()
    {
        var response = await hub.PostAsync(Path + "?token=x", await hub.AddClientAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, await ErrorAsync(response)));
    }

    [Fact]
    public async Task Only_POST_is_allowed()
    {
        var response = await hub.Http.GetAsync(Path + "?token=x", Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    // Of a token that is not active, nothing else is told.
    private async Task<bool> IsActiveAsync(NewClient client, string token)
    {
        var response = await hub.PostAsync(Path, client, ("token", token));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var told = await response.Content.ReadAsStringAsync(Cancel);
        return told != """{"active":false}""" && JsonDocument.Parse(told).RootElement.GetProperty("active").GetBoolean();
    }

    private static async Task<string?> ErrorAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetString();
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Auth.Bearer;
using Hub.Auth.Clients;
using Hub.Auth.Revocation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Revocation;

public sealed class RevocationEndpointTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private const string Path = "/connect/revoke";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_revokes_its_token_and_no_other()
    {
        var client = await hub.AddClientAsync();
        var (token, other) = (await hub.TokenAsync(client), await hub.TokenAsync(client));
        await hub.CheckAsync(token);

        var response = await hub.PostAsync(Path, client, ("token", token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("TOKEN_REVOKED", (await hub.CheckAsync(token)).Reason);
        Assert.NotNull((await hub.CheckAsync(other)).Caller);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    [InlineData("whatever")]
    public async Task A_hint_at_the_type_changes_nothing(string hint)
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);

        var response = await hub.PostAsync(Path, client, ("token", token), ("token_type_hint", hint));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(BearerFailure.Revoked, (await hub.CheckAsync(token)).Failure);
    }

    [Fact]
    public async Task What_is_no_token_or_no_live_one_is_answered_as_revoked()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);
        await hub.PostAsync(Path, client, ("token", token));

        var again = await hub.PostAsync(Path, client, ("token", token));
        var garbage = await hub.PostAsync(Path, client, ("token", "nonsense"));
        hub.Clock.Advance(AuthOptions.TokenLifetime);
        var expired = await hub.PostAsync(Path, client, ("token", token));

        Assert.All([again, garbage, expired], response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
    }

    [Fact]
    public async Task The_token_of_another_client_is_left_alone()
    {
        var holder = await hub.AddClientAsync();
        var colleague = await hub.AddClientAsync("catalogue.read", holder.ParticipantPublicId);
        var token = await hub.TokenAsync(holder);

        var response = await hub.PostAsync(Path, colleague, ("token", token));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (response.StatusCode, await ErrorAsync(response)));
        Assert.NotNull((await hub.CheckAsync(token)).Caller);
    }

    [Fact]
    public async Task An_operator_revokes_any_token()
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());

        await hub.PostAsync(Path, await hub.AddClientAsync("registry.admin"), ("token", token));

        Assert.Equal(BearerFailure.Revoked, (await hub.CheckAsync(token)).Failure);
    }

    [Fact]
    public async Task Another_node_refuses_the_token_within_a_second_and_a_new_one_from_its_start()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);
        await using var second = new AuthHost(hub.Folder, hub.Clock);
        await second.StartAsync();
        await second.CheckAsync(token);

        await hub.PostAsync(Path, client, ("token", token));
        await second.Provider.GetRequiredService<LiveCallers>().StepAsync(Cancel);
        await using var third = new AuthHost(hub.Folder, hub.Clock);
        await third.StartAsync();

        Assert.True(LiveCallers.Interval < TimeSpan.FromSeconds(1));
        Assert.Equal(BearerFailure.Revoked, (await second.CheckAsync(token)).Failure);
        Assert.Equal(BearerFailure.Revoked, (await third.CheckAsync(token)).Failure);
    }

    [Fact]
    public async Task What_has_expired_is_kept_neither_in_the_database_nor_in_memory()
    {
        var client = await hub.AddClientAsync();
        for (var i = 0; i < 20; i++)
            await hub.PostAsync(Path, client, ("token", await hub.TokenAsync(client)));

        hub.Clock.Advance(AuthOptions.TokenLifetime);
        await hub.PostAsync(Path, client, ("token", await hub.TokenAsync(client)));
        await hub.Provider.GetRequiredService<RevokedTokens>().ReadAsync(Cancel);

        await using var db = hub.Database.Open();
        Assert.Equal(1, await db.RevokedTokens.CountAsync(Cancel));
        Assert.Equal(1, hub.Provider.GetRequiredService<RevokedTokens>().Count);
    }

    [Fact]
    public async Task Who_does_not_authenticate_is_refused()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);

        var response = await hub.PostAsync(Path, client with { Secret = SecretFormat.Make() }, ("token", token));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (response.StatusCode, await ErrorAsync(response)));
        Assert.NotNull((await hub.CheckAsync(token)).Caller);
    }

    [Fact]
    public async Task A_request_without_a_token_is_refused()
    {
        var response = await hub.PostAsync(Path, await hub.AddClientAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (response.StatusCode, await ErrorAsync(response)));
    }

    [Fact]
    public async Task Only_POST_is_allowed()
    {
        var response = await hub.Http.GetAsync(Path, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    private static async Task<string?> ErrorAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetString();
}

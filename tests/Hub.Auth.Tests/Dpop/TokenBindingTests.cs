using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Tests.Dpop;

public sealed class TokenBindingTests(AuthHost hub) : IClassFixture<AuthHost>, IDisposable
{
    private const string Url = AuthHost.Issuer + "/connect/token";

    private readonly ProofMaker _maker = ProofMaker.ES256();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_a_proof_the_token_is_bound_to_its_key()
    {
        var client = await hub.AddClientAsync();

        var (status, answer, _) = await AskAsync(client, Proof());

        var token = new JsonWebToken(answer.GetProperty("access_token").GetString());
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("DPoP", answer.GetProperty("token_type").GetString());
        Assert.Equal($$"""{"jkt":"{{_maker.Thumbprint}}"}""", token.GetPayloadValue<JsonElement>("cnf").GetRawText());
    }

    [Fact]
    public async Task Without_a_proof_it_is_a_bearer_token()
    {
        var (_, answer, response) = await AskAsync(await hub.AddClientAsync());

        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.False(new JsonWebToken(answer.GetProperty("access_token").GetString()).TryGetPayloadValue<JsonElement>("cnf", out _));
        Assert.False(response.Headers.Contains("DPoP-Nonce"));
    }

    [Fact]
    public async Task A_proof_is_good_once()
    {
        var client = await hub.AddClientAsync();
        var proof = Proof();
        await AskAsync(client, proof);

        var (status, answer, _) = await AskAsync(client, proof);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_dpop_proof", answer.GetProperty("error").GetString());
        Assert.Contains("used before", answer.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_jti_of_another_key_is_another_proof()
    {
        var client = await hub.AddClientAsync();
        using var other = ProofMaker.ES256();
        var jti = Guid.CreateVersion7().ToString();
        await AskAsync(client, _maker.Make(hub.Clock.GetUtcNow(), Url, change: (_, payload) => payload["jti"] = jti));

        var (status, _, _) = await AskAsync(client, other.Make(hub.Clock.GetUtcNow(), Url, change: (_, payload) => payload["jti"] = jti));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData("https://hub.test/graphql", "POST", "htu")]
    [InlineData(Url, "GET", "htm")]
    public async Task A_proof_for_something_else_is_refused(string url, string method, string claim)
    {
        var (status, answer, _) = await AskAsync(await hub.AddClientAsync(), _maker.Make(hub.Clock.GetUtcNow(), url, method));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("invalid_dpop_proof", answer.GetProperty("error").GetString());
        Assert.Contains(claim, answer.GetProperty("error_description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_proofs_are_refused()
    {
        var (_, answer, _) = await AskAsync(await hub.AddClientAsync(), Proof(), Proof());

        Assert.Equal("invalid_dpop_proof", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_nonce_nobody_gave_is_answered_with_a_good_one()
    {
        var client = await hub.AddClientAsync();

        var (status, answer, response) = await AskAsync(client, _maker.Make(hub.Clock.GetUtcNow(), Url, nonce: "made-up"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("use_dpop_nonce", answer.GetProperty("error").GetString());
        var nonce = Assert.Single(response.Headers.GetValues("DPoP-Nonce"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(client, _maker.Make(hub.Clock.GetUtcNow(), Url, nonce: nonce))).Status);
    }

    [Fact]
    public async Task Where_nonces_are_required_each_answer_brings_one()
    {
        await using var strict = new AuthHost(hub.Folder, hub.Clock);
        await strict.StartAsync("Development", ("Hub:Auth:Dpop:RequireNonce", "true"));
        var client = await strict.AddClientAsync();

        var first = await AskAsync(strict, client, Proof());
        var nonce = Assert.Single(first.Response.Headers.GetValues("DPoP-Nonce"));
        var second = await AskAsync(strict, client, _maker.Make(hub.Clock.GetUtcNow(), Url, nonce: nonce));
        var third = await AskAsync(strict, client);

        Assert.Equal("use_dpop_nonce", first.Answer.GetProperty("error").GetString());
        Assert.Equal("DPoP", second.Answer.GetProperty("token_type").GetString());
        Assert.Equal("Bearer", third.Answer.GetProperty("token_type").GetString());
        Assert.Single(second.Response.Headers.GetValues("DPoP-Nonce"));
        Assert.Single(third.Response.Headers.GetValues("DPoP-Nonce"));
    }

    [Fact]
    public async Task A_nonce_of_one_node_is_good_at_another()
    {
        await using var other = new AuthHost(hub.Folder, hub.Clock);
        await other.StartAsync("Development", ("Hub:Auth:Dpop:RequireNonce", "true"));
        var client = await hub.AddClientAsync();
        var nonce = Assert.Single((await AskAsync(other, client)).Response.Headers.GetValues("DPoP-Nonce"));

        var (status, _, _) = await AskAsync(client, _maker.Make(hub.Clock.GetUtcNow(), Url, nonce: nonce));

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_client_that_requires_DPoP_gets_no_bearer_token()
    {
        var client = await hub.AddClientAsync();
        await ChangeClientAsync(client, c => c.SetProperty(x => x.RequiresDpop, true));

        var without = await AskAsync(client);
        var with = await AskAsync(client, Proof());

        Assert.Equal("invalid_dpop_proof", without.Answer.GetProperty("error").GetString());
        Assert.Equal("DPoP", with.Answer.GetProperty("token_type").GetString());
    }

    [Fact]
    public async Task A_client_bound_to_its_certificate_gets_no_token_without_one_not_even_with_a_proof()
    {
        var client = await hub.AddClientAsync();
        await ChangeClientAsync(client, c => c.SetProperty(x => x.BindsCertificate, true));

        var without = await AskAsync(client);
        var with = await AskAsync(client, Proof());

        Assert.Equal("invalid_request", without.Answer.GetProperty("error").GetString());
        Assert.Equal("invalid_request", with.Answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_refused_client_uses_up_no_proof()
    {
        var client = await hub.AddClientAsync();
        var proof = Proof();
        await AskAsync(client with { Secret = client.Secret + "x" }, proof);

        var (status, _, _) = await AskAsync(client, proof);

        Assert.Equal(HttpStatusCode.OK, status);
    }

    public void Dispose() => _maker.Dispose();

    private string Proof() => _maker.Make(hub.Clock.GetUtcNow(), Url);

    private Task<(HttpStatusCode Status, JsonElement Answer, HttpResponseMessage Response)> AskAsync(NewClient client, params string[] proofs) =>
        AskAsync(hub, client, proofs);

    private static async Task<(HttpStatusCode Status, JsonElement Answer, HttpResponseMessage Response)> AskAsync(
        AuthHost hub, NewClient client, params string[] proofs)
    {
        var request = AuthHost.Request(
            ("grant_type", "client_credentials"), ("client_id", client.ClientId), ("client_secret", client.Secret));
        foreach (var proof in proofs)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        var response = await hub.Http.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancel), response);
    }

    private async Task ChangeClientAsync(NewClient client, Action<UpdateSettersBuilder<ClientCredential>> change)
    {
        await using var db = hub.Database.Open();
        await db.Clients.Where(c => c.ClientId == client.ClientId).ExecuteUpdateAsync(change, Cancel);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Tests.Tokens;

public sealed class TokenEndpointTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_gets_a_token_by_basic()
    {
        var client = await hub.AddClientAsync();
        var request = AuthHost.Request(("grant_type", "client_credentials"));
        request.Headers.Authorization = AuthHost.Basic(client.ClientId, client.Secret);

        var response = await hub.Http.SendAsync(request, Cancel);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Bearer", answer.GetProperty("token_type").GetString());
        Assert.Equal(600, answer.GetProperty("expires_in").GetInt64());
        Assert.Equal("catalogue.write catalogue.read dashboard.read", answer.GetProperty("scope").GetString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no-cache", response.Headers.Pragma.ToString());
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Basic_credentials_are_form_encoded_first()
    {
        var client = await hub.AddClientAsync();
        var encoded = string.Concat(client.Secret.Select(c => c == '_' ? "%5f" : c.ToString()));
        var request = AuthHost.Request(("grant_type", "client_credentials"), ("client_id", client.ClientId));
        request.Headers.Add("Authorization", "bAsIc " + Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{client.ClientId}:{encoded}")));

        var response = await hub.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_is_an_RFC_9068_token()
    {
        var client = await hub.AddClientAsync();

        var token = new JsonWebToken(await hub.TokenAsync(client));

        var now = hub.Clock.GetUtcNow().UtcDateTime;
        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal("ES256", token.Alg);
        Assert.Equal(hub.Keys.Current.Signing.Key.KeyId, token.Kid);
        Assert.Equal(AuthHost.Issuer, token.Issuer);
        Assert.Equal(client.ClientId, token.Subject);
        Assert.Equal(client.ClientId, token.GetPayloadValue<string>("client_id"));
        Assert.Equal(client.ParticipantPublicId.ToString(), token.GetPayloadValue<string>("participant"));
        Assert.Equal([AuthHost.Issuer + "/graphql", AuthHost.Issuer + "/grpc"], token.Audiences);
        Assert.Equal("catalogue.write catalogue.read dashboard.read", token.GetPayloadValue<string>("scope"));
        Assert.Equal(now, token.IssuedAt);
        Assert.Equal(now.AddMinutes(10), token.ValidTo);
        Assert.Equal(32, token.Id.Length);
        Assert.Equal(["aud", "client_id", "exp", "iat", "iss", "jti", "participant", "scope", "sub"], token.Claims.Select(c => c.Type).Distinct().Order());
    }

    [Fact]
    public async Task Each_token_has_its_own_id()
    {
        var client = await hub.AddClientAsync();

        var ids = new[] { await hub.TokenAsync(client), await hub.TokenAsync(client) }.Select(t => new JsonWebToken(t).Id);

        Assert.Equal(2, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("catalogue.read", "catalogue.read")]
    [InlineData("dashboard.read catalogue.write", "catalogue.write dashboard.read")]
    [InlineData("catalogue.read catalogue.read", "catalogue.read")]
    [InlineData("", "catalogue.write catalogue.read dashboard.read")]
    public async Task A_scope_narrows_the_token(string asked, string granted)
    {
        var client = await hub.AddClientAsync();

        var answer = await hub.AskAsync(client, ("scope", asked));

        Assert.Equal(granted, answer.GetProperty("scope").GetString());
        Assert.Equal(granted, new JsonWebToken(answer.GetProperty("access_token").GetString()).GetPayloadValue<string>("scope"));
    }

    [Theory]
    [InlineData("/graphql")]
    [InlineData("/grpc")]
    [InlineData("/graphql", "/grpc")]
    [InlineData("/grpc", "/graphql", "/grpc")]
    public async Task A_resource_becomes_the_audience(params string[] resources)
    {
        var client = await hub.AddClientAsync();

        var token = await hub.TokenAsync(client, [.. resources.Select(r => ("resource", AuthHost.Issuer + r))]);

        Assert.Equal(resources.Select(r => AuthHost.Issuer + r).Distinct().Order(), new JsonWebToken(token).Audiences);
    }

    [Fact]
    public async Task Parameters_without_a_value_and_unknown_ones_change_nothing()
    {
        var client = await hub.AddClientAsync();

        var answer = await hub.AskAsync(client, ("scope", ""), ("resource", ""), ("audience", "elsewhere"));

        Assert.True(answer.TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_charset_of_UTF_8_is_a_form_too()
    {
        var client = await hub.AddClientAsync();
        var request = AuthHost.Request(("grant_type", "client_credentials"), ("client_id", client.ClientId), ("client_secret", client.Secret));
        request.Content!.Headers.ContentType!.CharSet = "UTF-8";

        var response = await hub.Http.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_request_is_refused(string what)
    {
        var client = await hub.AddClientAsync();
        var (_, make, status, error) = TokenRefusals.All.Single(r => r.What == what);
        var request = make(client);

        var response = await hub.Http.SendAsync(request, Cancel);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((status, error), ((int)response.StatusCode, answer.GetProperty("error").GetString()));
        Assert.Equal(["error", "error_description"], answer.EnumerateObject().Select(p => p.Name));
        Assert.All(answer.GetProperty("error_description").GetString()!, c => Assert.True(c is >= ' ' and <= '~' and not '"' and not '\\'));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.ToString().StartsWith("Basic realm=\"hub\"", StringComparison.Ordinal));
    }

    public static TheoryData<string> Refusals() => [.. TokenRefusals.All.Select(r => r.What)];

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Only_POST_is_allowed(string method)
    {
        var response = await hub.Http.SendAsync(new(new(method), "/connect/token?grant_type=client_credentials"), Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task An_unknown_client_and_a_wrong_secret_are_answered_alike()
    {
        var client = await hub.AddClientAsync();
        var other = await hub.AddClientAsync();

        var wrong = await Answer(client.ClientId, other.Secret);
        var unknown = await Answer("nobody-0123456789", other.Secret);

        Assert.Equal(wrong, unknown);

        async Task<string> Answer(string id, string secret)
        {
            var response = await hub.Http.SendAsync(
                AuthHost.Request(("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)), Cancel);
            return $"{response.StatusCode} {response.Headers} {response.Content.Headers} {await response.Content.ReadAsStringAsync(Cancel)}";
        }
    }

    [Fact]
    public async Task A_thousand_tokens_store_no_row()
    {
        var client = await hub.AddClientAsync();
        await hub.TokenAsync(client);
        var before = await RowsAsync();

        for (var i = 0; i < 1_000; i++)
            await hub.TokenAsync(client);

        Assert.Equal(before, await RowsAsync());
    }

    private async Task<long> RowsAsync()
    {
        await using var db = hub.Database.Open();
        var tables = db.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct();
        var count = string.Join(" UNION ALL ", tables.Select(t => $"SELECT count(*) AS Value FROM {t}"));
        return (await db.Database.SqlQueryRaw<long>(count).ToListAsync(Cancel)).Sum();
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Hub.Auth.Audit;
using Hub.Auth.Clients;
using Hub.Auth.Registration;
using Hub.Auth.Tests.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Auth.Tests.Registration;

public sealed class RegistrationEndpointTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private const string Jwks = """{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","kid":"one"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private RegistrationTokens Tokens => hub.Provider.GetRequiredService<RegistrationTokens>();

    [Theory]
    [InlineData("client_secret_basic", "", true)]
    [InlineData("client_secret_post", "", true)]
    [InlineData("private_key_jwt", $""","jwks":{Jwks}""", false)]
    [InlineData("private_key_jwt", ""","jwks_uri":"https://partner.example/jwks.json","dpop_bound_access_tokens":true""", false)]
    public async Task A_program_registers_itself_and_is_told_what_it_is(string method, string more, bool hasSecret)
    {
        var token = await MakeAsync();

        var response = await RegisterAsync(
            token.Token, $$"""{"token_endpoint_auth_method":"{{method}}","scope":"catalogue.write feed.read","client_name":"Katalog","logo_uri":"https://x.example/"{{more}}}""");

        var told = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal((method, "catalogue.write feed.read", "Katalog", "PENDING"), (Text(told, "token_endpoint_auth_method"), Text(told, "scope"), Text(told, "client_name"), Text(told, "status")));
        Assert.Equal("client_credentials", Assert.Single(told.GetProperty("grant_types").EnumerateArray()).GetString());
        Assert.Equal(hub.Clock.GetUtcNow().ToUnixTimeSeconds(), told.GetProperty("client_id_issued_at").GetInt64());
        Assert.Equal(hasSecret, told.TryGetProperty("client_secret", out _));
        Assert.Equal(hasSecret, told.TryGetProperty("client_secret_expires_at", out var end) && end.GetInt64() == 0);
        Assert.Equal(more.Contains("\"jwks\"", StringComparison.Ordinal), told.TryGetProperty("jwks", out _));
        Assert.Equal(more.Contains("dpop", StringComparison.Ordinal), told.GetProperty("dpop_bound_access_tokens").GetBoolean());
        Assert.False(told.TryGetProperty("logo_uri", out _));
    }

    [Fact]
    public async Task What_registered_itself_gets_a_token_once_it_is_approved()
    {
        var told = await (await RegisterAsync((await MakeAsync()).Token, """{"scope":"feed.read"}""")).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var (id, secret) = (Text(told, "client_id"), Text(told, "client_secret"));

        var before = await AskAsync(id, secret);
        await hub.Provider.GetRequiredService<ClientStanding>().ApproveAsync(id, "known to us", Cancel);
        hub.Clock.Advance(TimeSpan.FromSeconds(2));
        var after = await AskAsync(id, secret);

        Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode);
        Assert.Contains("approval", await before.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Theory]
    [InlineData("""{"scope":"feed.red"}""", "feed.red")]
    [InlineData("{}", "scope is missing")]
    [InlineData("""{"scope":"feed.read registry.admin"}""", "No program registers itself")]
    [InlineData("""{"scope":7}""", "scope must be a string")]
    [InlineData("""{"scope":"feed.read","token_endpoint_auth_method":"none"}""", "none is not taken")]
    [InlineData("""{"scope":"feed.read","token_endpoint_auth_method":"secret"}""", "secret is not taken")]
    [InlineData("""{"scope":"feed.read","token_endpoint_auth_method":"tls_client_auth","tls_client_auth_san_dns":"a.example"}""", "tls_client_auth is not taken")]
    [InlineData("""{"scope":"feed.read","token_endpoint_auth_method":"private_key_jwt"}""", "needs the client's public keys")]
    [InlineData("""{"scope":"feed.read","token_endpoint_auth_method":"private_key_jwt","jwks_uri":"https://127.0.0.1/keys"}""", "https://")]
    [InlineData("""{"scope":"feed.read","token_endpoint_auth_method":"private_key_jwt","jwks":{"keys":[]}}""", "key")]
    [InlineData("""{"scope":"feed.read","jwks":"text"}""", "jwks must be an object")]
    [InlineData("""{"scope":"feed.read","grant_types":["authorization_code"]}""", "client_credentials alone")]
    [InlineData("""{"scope":"feed.read","grant_types":"client_credentials"}""", "a list of strings")]
    [InlineData("""{"scope":"feed.read","response_types":["code"]}""", "no authorization endpoint")]
    [InlineData("""{"scope":"feed.read","dpop_bound_access_tokens":"yes"}""", "true or false")]
    [InlineData("""{"scope":"feed.read","scope":"catalogue.write"}""", "one JSON object")]
    [InlineData("""[{"scope":"feed.read"}]""", "one JSON object")]
    [InlineData("""{"scope":"feed.read\" \\ é"}""", "There is no scope")]
    [InlineData("{", "one JSON object")]
    [InlineData("", "one JSON object")]
    public async Task Metadata_that_cannot_be_is_refused_and_takes_no_use(string body, string told)
    {
        var token = await MakeAsync();

        var response = await RegisterAsync(token.Token, body);

        var error = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_client_metadata"), (response.StatusCode, Text(error, "error")));
        Assert.Contains(told, Text(error, "error_description"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await RegisterAsync(token.Token, """{"scope":"feed.read"}""")).StatusCode);
    }

    [Fact]
    public async Task A_software_statement_is_not_approved_and_a_large_body_is_refused()
    {
        var token = await MakeAsync();

        var statement = await RegisterAsync(token.Token, """{"scope":"feed.read","software_statement":"a.b.c"}""");
        var large = await RegisterAsync(token.Token, $$"""{"scope":"feed.read","x":"{{new string('x', 65_536)}}"}""");
        var form = await RegisterAsync(token.Token, new FormUrlEncodedContent([new("scope", "feed.read")]));

        Assert.Equal("unapproved_software_statement", Text(await statement.Content.ReadFromJsonAsync<JsonElement>(Cancel), "error"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_that_is_good_nothing_is_registered()
    {
        var (used, late, gone) = (await MakeAsync(), await MakeAsync(TimeSpan.FromMinutes(1)), await MakeAsync());
        await RegisterAsync(used.Token, """{"scope":"feed.read"}""");
        await Tokens.RevokeAsync((await Tokens.ListAsync(Cancel)).Single(token => token.Prefix == gone.Prefix).Id, Cancel);
        hub.Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var (sent, told) in new[] { (null, "missing"), ("nonsense", "not known"), (used.Token, "used up"), (late.Token, "expired"), (gone.Token, "not known") })
        {
            var response = await RegisterAsync(sent, """{"scope":"feed.read"}""");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
            Assert.Contains(told, Text(await response.Content.ReadFromJsonAsync<JsonElement>(Cancel), "error_description"), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await hub.Http.GetAsync("/connect/register", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Of_many_at_once_as_many_register_as_the_token_has_uses()
    {
        var token = await MakeAsync(uses: 3);

        var responses = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => RegisterAsync(token.Token, """{"scope":"feed.read"}""")));

        Assert.Equal(3, responses.Count(response => response.StatusCode == HttpStatusCode.Created));
        Assert.Equal(9, responses.Count(response => response.StatusCode == HttpStatusCode.Unauthorized));
        await using var db = hub.Database.Open();
        Assert.Equal(3, await db.Clients.CountAsync(client => client.Participant.PublicId == token.ParticipantPublicId, Cancel));
    }

    [Fact]
    public async Task A_participant_that_follows_fapi_registers_no_secrets()
    {
        var token = await MakeAsync();
        await using (var db = hub.Database.Open())
        {
            await db.Participants.Where(p => p.PublicId == token.ParticipantPublicId).ExecuteUpdateAsync(p => p.SetProperty(x => x.RequiresFapi, true), Cancel);
        }

        var secret = await RegisterAsync(token.Token, """{"scope":"feed.read"}""");
        var key = await RegisterAsync(
            token.Token, $$"""{"scope":"feed.read","token_endpoint_auth_method":"private_key_jwt","dpop_bound_access_tokens":true,"jwks":{{Jwks}}}""");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Created), (secret.StatusCode, key.StatusCode));
    }

    [Fact]
    public async Task A_registration_is_one_entry_of_the_audit_log_without_secret_or_token()
    {
        var token = await MakeAsync();
        var told = await (await RegisterAsync(token.Token, """{"scope":"feed.read"}""")).Content.ReadFromJsonAsync<JsonElement>(Cancel);

        var entries = Entries(token.ParticipantPublicId).ToList();

        Assert.Equal([AuditEvents.RegistrationTokenMade, AuditEvents.ClientRegistered], entries.Select(entry => Text(entry, "event")));
        Assert.Equal((Text(told, "client_id"), $"registration token:{token.Prefix}"), (Text(entries[1], "client"), Text(entries[1], "by")));
        Assert.DoesNotContain(token.Token, string.Concat(entries), StringComparison.Ordinal);
        Assert.DoesNotContain(Text(told, "client_secret"), string.Concat(entries), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1_001, 60)]
    [InlineData(1, 59)]
    [InlineData(1, (90 * 86_400) + 1)]
    public async Task A_token_for_too_many_or_for_too_long_is_refused(int uses, int seconds)
    {
        var (token, refusal) = await Tokens.AddAsync(await hub.AddParticipantAsync(), uses, TimeSpan.FromSeconds(seconds), Cancel);

        Assert.Null(token);
        Assert.EndsWith("OUT_OF_RANGE", refusal!.Reason, StringComparison.Ordinal);
    }

    private async Task<NewRegistrationToken> MakeAsync(TimeSpan? lifetime = null, int uses = 1)
    {
        var (token, refusal) = await Tokens.AddAsync(await hub.AddParticipantAsync(), uses, lifetime ?? RegistrationTokens.StandardLifetime, Cancel);
        Assert.Null(refusal);
        return token!;
    }

    private Task<HttpResponseMessage> RegisterAsync(string? token, string body) =>
        RegisterAsync(token, new StringContent(body, Encoding.UTF8, "application/json"));

    private Task<HttpResponseMessage> RegisterAsync(string? token, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/register") { Content = content };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return hub.Http.SendAsync(request, Cancel);
    }

    private Task<HttpResponseMessage> AskAsync(string id, string secret)
    {
        var request = AuthHost.Request(("grant_type", "client_credentials"));
        request.Headers.Authorization = AuthHost.Basic(id, secret);
        return hub.Http.SendAsync(request, Cancel);
    }

    private IEnumerable<JsonElement> Entries(Guid participant) => AuditRig
        .Entries(hub.Provider.GetRequiredService<AuditFolder>())
        .Where(entry => Text(entry, "participant") == participant.ToString());

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}

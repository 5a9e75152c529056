using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Auth.Assertions;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Assertions;

public sealed class ClientAssertionTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };
    private static readonly ECDsaSecurityKey Key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };
    private static readonly ECDsaSecurityKey OtherKey = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "one" };
    private static readonly RsaSecurityKey RsaKey = new(RSA.Create(2048)) { KeyId = "two" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Jwks => JsonSerializer.Serialize(new { keys = new object[] { Public(Key), PublicRsa(RsaKey) } });

    [Fact]
    public async Task Both_algorithms_get_a_token_with_and_without_client_id_and_kid()
    {
        var client = await AddAsync();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client, signing: new(RsaKey, SecurityAlgorithms.RsaSsaPssSha256)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client), ("client_id", client))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client, signing: Unnamed()))).Status);
    }

    [Fact]
    public async Task An_assertion_is_taken_once()
    {
        var assertion = Make(await AddAsync());

        var first = await SendAsync(assertion);
        var second = await SendAsync(assertion);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (first.Status, second.Status));
        Assert.Contains("used before", second.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_jti_of_another_client_is_another_assertion()
    {
        var (one, two) = (await AddAsync(), await AddAsync());

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(one, ("jti", "same")))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(two, ("jti", "same")))).Status);
    }

    public static TheoryData<string, string, object?> WrongClaims => new()
    {
        { "iss", "iss and sub", "another" },
        { "iss", "iss and sub", null },
        { "sub", "sub of the assertion", null },
        { "aud", "aud of the assertion", AuthHost.Issuer + "/connect/token" },
        { "aud", "aud of the assertion", new[] { AuthHost.Issuer } },
        { "aud", "aud of the assertion", AuthHost.Issuer + "/" },
        { "aud", "aud of the assertion", null },
        { "jti", "jti of the assertion", null },
        { "jti", "jti of the assertion", "" },
        { "jti", "jti of the assertion", new string('j', 257) },
        { "jti", "of the wrong kind", 7 },
        { "exp", "exp of the assertion is missing", null },
        { "exp", "of the wrong kind", "soon" },
        { "exp", "has expired 600 s ago", -600 },
        { "exp", "it is good for 660 s", 660 },
        { "iat", "iat is 600 s ahead of the hub's clock", 600 },
        { "nbf", "nbf is 600 s ahead of the hub's clock", 600 },
        { "exp", "has expired", 0 },
        { "exp", "has expired", -1 },
        { "exp", "5 minutes at most", 301 },
        { "exp", "5 minutes at most", 3_600 },
        { "iat", "from the future", 31 },
        { "iat", "of the wrong kind", "now" },
        { "nbf", "from the future", 31 },
        { "nbf", "of the wrong kind", "now" },
    };

    [Theory]
    [MemberData(nameof(WrongClaims))]
    public async Task A_claim_that_is_missing_or_wrong_is_named(string claim, string named, object? value)
    {
        var client = await AddAsync();
        var isTime = claim is "exp" or "iat" or "nbf";
        var sent = isTime && value is int seconds ? hub.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds : value;

        var answer = await SendAsync(Make(client, (claim, sent)));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.Status, answer.Error));
        Assert.Contains(named, answer.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_replaced_with_old_and_new_side_by_side_and_what_is_gone_is_refused_within_a_second()
    {
        var newKey = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "new" };
        var (byOld, byNew) = (new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256), new SigningCredentials(newKey, SecurityAlgorithms.EcdsaSha256));
        var client = await AddAsync();

        var before = await SendAsync(Make(client, signing: byNew));
        await ReplaceAsync(client, Key, newKey);
        var both = (await SendAsync(Make(client, signing: byOld)), await SendAsync(Make(client, signing: byNew)));
        await ReplaceAsync(client, newKey);
        var after = (await SendAsync(Make(client, signing: byOld)), await SendAsync(Make(client, signing: byNew)));

        Assert.Equal(HttpStatusCode.Unauthorized, before.Status);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (both.Item1.Status, both.Item2.Status));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (after.Item1.Status, after.Item2.Status));
    }

    [Theory]
    [InlineData("exp", 60)]
    [InlineData("iat", 0)]
    [InlineData("nbf", 0)]
    public async Task A_time_in_a_text_is_no_number(string claim, int seconds)
    {
        var client = await AddAsync();
        var time = hub.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;

        var asText = await SendAsync(Make(client, (claim, time.ToString(CultureInfo.InvariantCulture))));
        var asNumber = await SendAsync(Make(client, (claim, time)));

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (asText.Status, asText.Error));
        Assert.Contains("exp, iat and nbf are numbers", asText.Description, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, asNumber.Status);
    }

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute_and_five_minutes_are_the_most()
    {
        var client = await AddAsync();
        var now = hub.Clock.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client, ("iat", now + 30), ("exp", now + 330)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client, ("iat", now - 200), ("exp", now + 100)))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(Make(client, ("iat", now - 201), ("exp", now + 100)))).Status);
    }

    [Fact]
    public async Task A_foreign_key_an_unknown_kid_and_an_unknown_client_are_answered_alike()
    {
        var client = await AddAsync();
        var withSecret = await hub.AddClientAsync();

        var foreign = await SendAsync(Make(client, signing: new(OtherKey, SecurityAlgorithms.EcdsaSha256)));
        var unknownKid = await SendAsync(Make(client, signing: new(new ECDsaSecurityKey(Key.ECDsa) { KeyId = "three" }, SecurityAlgorithms.EcdsaSha256)));
        var unknownClient = await SendAsync(Make("nobody"));
        var otherMethod = await SendAsync(Make(withSecret.ClientId));

        Assert.All([foreign, unknownKid, unknownClient, otherMethod], answer => Assert.Equal(foreign, answer));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (foreign.Status, foreign.Error));
    }

    [Fact]
    public async Task Twenty_bad_assertions_are_no_guesses_at_a_secret()
    {
        var client = await AddAsync();

        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(Make(client, signing: new(OtherKey, SecurityAlgorithms.EcdsaSha256)))).Status);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Make(client))).Status);
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha384)]
    public async Task Other_algorithms_are_refused(string algorithm)
    {
        var answer = await SendAsync(Make(await AddAsync(), signing: new(RsaKey, algorithm)));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("ES256 or PS256", answer.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsigned_one_one_signed_by_a_shared_key_and_a_changed_one_are_refused()
    {
        var client = await AddAsync();
        var good = Make(client);
        var unsigned = Base64UrlEncoder.Encode("""{"alg":"none"}""") + "." + good.Split('.')[1] + ".";
        var shared = Make(client, signing: new(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)), SecurityAlgorithms.HmacSha256));
        var changed = good[..^2] + (good[^2] == 'A' ? 'B' : 'A') + good[^1];

        foreach (var assertion in new[] { unsigned, shared, changed, "x", "x.y.z", new string('x', 4_000) })
            Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), Parts(await SendAsync(assertion)));
    }

    [Fact]
    public async Task A_token_of_another_kind_is_no_assertion()
    {
        var answer = await SendAsync(Make(await AddAsync(), type: "at+jwt"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("typ", answer.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_way_to_authenticate_is_used_at_a_time_and_the_type_is_told()
    {
        var client = await AddAsync();

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), Parts(await SendAsync(Make(client), ("client_secret", "x"))));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), Parts(await SendAsync(Make(client), ("client_id", "another"))));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), Parts(await SendAsync(Make(client), ("client_assertion_type", "urn:other"))));
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), Parts(await SendAsync(Make(client), ("client_assertion_type", ""))));
    }

    [Fact]
    public async Task A_client_with_a_key_has_no_secret_and_one_for_a_method_uses_that_alone()
    {
        var basic = await AddAsync(new(AuthenticationMethod.SecretBasic));
        var post = await AddAsync(new(AuthenticationMethod.SecretPost));

        Assert.Equal("invalid_client", (await hub.AskAsync(basic)).GetProperty("error").GetString());
        Assert.Contains("client_secret_basic", (await hub.AskAsync(basic)).GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.True((await hub.AskAsync(post)).TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task A_participant_of_FAPI_has_no_secrets_and_no_bearer_tokens()
    {
        var participant = await hub.AddParticipantAsync();
        var secret = await hub.AddClientAsync(participant: participant);
        var key = await AddAsync(new(AuthenticationMethod.PrivateKeyJwt) { Jwks = Jwks }, participant);
        await using (var db = hub.Database.Open())
            await db.Participants.Where(p => p.PublicId == participant).ExecuteUpdateAsync(p => p.SetProperty(x => x.RequiresFapi, true), Cancel);
        hub.Clock.Advance(TimeSpan.FromSeconds(2));

        var bySecret = await hub.AskAsync(secret);
        var byKey = await SendAsync(Make(key.ClientId));
        var (_, refusal) = await hub.Provider.GetRequiredService<ClientAdmin>().AddAsync(participant, "feed.read", Cancel);

        Assert.Contains("may not use a secret", bySecret.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        Assert.Contains("bound to their sender", byKey.Description, StringComparison.Ordinal);
        Assert.Equal("FAPI_FORBIDS_SECRETS", refusal?.Reason);
    }

    private static SigningCredentials Unnamed() => new(new ECDsaSecurityKey(Key.ECDsa), SecurityAlgorithms.EcdsaSha256);

    private static object Public(ECDsaSecurityKey key)
    {
        var point = key.ECDsa.ExportParameters(false).Q;
        return new { kty = "EC", crv = "P-256", x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y), kid = key.KeyId };
    }

    private static object PublicRsa(RsaSecurityKey key)
    {
        var parameters = key.Rsa.ExportParameters(false);
        return new { kty = "RSA", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent), kid = key.KeyId };
    }

    private static (HttpStatusCode, string) Parts((HttpStatusCode Status, string Error, string Description) answer) => (answer.Status, answer.Error);

    private async Task ReplaceAsync(string client, params ECDsaSecurityKey[] keys)
    {
        var jwks = JsonSerializer.Serialize(new { keys = keys.Select(Public) });
        var (_, refusal) = await hub.Provider.GetRequiredService<ClientStanding>().UpdateAsync(client, null, null, new() { Jwks = jwks }, "ticket 9", Cancel);
        Assert.Null(refusal);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<string> AddAsync() => (await AddAsync(new(AuthenticationMethod.PrivateKeyJwt) { Jwks = Jwks })).ClientId;

    private async Task<NewClient> AddAsync(ClientProof proof, Guid? participant = null)
    {
        var (client, refusal) = await hub.Provider.GetRequiredService<ClientAdmin>()
            .AddAsync(participant ?? await hub.AddParticipantAsync(), "catalogue.read", proof, Cancel);
        Assert.Null(refusal);
        return client!;
    }

    /// <summary>An assertion that is good but for the claims given; null leaves one out.</summary>
    private string Make(string client, params (string Name, object? Value)[] claims) => Make(client, null, "JWT", claims);

    private string Make(string client, SigningCredentials? signing = null, string type = "JWT", params (string Name, object? Value)[] claims)
    {
        var now = hub.Clock.GetUtcNow().ToUnixTimeSeconds();
        var all = new Dictionary<string, object>
        {
            ["iss"] = client, ["sub"] = client, ["aud"] = AuthHost.Issuer, ["jti"] = Guid.CreateVersion7().ToString(), ["iat"] = now, ["exp"] = now + 60,
        };
        foreach (var (name, value) in claims)
        {
            all.Remove(name);
            if (value is not null)
                all[name] = value;
        }

        return Handler.CreateToken(JsonSerializer.Serialize(all), signing ?? new(Key, SecurityAlgorithms.EcdsaSha256), new Dictionary<string, object> { ["typ"] = type });
    }

    private async Task<(HttpStatusCode Status, string Error, string Description)> SendAsync(string assertion, params (string Name, string Value)[] more)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_assertion_type"] = ClientAssertion.Type, ["client_assertion"] = assertion,
        };
        foreach (var (name, value) in more)
            form[name] = value;
        var response = await hub.Http.SendAsync(AuthHost.Request([.. form.Select(p => (p.Key, p.Value))]), Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return (
            response.StatusCode,
            answer.TryGetProperty("error", out var error) ? error.GetString()! : "",
            answer.TryGetProperty("error_description", out var description) ? description.GetString()! : "");
    }
}

using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Auth.Bearer;
using Hub.Auth.Issuers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Issuers;

public sealed class ExternalIssuerTests : IAsyncLifetime
{
    private static readonly SecurityKey OtherKey = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "second" };

    private readonly AuthHost _hub = new();
    private readonly OtherIssuer _issuer;

    public ExternalIssuerTests() => _issuer = new(_hub.Clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _issuer.StartAsync(Cancel);

    [Theory]
    [InlineData("client_id")]
    [InlineData("azp")]
    public async Task A_client_of_the_hub_is_let_in_with_a_token_of_the_issuer(string claim)
    {
        var client = await StartAsync("feed.read");

        var result = await _hub.CheckAsync(_issuer.Token(client, claim));

        Assert.Equal(BearerFailure.None, result.Failure);
        Assert.Equal((client, Resources.Grpc), (result.Caller!.ClientId, result.Caller.Audience));
    }

    [Theory]
    [InlineData(SecurityAlgorithms.RsaSsaPssSha256)]
    [InlineData(SecurityAlgorithms.RsaSha256)]
    public async Task RSA_is_taken_of_others(string algorithm)
    {
        var client = await StartAsync("feed.read");
        _issuer.Rotate(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "rsa" });

        Assert.Equal(BearerFailure.None, (await _hub.CheckAsync(_issuer.Token(client, algorithm: algorithm))).Failure);
        Assert.Equal(BearerFailure.Invalid, (await _hub.CheckAsync(_issuer.Token(client, algorithm: SecurityAlgorithms.RsaSha512))).Failure);
    }

    [Fact]
    public async Task A_token_allows_what_both_the_issuer_and_the_hub_grant()
    {
        var client = await StartAsync("feed.read");

        var result = await _hub.CheckAsync(_issuer.Token(client, scope: "feed.read registry.admin openid"));

        Assert.Equal(Hub.Data.Clients.Scopes.FeedRead, result.Caller!.Scopes);
    }

    [Fact]
    public async Task What_the_issuer_did_not_say_is_refused()
    {
        var client = await StartAsync("feed.read");
        var known = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "first" };

        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(client, key: known)));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(client, key: OtherKey)));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(client, issuer: "https://else.test")));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(client, type: "JWT")));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(
            client, key: new SymmetricSecurityKey(new byte[32]) { KeyId = "first" }, algorithm: SecurityAlgorithms.HmacSha256)));
        Assert.Equal(BearerFailure.WrongAudience, await FailureAsync(_issuer.Token(client, audience: AuthHost.Issuer)));
        Assert.Equal(BearerFailure.WrongAudience, await FailureAsync(_issuer.Token(client, audience: AuthHost.Issuer + "/graphql")));
        Assert.Equal(BearerFailure.ClientDisabled, await FailureAsync(_issuer.Token("nobody")));
    }

    [Fact]
    public async Task Tokens_of_the_hub_itself_are_refused()
    {
        await using var before = new AuthHost(_hub.Folder, _hub.Clock);
        await before.StartAsync();
        var client = await before.AddClientAsync("feed.read");
        var token = await before.TokenAsync(client);
        await _hub.StartAsync("Development", ("Hub:Auth:Authority", _issuer.Url));

        Assert.Equal(BearerFailure.Invalid, await FailureAsync(token));
    }

    [Fact]
    public async Task Clocks_may_differ_by_half_a_minute()
    {
        var client = await StartAsync("feed.read");
        var minutes = TimeSpan.FromMinutes(5);
        var token = _issuer.Token(client);

        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client, age: minutes + TimeSpan.FromSeconds(29))));
        Assert.Equal(BearerFailure.Expired, await FailureAsync(_issuer.Token(client, age: minutes + TimeSpan.FromSeconds(30))));
        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client, age: TimeSpan.FromSeconds(-30))));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(client, age: TimeSpan.FromSeconds(-31))));

        Assert.Equal(BearerFailure.None, await FailureAsync(token));
        _hub.Clock.Advance(minutes + TimeSpan.FromSeconds(30));
        Assert.Equal(BearerFailure.Expired, await FailureAsync(token));
    }

    [Theory]
    [InlineData("exp", 60)]
    [InlineData("iat", 0)]
    [InlineData("nbf", 0)]
    public async Task A_time_in_a_text_is_no_number(string claim, int seconds)
    {
        var client = await StartAsync("feed.read");
        var now = _hub.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = _issuer.Url, ["aud"] = AuthHost.Issuer + "/grpc", ["client_id"] = client, ["scope"] = "feed.read", ["jti"] = "one",
            ["iat"] = now, ["nbf"] = now, ["exp"] = now + 60,
        };

        var asNumber = await FailureAsync(_issuer.TokenOf(claims));
        claims[claim] = (now + seconds).ToString(CultureInfo.InvariantCulture);

        Assert.Equal((BearerFailure.None, BearerFailure.Invalid), (asNumber, await FailureAsync(_issuer.TokenOf(claims))));
    }

    [Fact]
    public async Task A_plain_JWT_is_taken_where_the_operator_says_so()
    {
        var client = await StartAsync("feed.read", ("Hub:Auth:AcceptPlainJwt", "true"));

        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client, type: "JWT")));
        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client)));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(_issuer.Token(client, type: "logout+jwt")));
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_found_by_its_first_token()
    {
        var client = await StartAsync("feed.read");
        await _hub.CheckAsync(_issuer.Token(client));
        _issuer.Rotate(OtherKey);
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client)));
        Assert.Equal(2, _issuer.Reads);
    }

    [Fact]
    public async Task A_key_the_issuer_takes_back_ends_its_tokens_when_the_keys_are_read_again()
    {
        var client = await StartAsync("feed.read");
        var (first, old) = (_issuer.Key, _issuer.Token(client));
        await _hub.CheckAsync(old);

        _issuer.Rotate(OtherKey);
        _issuer.TakeBack(first);
        _hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client)));
        Assert.Equal(BearerFailure.Invalid, await FailureAsync(old));
    }

    [Fact]
    public async Task Unknown_keys_make_the_hub_ask_once_a_second_at_most()
    {
        var client = await StartAsync("feed.read");
        await _hub.CheckAsync(_issuer.Token(client));

        for (var i = 0; i < 20; i++)
        {
            await FailureAsync(_issuer.Token(client, key: OtherKey));
            _hub.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(2, _issuer.Reads);
    }

    [Fact]
    public async Task An_issuer_that_is_down_at_the_start_is_waited_for_ever_less_often()
    {
        _issuer.IsDown = true;
        var client = await StartAsync("feed.read");
        var asked = new List<int>();

        for (var second = 0; second < 16; second++)
        {
            Assert.Equal(BearerFailure.IssuerUnreachable, await FailureAsync(_issuer.Token(client)));
            asked.Add(_issuer.Reads);
            _hub.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        _issuer.IsDown = false;
        _hub.Clock.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal([1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4], asked);
        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client)));
    }

    [Fact]
    public async Task An_issuer_that_goes_away_is_trusted_for_a_day()
    {
        var client = await StartAsync("feed.read");
        await _hub.CheckAsync(_issuer.Token(client));
        _issuer.IsDown = true;

        _hub.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(BearerFailure.None, await FailureAsync(_issuer.Token(client)));
        _hub.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(BearerFailure.IssuerUnreachable, await FailureAsync(_issuer.Token(client)));
    }

    [Fact]
    public async Task A_document_of_another_issuer_is_not_believed()
    {
        _issuer.Name = "https://else.test";
        var client = await StartAsync("feed.read");

        Assert.Equal(BearerFailure.IssuerUnreachable, await FailureAsync(_issuer.Token(client, issuer: "https://else.test")));
    }

    [Fact]
    public async Task Whether_tokens_can_be_checked_follows_the_keys_and_not_the_issuer()
    {
        _issuer.IsDown = true;
        await StartAsync("feed.read");
        var check = _hub.Provider.GetRequiredService<IssuerCheck>();

        var atStart = await check.FailureAsync(Cancel);
        _issuer.IsDown = false;
        _hub.Clock.Advance(TimeSpan.FromSeconds(32));
        var reached = await check.FailureAsync(Cancel);
        _issuer.IsDown = true;
        var gone = new List<IssuerFailure?>();
        for (var hour = 0; hour < 23; hour++)
        {
            _hub.Clock.Advance(TimeSpan.FromHours(1));
            gone.Add(await check.FailureAsync(Cancel));
        }

        _hub.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Contains($"The issuer {_issuer.Url} cannot be used: it does not answer", atStart?.Reason, StringComparison.Ordinal);
        Assert.NotNull(atStart?.Cause);
        Assert.Null(reached);
        Assert.All(gone, Assert.Null);
        Assert.NotNull(await check.FailureAsync(Cancel));
    }

    [Fact]
    public async Task An_issuer_of_another_name_or_without_keys_cannot_be_used()
    {
        _issuer.Name = "https://else.test";
        await StartAsync("feed.read");
        var check = _hub.Provider.GetRequiredService<IssuerCheck>();

        var named = await check.FailureAsync(Cancel);
        _issuer.Name = null;
        _issuer.TakeBack(_issuer.Key);
        _hub.Clock.Advance(TimeSpan.FromSeconds(32));

        Assert.Contains("names the issuer 'https://else.test'", named?.Reason, StringComparison.Ordinal);
        Assert.Contains("holds no public key", (await check.FailureAsync(Cancel))?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_the_keys_of_statements_is_left_of_the_hubs_own_issuer()
    {
        await StartAsync("feed.read");

        foreach (var path in (string[])["/connect/token", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"])
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await _hub.Http.GetAsync(path, Cancel)).StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await _hub.Http.GetAsync("/.well-known/jwks.json", Cancel)).StatusCode);
        foreach (var resource in (string[])["/graphql", "/grpc"])
        {
            var told = await _hub.Http.GetFromJsonAsync<JsonElement>("/.well-known/oauth-protected-resource" + resource, Cancel);
            Assert.Equal(_issuer.Url, told.GetProperty("authorization_servers")[0].GetString());
            Assert.Equal(AuthHost.Issuer + resource, told.GetProperty("resource").GetString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private async Task<string> StartAsync(string scopes, params (string Setting, string Value)[] settings)
    {
        await _hub.StartAsync("Development", [("Hub:Auth:Authority", _issuer.Url), .. settings]);
        return (await _hub.AddClientAsync(scopes)).ClientId;
    }

    private async Task<BearerFailure> FailureAsync(string token) => (await _hub.CheckAsync(token)).Failure;
}

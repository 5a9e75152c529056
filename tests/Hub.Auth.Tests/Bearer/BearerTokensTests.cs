using System.Security.Cryptography;
using Hub.Auth.Bearer;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Bearer;

public sealed class BearerTokensTests(AuthHost hub) : IClassFixture<AuthHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_names_its_caller()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client, ("scope", "catalogue.write"));

        var caller = (await hub.CheckAsync(token)).Caller!;

        await using var db = hub.Database.Open();
        var participant = await db.Participants.SingleAsync(p => p.PublicId == client.ParticipantPublicId, Cancel);
        Assert.Equal(
            new Caller(
                client.ClientId,
                participant.Id,
                participant.PublicId,
                Scopes.CatalogueWrite,
                Resources.All,
                hub.Clock.GetUtcNow().AddMinutes(10),
                new JsonWebToken(token).Id) { KeyId = new JsonWebToken(token).Kid },
            caller);
    }

    [Fact]
    public async Task A_token_is_known_again_without_a_check()
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());

        var first = await hub.CheckAsync(token);
        var second = hub.CheckAsync(token);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.Same(first.Caller, (await second).Caller);
    }

    [Fact]
    public async Task A_token_for_one_resource_is_refused_by_the_other()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client, ("resource", AuthHost.Issuer + "/graphql"));

        var here = await hub.CheckAsync(token, Resources.GraphQL);
        var there = await hub.CheckAsync(token, Resources.Grpc);

        Assert.Equal((BearerFailure.None, BearerFailure.WrongAudience), (here.Failure, there.Failure));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_clock_that_jumps_lets_no_token_live_longer_known_or_not(bool isKnown)
    {
        await using var node = new AuthHost();
        await node.InitializeAsync();
        var client = await node.AddClientAsync();
        var token = await node.TokenAsync(client);
        if (isKnown)
            Assert.Equal(BearerFailure.None, (await node.CheckAsync(token)).Failure);

        node.Clock.Jump(TimeSpan.FromHours(1));
        var (ahead, newAhead) = ((await node.CheckAsync(token)).Failure, await node.TokenAsync(client));
        var fresh = (await node.CheckAsync(newAhead)).Failure;
        node.Clock.Jump(TimeSpan.FromHours(-1));
        var (backAgain, fromTheFuture) = ((await node.CheckAsync(token)).Failure, (await node.CheckAsync(newAhead)).Failure);
        node.Clock.Jump(TimeSpan.FromHours(-1));
        var behind = (await node.CheckAsync(token)).Failure;
        var newBehind = (await node.CheckAsync(await node.TokenAsync(client))).Failure;

        Assert.Equal((BearerFailure.Expired, BearerFailure.None), (ahead, fresh));
        Assert.Equal((BearerFailure.None, BearerFailure.Invalid), (backAgain, fromTheFuture));
        Assert.Equal((BearerFailure.Invalid, BearerFailure.None), (behind, newBehind));
    }

    [Fact]
    public async Task A_leap_day_is_a_day_like_others()
    {
        await using var node = new AuthHost();
        await node.InitializeAsync();
        var client = await node.AddClientAsync();
        node.Clock.Jump(new DateTimeOffset(2028, 2, 28, 23, 55, 0, TimeSpan.Zero) - node.Clock.GetUtcNow());
        var token = await node.TokenAsync(client);

        node.Clock.Advance(TimeSpan.FromSeconds(599));
        var onTheLeapDay = (await node.CheckAsync(token)).Failure;
        node.Clock.Advance(TimeSpan.FromSeconds(1));
        var after = (await node.CheckAsync(token)).Failure;

        Assert.Equal((BearerFailure.None, BearerFailure.Expired), (onTheLeapDay, after));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_is_refused_from_its_expiry_on_known_or_not(bool isKnown)
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());
        hub.Clock.Advance(TimeSpan.FromSeconds(599));
        if (isKnown)
            Assert.Equal(BearerFailure.None, (await hub.CheckAsync(token)).Failure);

        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(BearerFailure.Expired, (await hub.CheckAsync(token)).Failure);
    }

    [Fact]
    public async Task A_disabled_client_is_refused_within_a_second()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);
        await hub.CheckAsync(token);
        await using var db = hub.Database.Open();
        await db.Clients.Where(c => c.ClientId == client.ClientId)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Status, ClientStatus.Disabled), Cancel);

        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(BearerFailure.ClientDisabled, (await hub.CheckAsync(token)).Failure);
        Assert.Equal("invalid_client", (await hub.AskAsync(client)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_suspended_participant_is_refused_within_a_second()
    {
        var client = await hub.AddClientAsync();
        var token = await hub.TokenAsync(client);
        await hub.CheckAsync(token);
        await using var db = hub.Database.Open();
        await db.Participants.Where(p => p.PublicId == client.ParticipantPublicId)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ParticipantStatus.Suspended), Cancel);

        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(BearerFailure.ParticipantSuspended, (await hub.CheckAsync(token)).Failure);
        Assert.Equal("invalid_client", (await hub.AskAsync(client)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_scope_taken_away_is_gone_within_a_second()
    {
        var client = await hub.AddClientAsync("catalogue.write catalogue.read");
        var token = await hub.TokenAsync(client);
        await hub.CheckAsync(token);
        await using var db = hub.Database.Open();
        await db.Clients.Where(c => c.ClientId == client.ClientId)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Scopes, Scopes.CatalogueRead), Cancel);

        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Scopes.CatalogueRead, (await hub.CheckAsync(token)).Caller!.Scopes);
    }

    [Theory]
    [InlineData(BearerFailure.Missing)]
    [InlineData(BearerFailure.Missing, "")]
    [InlineData(BearerFailure.Missing, "Basic YTpi")]
    [InlineData(BearerFailure.Missing, "Bearer")]
    [InlineData(BearerFailure.Missing, "Bearertoken")]
    [InlineData(BearerFailure.Malformed, "Bearer ")]
    [InlineData(BearerFailure.Malformed, "Bearer    ")]
    [InlineData(BearerFailure.Malformed, "Bearer a.b.c", "Bearer a.b.c")]
    [InlineData(BearerFailure.Malformed, "Bearer a.b.c, Bearer a.b.c")]
    [InlineData(BearerFailure.Malformed, "Bearer ä.b.c")]
    [InlineData(BearerFailure.Invalid, "Bearer x")]
    [InlineData(BearerFailure.Invalid, "Bearer ..")]
    [InlineData(BearerFailure.Invalid, "Bearer a.b.c")]
    [InlineData(BearerFailure.Invalid, "Bearer a.b.c.d.e")]
    [InlineData(BearerFailure.Invalid, "Bearer e30.e30.")]
    [InlineData(BearerFailure.Invalid, "Bearer bnVsbA.bnVsbA.AA")]
    [InlineData(BearerFailure.Malformed, "Bearer hello world")]
    [InlineData(BearerFailure.Invalid, "Bearer eyJraWQiOm51bGx9.e30.AA")]
    [InlineData(BearerFailure.Invalid, "Bearer eyJraWQiOjF9.e30.AA")]
    [InlineData(BearerFailure.Invalid, "Bearer eyJraWQiOlsxXX0.eyJleHAiOiJ4In0.AA")]
    public async Task A_header_without_a_good_token_is_refused(BearerFailure failure, params string[] headers)
    {
        var result = await hub.Bearer.AuthenticateAsync(new StringValues(headers), Resources.Grpc, Cancel);

        Assert.Equal(new BearerResult(null, failure), result);
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused_unread()
    {
        var result = await hub.CheckAsync(new string('a', 1 << 20));

        Assert.Equal(BearerFailure.Malformed, result.Failure);
    }

    [Fact]
    public async Task Changing_any_character_of_a_token_spoils_it()
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());
        var random = new Random(1);

        for (var i = 0; i < 300; i++)
        {
            // The last character holds four bits of the signature and two that say nothing.
            var at = random.Next(token.Length - 1);
            if (token[at] == '.')
                continue;

            var changed = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            Assert.Null((await hub.CheckAsync(changed)).Caller);
        }
    }

    public static TheoryData<string> Forgeries() =>
        ["alg none", "another type", "no type", "an ID token's type", "another issuer", "another's key", "HMAC with the public key", "no expiry",
            "no client", "no scope", "no jti", "from the future", "another audience"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_token_is_refused(string what)
    {
        var client = await hub.AddClientAsync();

        var result = await hub.CheckAsync(Forge(what, client));

        Assert.Null(result.Caller);
        Assert.Equal(what == "another audience" ? BearerFailure.WrongAudience : BearerFailure.Invalid, result.Failure);
    }

    [Fact]
    public async Task The_forger_can_also_make_a_good_token()
    {
        var client = await hub.AddClientAsync();

        var result = await hub.CheckAsync(Forge("nothing", client));

        Assert.Equal(BearerFailure.None, result.Failure);
    }

    private string Forge(string what, NewClient client)
    {
        var now = hub.Clock.GetUtcNow().UtcDateTime;
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var own = hub.Keys.Current.Signing;
        var publicKey = (JsonWebKey)hub.Keys.Current.Validation[own.Key.KeyId];
        var claims = new Dictionary<string, object>
        {
            ["client_id"] = client.ClientId,
            ["sub"] = client.ClientId,
            ["scope"] = "catalogue.write",
            ["jti"] = "1",
        };
        claims.Remove(what switch { "no client" => "client_id", "no scope" => "scope", "no jti" => "jti", _ => "" });
        var descriptor = new SecurityTokenDescriptor
        {
            TokenType = what switch { "another type" => "dpop+jwt", "an ID token's type" => "JWT", _ => "at+jwt" },
            Issuer = what == "another issuer" ? "https://elsewhere.test" : AuthHost.Issuer,
            Audience = what == "another audience" ? "https://elsewhere.test/grpc" : AuthHost.Issuer + "/grpc",
            NotBefore = what == "from the future" ? now.AddMinutes(1) : null,
            IssuedAt = now,
            Expires = what == "no expiry" ? null : now.AddMinutes(10),
            Claims = claims,
            SigningCredentials = what switch
            {
                "alg none" => null,
                "another's key" => new(new ECDsaSecurityKey(stranger) { KeyId = own.Key.KeyId }, SecurityAlgorithms.EcdsaSha256),
                "HMAC with the public key" => new(
                    new SymmetricSecurityKey(Base64UrlEncoder.DecodeBytes(publicKey.X)) { KeyId = own.Key.KeyId }, SecurityAlgorithms.HmacSha256),
                _ => own,
            },
        };
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        return what == "no type" ? WithoutType(token) : token;
    }

    // Signed anew: the header is part of what is signed.
    private string WithoutType(string token)
    {
        var parts = token.Split('.');
        var head = Base64UrlEncoder.Encode($$"""{"alg":"ES256","kid":"{{hub.Keys.Current.Signing.Key.KeyId}}"}""");
        var key = (ECDsaSecurityKey)hub.Keys.Current.Signing.Key;
        var signature = key.ECDsa.SignData(System.Text.Encoding.ASCII.GetBytes($"{head}.{parts[1]}"), HashAlgorithmName.SHA256);
        return $"{head}.{parts[1]}.{Base64UrlEncoder.Encode(signature)}";
    }
}

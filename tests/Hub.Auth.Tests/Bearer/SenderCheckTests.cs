using Hub.Auth.Bearer;
using Hub.Data.Clients;
using Hub.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Hub.Auth.Tests.Bearer;

public sealed class SenderCheckTests(AuthHost hub) : IClassFixture<AuthHost>, IDisposable
{
    private const string Method = "/hub.catalogue.v1.CatalogueSyncService/Sync";
    private const string GrpcUrl = AuthHost.Issuer + Method;
    private const string GraphQLUrl = AuthHost.Issuer + "/graphql";

    private readonly ProofMaker _maker = ProofMaker.ES256();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bound_token_with_its_proof_is_let_in_at_gRPC()
    {
        var token = await BoundTokenAsync();

        var result = await CallAsync("DPoP " + token, Proof(token));

        Assert.Equal(BearerFailure.None, result.Failure);
        Assert.Equal(_maker.Thumbprint, result.Caller?.Confirmation?.KeyThumbprint);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_bound_token_with_its_proof_is_let_in_at_GraphQL(string method)
    {
        var token = await BoundTokenAsync();

        var result = await CallAsync("dpop " + token, Proof(token, GraphQLUrl, method), Resources.GraphQL, Http(method, "/graphql"));

        Assert.Equal(BearerFailure.None, result.Failure);
    }

    [Fact]
    public async Task A_bound_token_is_no_bearer_token_known_or_not()
    {
        var token = await BoundTokenAsync();

        var first = await CallAsync("Bearer " + token, Proof(token));
        var again = await CallAsync("Bearer " + token);

        Assert.Equal((BearerFailure.Bound, "TOKEN_BOUND"), (first.Failure, first.Reason));
        Assert.Equal((BearerFailure.Bound, (Caller?)null), (again.Failure, again.Caller));
    }

    [Fact]
    public async Task A_bearer_token_is_refused_with_the_scheme_of_DPoP()
    {
        var token = await hub.TokenAsync(await hub.AddClientAsync());

        var result = await CallAsync("DPoP " + token, Proof(token));

        Assert.Equal((BearerFailure.NotBound, "TOKEN_NOT_BOUND"), (result.Failure, result.Reason));
    }

    [Fact]
    public async Task A_token_that_is_not_good_is_refused_as_such_whatever_the_proof()
    {
        var result = await CallAsync("DPoP a.b.c", Proof("a.b.c"));

        Assert.Equal(new BearerResult(null, BearerFailure.Invalid), result);
    }

    [Fact]
    public async Task Who_shows_nothing_beside_a_bound_token_is_refused()
    {
        var token = await BoundTokenAsync();

        var result = await hub.Bearer.AuthenticateAsync("DPoP " + token, Resources.Grpc, Cancel);

        Assert.Equal("DPOP_PROOF_MISSING", result.Reason);
    }

    [Theory]
    [InlineData("none", "DPOP_PROOF_MISSING")]
    [InlineData("two", "DPOP_PROOF_REPEATED")]
    [InlineData("another key", "DPOP_KEY_MISMATCH")]
    [InlineData("another token", "DPOP_TOKEN_MISMATCH")]
    [InlineData("no token", "DPOP_TOKEN_MISMATCH")]
    [InlineData("another method", "DPOP_URL_MISMATCH")]
    [InlineData("the resource's name", "DPOP_URL_MISMATCH")]
    [InlineData("GET", "DPOP_METHOD_MISMATCH")]
    [InlineData("old", "DPOP_TIME_OUT_OF_RANGE")]
    [InlineData("the token endpoint's", "DPOP_URL_MISMATCH")]
    public async Task A_proof_that_does_not_fit_the_call_is_refused(string what, string reason)
    {
        var token = await BoundTokenAsync();
        using var other = ProofMaker.ES256();
        var now = hub.Clock.GetUtcNow();
        StringValues proof = what switch
        {
            "none" => default,
            "two" => new StringValues([Proof(token), Proof(token)]),
            "another key" => other.Make(now, GrpcUrl, token: token),
            "another token" => Proof(token + "x"),
            "no token" => _maker.Make(now, GrpcUrl),
            "another method" => Proof(token, GrpcUrl + "2"),
            "the resource's name" => Proof(token, AuthHost.Issuer + "/grpc"),
            "GET" => Proof(token, method: "GET"),
            "old" => _maker.Make(now.AddMinutes(-2), GrpcUrl, token: token),
            _ => Proof(token, AuthHost.Issuer + "/connect/token"),
        };

        var result = await CallAsync("DPoP " + token, proof);

        Assert.Null(result.Caller);
        Assert.Equal(reason, result.Reason);
    }

    [Fact]
    public async Task A_proof_is_good_for_one_call()
    {
        var token = await BoundTokenAsync();
        var proof = Proof(token);
        await CallAsync("DPoP " + token, proof);

        var result = await CallAsync("DPoP " + token, proof);

        Assert.Equal("DPOP_PROOF_REPLAYED", result.Reason);
    }

    [Fact]
    public async Task Where_nonces_are_required_a_call_is_told_one_and_let_in_with_it()
    {
        await using var strict = new AuthHost(hub.Folder, hub.Clock);
        await strict.StartAsync("Development", ("Hub:Auth:Dpop:RequireNonce", "true"));
        var token = await BoundTokenAsync();
        var (first, second) = (Http("POST", Method), Http("POST", Method));

        var without = await strict.Bearer.AuthenticateAsync("DPoP " + token, Resources.Grpc, first, Proof(token), Cancel);
        var nonce = first.Response.Headers["DPoP-Nonce"].ToString();
        var with = await strict.Bearer.AuthenticateAsync(
            "DPoP " + token, Resources.Grpc, second, _maker.Make(hub.Clock.GetUtcNow(), GrpcUrl, token: token, nonce: nonce), Cancel);

        Assert.Equal(("DPOP_NONCE_REQUIRED", nonce), (without.Reason, without.Nonce));
        Assert.Equal(BearerFailure.None, with.Failure);
        Assert.Equal(nonce, second.Response.Headers["DPoP-Nonce"].ToString());
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public async Task A_jump_of_the_clock_lets_no_token_and_no_proof_live_longer(int seconds)
    {
        var (bearer, bound) = (await hub.TokenAsync(await hub.AddClientAsync()), await BoundTokenAsync());
        var proof = Proof(bound);
        await CallAsync("Bearer " + bearer);

        hub.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var (known, withProof) = (await CallAsync("Bearer " + bearer), await CallAsync("DPoP " + bound, proof));
        hub.Clock.Advance(TimeSpan.FromSeconds(-seconds));

        Assert.Null(known.Caller);
        Assert.Null(withProof.Caller);
        Assert.Equal(BearerFailure.None, (await CallAsync("Bearer " + bearer)).Failure);
    }

    [Fact]
    public async Task A_proof_that_was_used_stays_used_when_the_clock_jumps_and_comes_back()
    {
        var token = await BoundTokenAsync();
        var proof = Proof(token);
        await CallAsync("DPoP " + token, proof);

        hub.Clock.Advance(TimeSpan.FromHours(1));
        var later = await BoundTokenAsync();
        await CallAsync("DPoP " + later, Proof(later));
        hub.Clock.Advance(TimeSpan.FromHours(-1));

        Assert.Equal("DPOP_PROOF_REPLAYED", (await CallAsync("DPoP " + token, proof)).Reason);
    }

    public void Dispose() => _maker.Dispose();

    private static DefaultHttpContext Http(string method, string path)
    {
        var http = new DefaultHttpContext();
        (http.Request.Method, http.Request.Path) = (method, path);
        return http;
    }

    private ValueTask<BearerResult> CallAsync(
        string authorization, StringValues proof = default, Resources resource = Resources.Grpc, HttpContext? http = null) =>
        hub.Bearer.AuthenticateAsync(authorization, resource, http ?? Http("POST", Method), proof, Cancel);

    private string Proof(string token, string url = GrpcUrl, string method = "POST") => _maker.Make(hub.Clock.GetUtcNow(), url, method, token);

    private async Task<string> BoundTokenAsync()
    {
        var client = await hub.AddClientAsync();
        var record = await hub.Provider.GetRequiredService<ClientStore>().FindAsync(client.ClientId, Cancel);
        return hub.TokenIssuer.Issue(record!, record!.Scopes, Resources.All, new(_maker.Thumbprint, null)).AccessToken;
    }
}

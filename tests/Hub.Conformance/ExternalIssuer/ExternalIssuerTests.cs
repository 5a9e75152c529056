using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Rpc;
using Grpc.Core;
using Hub.Feed.V1;
using Hub.Testing;

namespace Hub.Conformance.ExternalIssuer;

/// <summary>The hub with the tokens of an issuer others wrote: the same callers are let in, and the same refused.</summary>
public sealed class ExternalIssuerTests(ExternalHub shared) : IClassFixture<ExternalHub>
{
    private OtherIssuer? _issuer;
    private HubProcess? _hub;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Grpc => _hub!.HttpUrl.ToString() + "grpc";

    private string GraphQL => _hub!.HttpUrl.ToString() + "graphql";

    [Fact]
    public async Task A_token_of_the_issuer_opens_gRPC_and_GraphQL_and_no_more_than_it_says()
    {
        await UseAsync(shared);

        Assert.Equal("OK", await FeedAsync(await _issuer!.TokenAsync("feed.read", Grpc, Cancel)));
        Assert.Equal("OK", await GraphQLAsync(await _issuer.TokenAsync("dashboard.read", GraphQL, Cancel)));
        Assert.Equal("PermissionDenied SCOPE_MISSING", await FeedAsync(await _issuer.TokenAsync("dashboard.read", Grpc, Cancel)));
        Assert.Equal("Forbidden SCOPE_MISSING", await GraphQLAsync(await _issuer.TokenAsync("feed.read", GraphQL, Cancel)));

        // The issuer grants it, the hub does not.
        Assert.Equal("PermissionDenied SCOPE_MISSING", await FeedAsync(await _issuer.TokenAsync("catalogue.write", Grpc, Cancel)));
        Assert.Equal("Unauthenticated TOKEN_WRONG_AUDIENCE", await FeedAsync(await _issuer.TokenAsync("feed.read", GraphQL, Cancel)));
        Assert.Equal("Unauthorized TOKEN_WRONG_AUDIENCE", await GraphQLAsync(await _issuer.TokenAsync("dashboard.read", Grpc, Cancel)));
    }

    [Fact]
    public async Task A_token_that_is_not_quite_one_is_refused()
    {
        await UseAsync(shared);
        var past = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 31;

        async Task<string> CallAsync(object claims, object? header = null, bool forged = false) =>
            await FeedAsync(await _issuer!.MintAsync(new { claims, header = header ?? new { }, forged }, Cancel));

        Assert.Equal("OK", await CallAsync(new { aud = Grpc, scope = "feed.read" }));
        Assert.Equal("Unauthenticated TOKEN_EXPIRED", await CallAsync(new { aud = Grpc, scope = "feed.read", exp = past }));
        Assert.Equal("Unauthenticated TOKEN_INVALID", await CallAsync(new { aud = Grpc, scope = "feed.read" }, forged: true));
        Assert.Equal("Unauthenticated TOKEN_INVALID", await CallAsync(new { aud = Grpc, scope = "feed.read" }, new { typ = "JWT" }));
        Assert.Equal("Unauthenticated TOKEN_INVALID", await CallAsync(new { aud = Grpc, scope = "feed.read" }, new { kid = "ES256-9" }));
        Assert.Equal("Unauthenticated TOKEN_INVALID", await CallAsync(new { aud = Grpc, scope = "feed.read", iss = _hub!.HttpUrl.ToString().TrimEnd('/') }));
        Assert.Equal("Unauthenticated TOKEN_WRONG_AUDIENCE", await CallAsync(new { aud = OtherIssuer.ClientId, scope = "feed.read" }));
        Assert.Equal("Unauthenticated CLIENT_DISABLED", await CallAsync(new { aud = Grpc, scope = "feed.read", client_id = "lain" }));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task A_new_key_of_the_issuer_is_taken_from_its_first_token_on(string algorithm)
    {
        await UseAsync(shared);
        Assert.Equal("OK", await FeedAsync(await _issuer!.TokenAsync("feed.read", Grpc, Cancel)));

        await _issuer.RotateAsync(algorithm, Cancel);
        var token = await _issuer.TokenAsync("feed.read", Grpc, Cancel);

        // Once a second at most the hub looks for keys.
        await UntilAsync(async () => await FeedAsync(token) == "OK");
    }

    [Fact]
    public async Task The_hub_starts_without_its_issuer_and_waits_for_it()
    {
        await using var own = new ExternalHub();
        await UseAsync(own, "--down");
        var token = await _issuer!.MintAsync(new { claims = new { aud = new[] { Grpc, GraphQL }, scope = "feed.read dashboard.read" } }, Cancel);

        Assert.Equal("Unavailable ISSUER_UNREACHABLE", await FeedAsync(token));
        Assert.Equal("ServiceUnavailable ISSUER_UNREACHABLE", await GraphQLAsync(token));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _hub!.Http.GetAsync("/health/ready", Cancel)).StatusCode);

        await _issuer.ComeBackAsync(Cancel);
        await UntilAsync(async () => await FeedAsync(token) == "OK");
        await UntilAsync(async () => (await _hub!.Http.GetAsync("/health/ready", Cancel)).IsSuccessStatusCode);
        Assert.Equal("OK", await GraphQLAsync(token));
    }

    [Fact]
    public async Task The_hub_points_to_its_issuer_and_gives_no_tokens()
    {
        await UseAsync(shared);
        using var challenged = await _hub!.Http.PostAsJsonAsync("/graphql", new { query = "{ __typename }" }, Cancel);
        var challenge = challenged.Headers.WwwAuthenticate.ToString();

        var url = challenge.Split("resource_metadata=\"")[1].Split('"')[0];
        var told = await _hub.Http.GetFromJsonAsync<JsonElement>(url, Cancel);

        Assert.DoesNotContain("HUB_CLIENT_SECRET", _hub.Output, StringComparison.Ordinal);
        Assert.Equal(_issuer!.Url, told.GetProperty("authorization_servers")[0].GetString());
        foreach (var path in (string[])["/connect/token", "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration"])
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await _hub.Http.GetAsync(path, Cancel)).StatusCode));
    }

    private async Task UseAsync(ExternalHub hub, params string[] options) => (_issuer, _hub) = await hub.StartAsync(Cancel, options);

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await isSo())
            await Task.Delay(100, limit.Token);
    }

    private async Task<string> FeedAsync(string token)
    {
        using var channel = _hub!.Channel(token);
        try
        {
            await new ChangeFeedService.ChangeFeedServiceClient(channel).GetFeedStateAsync(new(), cancellationToken: Cancel);
            return "OK";
        }
        catch (RpcException failure)
        {
            var status = Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
            return $"{failure.StatusCode} {status.Details[0].Unpack<ErrorInfo>().Type}";
        }
    }

    private async Task<string> GraphQLAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ participants { totalCount } }" }) };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await _hub!.Http.SendAsync(request, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        return response.IsSuccessStatusCode && answer.TryGetProperty("data", out _)
            ? "OK"
            : $"{response.StatusCode} {answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("reason").GetString()}";
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Hub.Api.Access;
using Hub.Feed.V1;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Access;

/// <summary>What a caller meets who is not let in, whatever is called and however badly.</summary>
public sealed class EndpointsTests(MatrixHub hub) : IClassFixture<MatrixHub>
{
    /// <summary>What is open to everyone: tokens and what is said about them, health, and the page in Development, which asks for a token itself.</summary>
    private static readonly string[] Open = ["/connect/", "/.well-known/", "/health", "/graphiql"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_endpoint_is_guarded_or_known_to_be_open()
    {
        var undecided = hub.Running.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<AccessRule>() is null && e.Metadata.GetMetadata<Grpc.AspNetCore.Server.GrpcMethodMetadata>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => !path.Contains("{unimplementedService}", StringComparison.Ordinal) && !path.Contains("{unimplementedMethod", StringComparison.Ordinal))
            .Where(path => !Array.Exists(Open, open => path.StartsWith(open, StringComparison.Ordinal)));

        Assert.Equal([], undecided);
    }

    [Theory]
    [InlineData("POST", "/graphql", null, HttpStatusCode.Unauthorized, "")]
    [InlineData("GET", "/graphql/schema.graphql", null, HttpStatusCode.Unauthorized, "")]
    [InlineData("POST", "/graphql", "Bearer x", HttpStatusCode.Unauthorized, "invalid_token")]
    [InlineData("POST", "/graphql", "Bearer", HttpStatusCode.Unauthorized, "")]
    [InlineData("POST", "/graphql", "Basic eDp5", HttpStatusCode.Unauthorized, "")]
    [InlineData("POST", "/graphql", "Bearer a b", HttpStatusCode.BadRequest, "invalid_request")]
    public async Task A_refusal_over_HTTP_says_what_is_wanted_and_where_to_learn_more(
        string method, string path, string? authorization, HttpStatusCode status, string error)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await hub.Running.Http.SendAsync(request, Cancel);

        var challenge = response.Headers.WwwAuthenticate.ToString();
        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith("Bearer ", challenge, StringComparison.Ordinal);
        Assert.Equal(error.Length > 0, challenge.Contains($"error=\"{error}\"", StringComparison.Ordinal));
        var metadata = challenge.Split("resource_metadata=\"")[1].Split('"')[0];
        Assert.EndsWith("/.well-known/oauth-protected-resource/graphql", metadata, StringComparison.Ordinal);
        var told = await hub.Running.Http.GetFromJsonAsync<JsonElement>(new Uri(metadata).AbsolutePath, Cancel);
        Assert.EndsWith("/graphql", told.GetProperty("resource").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hub.feed.v1.ChangeFeedService/GetFeedState", null)]
    [InlineData("/hub.feed.v1.ChangeFeedService/GetFeedState", "application/json")]
    [InlineData("/hub.feed.v1.ChangeFeedService/Nothing", null)]
    [InlineData("/", null)]
    public async Task A_request_that_is_no_gRPC_call_learns_nothing_at_the_door_of_gRPC(string path, string? contentType)
    {
        using var client = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hub.Running.GrpcUrl, path))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([]),
        };
        if (contentType is not null)
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);

        using var response = await client.SendAsync(request, Cancel);
        var body = await response.Content.ReadAsStringAsync(Cancel);

        Assert.True(response.StatusCode is HttpStatusCode.UnsupportedMediaType or HttpStatusCode.NotFound or HttpStatusCode.Unauthorized, $"{response.StatusCode}");
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_issuer_the_hub_says_that_it_cannot_tell()
    {
        // Nothing listens on the discard port.
        await using var lonely = await RunningHub.StartAsync(Cancel, "--Hub:Auth:Authority=http://127.0.0.1:9");
        var token = $"{Part("""{"alg":"ES256","kid":"k","typ":"at+jwt"}""")}.{Part("""{"iss":"http://127.0.0.1:9"}""")}.{Part("signature")}";
        using var channel = lonely.Channel(token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };
        request.Headers.Authorization = new("Bearer", token);

        var call = await Assert.ThrowsAsync<RpcException>(async () =>
            await new ChangeFeedService.ChangeFeedServiceClient(channel).GetFeedStateAsync(new(), cancellationToken: Cancel));
        using var response = await lonely.Http.SendAsync(request, Cancel);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);

        var status = Google.Rpc.Status.Parser.ParseFrom(call.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(StatusCode.Unavailable, call.StatusCode);
        Assert.Equal("ISSUER_UNREACHABLE", status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Type);
        Assert.Contains(status.Details, detail => detail.Is(Google.Rpc.RetryInfo.Descriptor));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "2"), (response.StatusCode, response.Headers.RetryAfter!.ToString()));
        Assert.Equal("ISSUER_UNREACHABLE", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("reason").GetString());

        static string Part(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}

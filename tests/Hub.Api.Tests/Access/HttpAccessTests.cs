using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Hub.Api.Tests.Access;

public sealed class HttpAccessTests(AccessHost hub) : IClassFixture<AccessHost>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string ResourceMetadata => $"resource_metadata=\"{hub.Issuer}/.well-known/oauth-protected-resource/graphql\"";

    [Fact]
    public async Task A_dashboard_is_let_in()
    {
        var client = await hub.AddClientAsync("dashboard.read");

        var response = await PostAsync("Bearer " + await hub.TokenAsync(client, "/graphql"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(client.ClientId, await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Without_a_token_the_answer_says_what_is_wanted_and_no_error()
    {
        var response = await PostAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            [$"Bearer realm=\"hub\", {ResourceMetadata}", $"DPoP realm=\"hub\", algs=\"ES256 PS256\", {ResourceMetadata}"],
            response.Headers.WwwAuthenticate.Select(challenge => challenge.ToString()));
        Assert.Equal(("UNAUTHENTICATED", "TOKEN_MISSING"), await CodesAsync(response));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("Bearer x", HttpStatusCode.Unauthorized, "invalid_token", "UNAUTHENTICATED", "TOKEN_INVALID")]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized, null, "UNAUTHENTICATED", "TOKEN_MISSING")]
    [InlineData("Basic YTpi", HttpStatusCode.Unauthorized, null, "UNAUTHENTICATED", "TOKEN_MISSING")]
    [InlineData("Bearer a, Bearer b", HttpStatusCode.BadRequest, "invalid_request", "BAD_REQUEST", "TOKEN_MALFORMED")]
    public async Task A_bad_header_is_refused(string header, HttpStatusCode status, string? error, string code, string reason)
    {
        var response = await PostAsync(header);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(error is not null, response.Headers.WwwAuthenticate.ToString().Contains($"error=\"{error}\"", StringComparison.Ordinal));
        Assert.Equal((code, reason), await CodesAsync(response));
    }

    [Fact]
    public async Task A_token_for_the_other_resource_is_refused()
    {
        var response = await PostAsync("Bearer " + await hub.TokenAsync("dashboard.read", "/grpc"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(("UNAUTHENTICATED", "TOKEN_WRONG_AUDIENCE"), await CodesAsync(response));
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused_by_its_name()
    {
        var response = await PostAsync("Bearer " + await hub.TokenAsync("catalogue.write"));

        var challenge = response.Headers.WwwAuthenticate.ToString();
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("error=\"insufficient_scope\"", challenge, StringComparison.Ordinal);
        Assert.Contains("scope=\"dashboard.read\"", challenge, StringComparison.Ordinal);
        Assert.Equal(("FORBIDDEN", "SCOPE_MISSING"), await CodesAsync(response));
    }

    [Theory]
    [InlineData("application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/json;q=0.9, application/graphql-response+json", "application/graphql-response+json")]
    [InlineData("application/graphql-response+json;q=0", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task The_body_is_of_the_type_that_was_asked_for(string accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        var response = await hub.Http.SendAsync(request, Cancel);

        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
    }

    private async Task<HttpResponseMessage> PostAsync(string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await hub.Http.SendAsync(request, Cancel);
    }

    private static async Task<(string?, string?)> CodesAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var error = Assert.Single(body.GetProperty("errors").EnumerateArray());
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.False(body.TryGetProperty("data", out _));
        return (error.GetProperty("extensions").GetProperty("code").GetString(), error.GetProperty("extensions").GetProperty("reason").GetString());
    }
}

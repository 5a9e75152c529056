using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.GraphQL.Tests.Http;

public sealed class GraphQLEndpointTests : IAsyncLifetime
{
    private const string GraphQLResponse = "application/graphql-response+json";
    private const string Json = "application/json";

    private readonly Seen _seen = new(new Harbour().Engine.Schema);
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(new GraphQLEngine(_seen.Schema, _seen));
        _app = builder.Build();
        _app.MapGraphQL("/graphql", options =>
        {
            options.MaxBodyBytes = 1_000;
            options.Caller = http => http.Request.Headers["caller"].ToString();
        });
        await _app.StartAsync(Cancel);
        _client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(null, Json)]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData(Json, Json)]
    [InlineData(GraphQLResponse, GraphQLResponse)]
    [InlineData("application/json;q=0.5, application/graphql-response+json", GraphQLResponse)]
    [InlineData("application/graphql-response+json, application/json", GraphQLResponse)]
    [InlineData("application/json, application/graphql-response+json", Json)]
    [InlineData("text/html, */*;q=0.1", Json)]
    public async Task The_answer_comes_in_the_media_type_asked_for(string? accept, string expected)
    {
        using var response = await PostAsync("{\"query\":\"{ __typename }\"}", accept);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{expected}; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("{\"data\":{\"ran\":true}}", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    public async Task A_client_that_takes_none_of_ours_is_told(string accept)
    {
        using var response = await PostAsync("{\"query\":\"{ __typename }\"}", accept);

        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("{\"query\":\"{ \"}", 200, 400)]
    [InlineData("{\"query\":\"{ nope }\"}", 200, 400)]
    [InlineData("{\"query\":\"query ($a: ID!) { ship(id: $a) { id } }\"}", 200, 400)]
    [InlineData("{\"query\":\"{ __typename }\",\"operationName\":\"B\"}", 200, 400)]
    [InlineData("{\"query\":\"{ ships(first: 99) { totalCount } }\"}", 200, 400)]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":null,\"operationName\":null,\"extensions\":{}}", 200, 200)]
    [InlineData("{", 400, 400)]
    [InlineData("", 400, 400)]
    [InlineData("[]", 400, 400)]
    [InlineData("1", 400, 400)]
    [InlineData("{}", 400, 400)]
    [InlineData("{\"query\":null}", 400, 400)]
    [InlineData("{\"query\":{}}", 400, 400)]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":[]}", 400, 400)]
    [InlineData("{\"query\":\"{ __typename }\",\"operationName\":1}", 400, 400)]
    [InlineData("{\"query\":\"{ __typename }\",\"extensions\":\"x\"}", 400, 400)]
    [InlineData("{\"query\":\"\\ud800\"}", 400, 400)]
    public async Task The_status_says_what_was_wrong(string body, int underJson, int underGraphQLResponse)
    {
        using var json = await PostAsync(body, Json);
        using var graphQL = await PostAsync(body, GraphQLResponse);

        Assert.Equal((underJson, underGraphQLResponse), ((int)json.StatusCode, (int)graphQL.StatusCode));
        var isRefused = underGraphQLResponse != 200;
        Assert.Equal(isRefused, (await json.Content.ReadAsStringAsync(Cancel)).StartsWith("{\"errors\":[{\"message\":", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/graphql")]
    public async Task A_body_in_another_media_type_is_not_read(string? contentType)
    {
        using var response = await PostAsync("{\"query\":\"{ __typename }\"}", null, contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task A_body_may_say_that_it_is_utf8(string contentType)
    {
        using var response = await PostAsync("{\"query\":\"{ __typename }\"}", null, contentType);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_not_read_to_the_end(bool tellsLength)
    {
        using var content = tellsLength
            ? new StringContent(new string(' ', 2_000), Encoding.UTF8, Json)
            : (HttpContent)new StreamContent(new Unsized(new byte[2_000])) { Headers = { ContentType = new(Json) } };

        using var response = await _client.PostAsync("/graphql", content, Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("1000 bytes", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_may_be_sent_with_get()
    {
        var query = Uri.EscapeDataString("query A($n: Int) { ships(first: $n) { totalCount } } query B { __typename }");

        using var response = await _client.GetAsync($"/graphql?query={query}&operationName=A&variables={Uri.EscapeDataString("{\"n\":1}")}", Cancel);

        Assert.Equal("{\"data\":{\"ran\":true}}", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?query=")]
    [InlineData("?query=%7B__typename%7D&variables=%5B%5D")]
    [InlineData("?query=%7B__typename%7D&variables=%7B")]
    [InlineData("?query=%7B__typename%7D&extensions=1")]
    public async Task A_get_without_the_right_parameters_is_refused(string query)
    {
        using var response = await _client.GetAsync($"/graphql{query}", Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("HEAD")]
    public async Task Other_methods_are_refused_with_those_that_are_not(string method)
    {
        using var request = new HttpRequestMessage(new(method), "/graphql");

        using var response = await _client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("GET, POST", response.Content.Headers.Allow.Count > 0 ? string.Join(", ", response.Content.Headers.Allow) : null);
    }

    [Fact]
    public async Task A_mutation_is_not_taken_by_get()
    {
        var schema = new GraphQL.Types.Schema(
            [Root("Query"), Root("Mutation")], "Query", "Mutation");
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(new GraphQLEngine(schema, _seen));
        await using var app = builder.Build();
        app.MapGraphQL("/graphql");
        await app.StartAsync(Cancel);

        using var get = await app.GetTestClient().GetAsync("/graphql?query=mutation%7B__typename%7D", Cancel);
        using var content = new StringContent("{\"query\":\"mutation { __typename }\"}", Encoding.UTF8, Json);
        using var post = await app.GetTestClient().PostAsync("/graphql", content, Cancel);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal(["POST"], get.Content.Headers.Allow);
        Assert.Contains("\"NOT_A_QUERY\"", await get.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, post.StatusCode);

        using var streamed = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=mutation%7B__typename%7D");
        streamed.Headers.Add("Accept", "text/event-stream");
        using var stream = await app.GetTestClient().SendAsync(streamed, Cancel);

        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/json"), (stream.StatusCode, stream.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["POST"], stream.Content.Headers.Allow);
        Assert.Contains("\"NOT_A_QUERY\"", await stream.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        static GraphQL.Types.ObjectType Root(string name) =>
            new(name, null, [new() { Name = "a", Type = GraphQL.Types.TypeReference.Parse("Int") }]);
    }

    [Fact]
    public async Task A_fault_is_told_with_a_trace_and_nothing_more()
    {
        _seen.Fault = new InvalidOperationException("secret");

        using var response = await PostAsync("{\"query\":\"{ __typename }\"}", Json);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(Cancel);
        Assert.StartsWith("{\"errors\":[{\"message\":\"The server failed. Trace ", body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"INTERNAL\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_learns_who_asks()
    {
        _client.DefaultRequestHeaders.Add("caller", "somebody");

        using var response = await PostAsync("{\"query\":\"{ __typename }\"}", Json);

        Assert.Equal("somebody", _seen.Caller);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? accept, string? contentType = Json)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await _client.SendAsync(request, Cancel);
    }

    /// <summary>Answers every operation alike and remembers who asked.</summary>
    private sealed class Seen(GraphQL.Types.Schema schema) : IPlanExecutor
    {
        public GraphQL.Types.Schema Schema => schema;

        public Exception? Fault { get; set; }

        public object? Caller { get; private set; }

        public ValueTask ExecuteAsync(OperationPlan plan, ExecutionScope scope, ResponseWriter writer, CancellationToken cancel)
        {
            if (Fault is not null)
                throw Fault;
            Caller = scope.Caller;
            writer.Json.Raw("{\"ran\":true}"u8);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A stream that does not tell its length.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

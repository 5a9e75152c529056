using System.Net;
using System.Text;

namespace Hub.GraphQL.Tests.Http;

public sealed class EventStreamTests : IAsyncLifetime
{
    private StreamingApp _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await StreamingApp.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_subscription_is_a_stream_of_next_and_complete_with_ids()
    {
        using var response = await OpenAsync("subscription { ticks { number } }");
        _app.Tick(3);
        _app.Events.Writer.Complete();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            ":\n\nevent: next\nid: 3\ndata: {\"data\":{\"ticks\":{\"number\":3}}}\n\nevent: complete\ndata:\n\n",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_subscription_may_be_asked_for_by_get_where_the_answer_is_a_stream()
    {
        const string url = "/graphql?query=subscription%7Bticks%7Bnumber%7D%7D";
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Add("Accept", "text/event-stream");

        using var response = await _app.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var refused = await _app.Client().GetAsync(url, Cancel);

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task A_query_is_one_next()
    {
        using var response = await OpenAsync("{ shelves { totalCount } }");

        Assert.Equal(
            ":\n\nevent: next\ndata: {\"data\":{\"shelves\":{\"totalCount\":1}}}\n\nevent: complete\ndata:\n\n",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("{ nope }", null)]
    [InlineData("subscription { ticks { number } }", "nonsense")]
    public async Task What_does_not_begin_is_an_answer_in_json(string query, string? lastEventId)
    {
        using var response = await OpenAsync(query, lastEventId);

        Assert.Equal((HttpStatusCode.BadRequest, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("{\"errors\":[", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_id_reaches_the_source()
    {
        using var response = await OpenAsync("subscription { ticks { number } }", "41");

        Assert.Equal("41", _app.Context!.ResumeAfter);
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_lives_and_ends_with_its_token()
    {
        using var response = await OpenAsync("subscription { ticks { number } }", caller: "brief");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        _app.Tick(1);
        while (await reader.ReadLineAsync(Cancel) is not "data: {\"data\":{\"ticks\":{\"number\":1}}}")
        {
        }

        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        var rest = await reader.ReadToEndAsync(Cancel);

        Assert.Contains("\"code\":\"TOKEN_EXPIRED\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("event: complete\ndata:\n\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_stops_ends_streams_without_complete()
    {
        using var response = await OpenAsync("subscription { ticks { number } }");

        var stopping = _app.StopAsync();
        var rest = await response.Content.ReadAsStringAsync(Cancel);
        await stopping;

        Assert.Equal(":\n\n", rest);
    }

    private async Task<HttpResponseMessage> OpenAsync(string query, string? lastEventId = null, string? caller = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent($"{{\"query\":\"{query}\"}}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Accept", "text/event-stream");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        if (caller is not null)
            request.Headers.Add("caller", caller);
        return await _app.Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }
}

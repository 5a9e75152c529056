using System.Net.WebSockets;
using Hub.GraphQL.Http;
using static Hub.GraphQL.Tests.Http.StreamingApp;

namespace Hub.GraphQL.Tests.Http;

public sealed class SocketConnectionTests : IAsyncLifetime
{
    private const string Init = "{\"type\":\"connection_init\"}";
    private const string Subscribe = "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { ticks { number } }\"}}";
    private StreamingApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_subscription_is_answered_event_by_event_and_completed()
    {
        using var socket = await ReadyAsync();

        await SendAsync(socket, Subscribe);
        _app.Tick(7);
        var next = await ReceiveAsync(socket);
        _app.Events.Writer.Complete();

        Assert.Equal("{\"id\":\"1\",\"type\":\"next\",\"payload\":{\"data\":{\"ticks\":{\"number\":7}},\"extensions\":{\"eventId\":\"7\"}}}", next);
        Assert.Equal("{\"id\":\"1\",\"type\":\"complete\"}", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_query_is_answered_once()
    {
        using var socket = await ReadyAsync();

        await SendAsync(socket, "{\"id\":\"q\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ shelves { totalCount } }\"}}");

        Assert.Equal("{\"id\":\"q\",\"type\":\"next\",\"payload\":{\"data\":{\"shelves\":{\"totalCount\":1}}}}", await ReceiveAsync(socket));
        Assert.Equal("{\"id\":\"q\",\"type\":\"complete\"}", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task What_is_refused_is_told_as_errors_and_the_connection_goes_on()
    {
        using var socket = await ReadyAsync();

        await SendAsync(socket, "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"{ nope }\"}}");
        var error = await ReceiveAsync(socket);
        await SendAsync(socket, "{\"type\":\"ping\",\"payload\":{\"a\":1}}");

        Assert.StartsWith("{\"id\":\"1\",\"type\":\"error\",\"payload\":[{\"message\":\"Cannot query field", error, StringComparison.Ordinal);
        Assert.Equal("{\"type\":\"pong\",\"payload\":{\"a\":1}}", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_client_may_complete_and_use_the_id_again()
    {
        using var socket = await ReadyAsync();
        await SendAsync(socket, Subscribe);
        _app.Tick(1);
        await ReceiveAsync(socket);

        await SendAsync(socket, "{\"id\":\"1\",\"type\":\"complete\"}");
        await _app.Left.Task.WaitAsync(TestContext.Current.CancellationToken);
        await SendAsync(socket, Subscribe);
        _app.Tick(2);

        Assert.Contains("\"number\":2", await ReceiveAsync(socket), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4400 The message is not JSON", "{")]
    [InlineData("4400 A message is an object with a \"type\"", "[]")]
    [InlineData("4400 Unknown type of message", "{\"type\":\"start\"}")]
    [InlineData("4401 Unauthorized", Subscribe)]
    public async Task Before_the_acknowledgement_a_wrong_message_closes(string expected, string message)
    {
        using var socket = await _app.OpenAsync();

        await SendAsync(socket, message);

        Assert.Equal(expected, await ReceiveAsync(socket));
    }

    [Theory]
    [InlineData("4429 Too many initialisation requests", Init)]
    [InlineData("4400 \"payload\" of subscribe must be an object", "{\"id\":\"1\",\"type\":\"subscribe\"}")]
    [InlineData("4400 The parameter \"query\" is missing.", "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{}}")]
    [InlineData("4400 \"id\" must be a text of 1 to 200 characters", "{\"type\":\"subscribe\",\"payload\":{\"query\":\"{ __typename }\"}}")]
    public async Task After_the_acknowledgement_a_wrong_message_closes(string expected, string message)
    {
        using var socket = await ReadyAsync();

        await SendAsync(socket, message);

        Assert.Equal(expected, await ReceiveAsync(socket));
    }

    [Fact]
    public async Task An_id_in_use_closes()
    {
        using var socket = await ReadyAsync();

        await SendAsync(socket, Subscribe);
        await SendAsync(socket, Subscribe);

        Assert.Equal("4409 Subscriber for 1 already exists", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Another_protocol_closes()
    {
        await using var app = await StartAsync();
        var client = await Record.ExceptionAsync(() => app.OpenAsync("graphql-ws"));

        // The client library may refuse a server that agrees to no protocol; else the server closes.
        Assert.True(client is null or InvalidOperationException or WebSocketException);
    }

    [Fact]
    public async Task Who_does_not_begin_in_time_is_closed()
    {
        using var socket = await _app.OpenAsync();
        await SendAsync(socket, "{\"type\":\"ping\"}");
        await ReceiveAsync(socket);

        _app.Clock.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("4408 Connection initialisation timeout", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_token_that_expires_closes()
    {
        using var socket = await ReadyAsync("brief");
        await SendAsync(socket, "{\"type\":\"ping\"}");
        await ReceiveAsync(socket);

        _app.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("4401 The access token has expired", await ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_host_that_stops_says_so()
    {
        using var socket = await ReadyAsync();

        var stopping = _app.StopAsync();

        Assert.Equal("1001 The server is stopping; connect again", await ReceiveAsync(socket));
        await stopping;
    }

    [Theory]
    [InlineData("{\"type\":\"connection_init\",\"payload\":{\"token\":\"good\"}}", "{\"type\":\"connection_ack\"}")]
    [InlineData("{\"type\":\"connection_init\",\"payload\":{\"token\":\"small\"}}", "4403 Forbidden")]
    [InlineData("{\"type\":\"connection_init\"}", "4401 Unauthorized")]
    public async Task Without_a_caller_the_first_message_decides(string init, string expected)
    {
        await using var app = await StartAsync(options =>
        {
            options.HasCaller = _ => false;
            options.Connect = (_, payload, _) => ValueTask.FromResult<ConnectionAccess>(payload.ValueKind != System.Text.Json.JsonValueKind.Object
                ? new(null, 4401, "Unauthorized")
                : payload.GetProperty("token").GetString() == "good" ? new("somebody") : new(null, 4403, "Forbidden"));
        });
        using var socket = await app.OpenAsync();

        await SendAsync(socket, init);

        Assert.Equal(expected, await ReceiveAsync(socket));
    }

    private async Task<WebSocket> ReadyAsync(string? caller = null)
    {
        var socket = await _app.OpenAsync(caller: caller);
        await SendAsync(socket, Init);
        Assert.Equal("{\"type\":\"connection_ack\"}", await ReceiveAsync(socket));
        return socket;
    }
}

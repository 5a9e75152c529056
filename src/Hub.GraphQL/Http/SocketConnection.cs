using System.Net.WebSockets;
using System.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Http;

/// <summary>One WebSocket connection of the <c>graphql-transport-ws</c> protocol: its handshake, its messages, its end.</summary>
internal sealed class SocketConnection(
    GraphQLEngine engine, GraphQLHttpOptions options, HttpContext http, ILogger log, CancellationToken stopping)
{
    private const string Protocol = "graphql-transport-ws";

    private object? _caller;
    private bool _isInitialised;
    private bool _isAcknowledged;

    public async Task RunAsync()
    {
        var isOurs = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = isOurs ? Protocol : null,
            KeepAliveInterval = options.KeepAlive,
            KeepAliveTimeout = options.SendTimeout,
        });
        using var messages = new SocketMessages(socket, options, engine.Time, http);
        if (!isOurs)
        {
            await messages.CloseAsync(4406, "Subprotocol not acceptable");
            return;
        }

        try
        {
            await ServeAsync(messages);
        }
        catch (SocketClosedException closed)
        {
            await messages.CloseAsync(closed.Code, closed.Message);
        }
        catch (WebSocketException)
        {
            // The client went without a word.
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The connection was cut.
        }
    }

    private async Task ServeAsync(SocketMessages messages)
    {
        if (options.HasCaller(http))
            _caller = options.Caller(http);
        using (var init = new StreamEnd(engine.Time.GetUtcNow() + options.ConnectionInitTimeout, engine.Time, http.RequestAborted, stopping))
        {
            while (!_isAcknowledged)
            {
                var message = await ReadAsync(messages, init, 4408, "Connection initialisation timeout");
                if (message is null)
                    return;
                using (message)
                    await HandshakeAsync(message.RootElement, messages);
            }
        }

        using var life = new StreamEnd(options.Rules(_caller).ExpiresAt, options.Follow(_caller), engine.Time, http.RequestAborted, stopping);
        await using var operations = new SocketOperations(engine, options, messages, _caller, http, log, life.Token);
        while (await ReadAsync(messages, life, 4401, null) is { } message)
        {
            using (message)
                await TakeAsync(message.RootElement, messages, operations);
        }
    }

    /// <summary>The next message; null when the client has closed.</summary>
    private async Task<JsonDocument?> ReadAsync(SocketMessages messages, StreamEnd end, int expiredCode, string? expiredReason)
    {
        try
        {
            return await messages.ReceiveAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsExpired)
        {
            throw new SocketClosedException(expiredCode, expiredReason ?? end.SocketReason);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new SocketClosedException((int)WebSocketCloseStatus.EndpointUnavailable, "The server is stopping; connect again");
        }
    }

    private async Task HandshakeAsync(JsonElement message, SocketMessages messages)
    {
        switch (TypeOf(message))
        {
            case "connection_init":
                if (_isInitialised)
                    throw new SocketClosedException(4429, "Too many initialisation requests");
                _isInitialised = true;
                if (message.TryGetProperty("payload", out var payload) && payload.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
                    throw Invalid("\"payload\" of connection_init must be an object");
                if (!options.HasCaller(http))
                    await ConnectAsync(payload);
                await messages.SendAsync("{\"type\":\"connection_ack\"}"u8.ToArray());
                _isAcknowledged = true;
                break;
            case "ping":
                await PongAsync(message, messages);
                break;
            case "pong":
                break;
            case "subscribe":
                throw new SocketClosedException(4401, "Unauthorized");
            case "complete":
                break;
            default:
                throw Invalid("Unknown type of message");
        }
    }

    private async Task ConnectAsync(JsonElement payload)
    {
        var access = options.Connect is { } connect
            ? await connect(http, payload, http.RequestAborted)
            : new(null, 4401, "Unauthorized");
        if (access.Caller is null)
            throw new SocketClosedException(access.CloseCode, access.Reason);
        _caller = access.Caller;
    }

    private static async Task TakeAsync(JsonElement message, SocketMessages messages, SocketOperations operations)
    {
        switch (TypeOf(message))
        {
            case "connection_init":
                throw new SocketClosedException(4429, "Too many initialisation requests");
            case "ping":
                await PongAsync(message, messages);
                break;
            case "pong":
                break;
            case "subscribe":
                if (!message.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
                    throw Invalid("\"payload\" of subscribe must be an object");
                var (request, error) = RequestJson.Read(JsonMarshal.GetRawUtf8Value(payload).ToArray());
                await operations.StartAsync(IdOf(message), request ?? throw Invalid(error!.Message));
                break;
            case "complete":
                operations.Stop(IdOf(message));
                break;
            default:
                throw Invalid("Unknown type of message");
        }
    }

    private static Task PongAsync(JsonElement message, SocketMessages messages)
    {
        if (!message.TryGetProperty("payload", out var payload) || payload.ValueKind == JsonValueKind.Null)
            return messages.SendAsync("{\"type\":\"pong\"}"u8.ToArray());
        if (payload.ValueKind != JsonValueKind.Object)
            throw Invalid("\"payload\" of ping must be an object");
        return messages.SendAsync(Encoding.UTF8.GetBytes($"{{\"type\":\"pong\",\"payload\":{payload.GetRawText()}}}"));
    }

    private static string? TypeOf(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : throw Invalid("A message is an object with a \"type\"");

    private static string IdOf(JsonElement message) =>
        message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 and <= 200 } text
            ? text
            : throw Invalid("\"id\" must be a text of 1 to 200 characters");

    private static SocketClosedException Invalid(string reason) => new(4400, reason);
}

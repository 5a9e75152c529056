using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Language;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Http;

/// <summary>The operations that run on one WebSocket, each under the id its client gave it.</summary>
internal sealed class SocketOperations(
    GraphQLEngine engine,
    GraphQLHttpOptions options,
    SocketMessages messages,
    object? caller,
    HttpContext http,
    ILogger log,
    CancellationToken cancel) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.Ordinal);

    /// <summary>Starts an operation; it runs beside the others.</summary>
    public async Task StartAsync(string id, GraphQLRequest request)
    {
        if (_running.ContainsKey(id))
            throw new SocketClosedException(4409, $"Subscriber for {id} already exists");
        if (_running.Count >= options.MaxOperationsPerConnection)
        {
            using var refused = GraphQLResponse.Of(Outcome.Refused, new GraphQLError(
                $"At most {options.MaxOperationsPerConnection} operations run on one connection. Complete one, or open another connection.", [])
            {
                Code = "TOO_MANY_OPERATIONS",
            });
            await SendErrorsAsync(id, refused);
            return;
        }

        var running = new Running(CancellationTokenSource.CreateLinkedTokenSource(cancel));
        _running[id] = running;
        running.Task = Task.Run(() => RunAsync(id, RequestReader.WithRules(request, caller, options.Rules(caller)), running), CancellationToken.None);
    }

    /// <summary>Ends an operation its client does not want any more; nothing of it is sent after that.</summary>
    public void Stop(string id)
    {
        if (_running.TryRemove(id, out var running))
            running.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (id, running) in _running)
        {
            running.Cancel();
            await running.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _running.TryRemove(id, out _);
        }
    }

    private async Task RunAsync(string id, GraphQLRequest request, Running running)
    {
        try
        {
            if (await AnswerAsync(id, request, running) && _running.TryRemove(new(id, running)))
                await SendAsync(id, "complete", null);
        }
        catch (OperationCanceledException) when (running.Token.IsCancellationRequested || http.RequestAborted.IsCancellationRequested)
        {
            // The client completed it, or the connection ends.
        }
        catch (WebSocketException)
        {
            // The connection is gone; its reader sees that too.
        }
        catch (Exception e)
        {
            // The edge: whatever it was, the client hears of it and the log holds the rest.
            var fault = GraphQLEndpoint.Fault(e, http, log);
            using var response = GraphQLResponse.Of(Outcome.Refused, new GraphQLError(fault.Message, []) { Code = fault.Code });
            if (_running.TryRemove(new(id, running)))
                await SendErrorsAsync(id, response);
        }
        finally
        {
            _running.TryRemove(new(id, running));
            running.Dispose();
        }
    }

    /// <returns>False when the client was told errors, which end an operation by themselves.</returns>
    private async Task<bool> AnswerAsync(string id, GraphQLRequest request, Running running)
    {
        var stop = running.Token;
        var (answer, subscription) = await engine.StartAsync(request, stop);
        using (answer)
        {
            if (answer is { Outcome: not Outcome.Executed })
            {
                if (_running.TryRemove(new(id, running)))
                    await SendErrorsAsync(id, answer);
                return false;
            }

            if (answer is not null)
            {
                stop.ThrowIfCancellationRequested();
                await SendAsync(id, "next", answer.Body);
                return true;
            }
        }

        await foreach (var next in subscription!.Answers!.WithCancellation(stop))
        {
            using var response = next.Response;
            if (next.IsLast)
            {
                if (_running.TryRemove(new(id, running)))
                    await SendErrorsAsync(id, response);
                return false;
            }

            stop.ThrowIfCancellationRequested();
            await SendAsync(id, "next", WithId(response.Body, next.Id));
        }

        return true;
    }

    /// <summary>The protocol has no place for the id of an event, so it stands in the answer's extensions.</summary>
    private static ReadOnlyMemory<byte> WithId(ReadOnlyMemory<byte> body, string? id)
    {
        if (id is null)
            return body;
        var json = new JsonBuffer(body.Length + 64);
        json.Raw(body.Span[..^1]);
        json.Raw(",\"extensions\":{\"eventId\":"u8);
        json.Text(id);
        json.Raw("}}"u8);
        var bytes = json.Written.ToArray();
        json.Dispose();
        return bytes;
    }

    private async Task SendErrorsAsync(string id, GraphQLResponse response)
    {
        using var json = JsonDocument.Parse(response.Body);
        var errors = Encoding.UTF8.GetBytes(json.RootElement.GetProperty("errors").GetRawText());
        await SendAsync(id, "error", errors);
    }

    private async Task SendAsync(string id, string type, ReadOnlyMemory<byte>? payload)
    {
        using var json = new JsonBuffer((payload?.Length ?? 0) + 256);
        json.Raw("{\"id\":"u8);
        json.Text(id);
        json.Raw(",\"type\":"u8);
        json.Text(type);
        if (payload is { } bytes)
        {
            json.Raw(",\"payload\":"u8);
            json.Raw(bytes.Span);
        }

        json.Raw((byte)'}');
        await messages.SendAsync(json.WrittenMemory);
    }

    private sealed class Running(CancellationTokenSource stop) : IDisposable
    {
        private bool _isDisposed;

        public CancellationToken Token { get; } = stop.Token;

        public Task Task { get; set; } = Task.CompletedTask;

        /// <summary>Ends the operation, unless it has ended already.</summary>
        public void Cancel()
        {
            lock (stop)
            {
                if (!_isDisposed)
                    stop.Cancel();
            }
        }

        public void Dispose()
        {
            lock (stop)
            {
                _isDisposed = true;
                stop.Dispose();
            }
        }
    }
}

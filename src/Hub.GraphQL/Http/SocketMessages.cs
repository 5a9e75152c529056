using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hub.GraphQL.Http;

/// <summary>The server ends a WebSocket connection with a code and a reason.</summary>
internal sealed class SocketClosedException(int code, string reason) : Exception(reason)
{
    public int Code => code;
}

/// <summary>Messages of one WebSocket: whole texts in, one text at a time out.</summary>
internal sealed class SocketMessages(WebSocket socket, GraphQLHttpOptions options, TimeProvider time, HttpContext http) : IDisposable
{
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);
    private Task<ValueWebSocketReceiveResult>? _receiving;

    /// <inheritdoc />
    public void Dispose() => _sending.Dispose();

    /// <summary>The next message; null when the client closes. A wait that is cancelled leaves the socket usable.</summary>
    /// <exception cref="SocketClosedException">What came is no JSON text, or too large.</exception>
    public async Task<JsonDocument?> ReceiveAsync(CancellationToken cancel)
    {
        while (true)
        {
            // Cancelling a receive would abort the socket, and then no reason could be told.
            _receiving ??= socket.ReceiveAsync(_buffer.GetMemory(2_048), http.RequestAborted).AsTask();
            var received = await _receiving.WaitAsync(cancel);
            _receiving = null;
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync((int)WebSocketCloseStatus.NormalClosure, "");
                return null;
            }

            if (received.MessageType == WebSocketMessageType.Binary)
                throw new SocketClosedException(4400, "Messages are texts");
            _buffer.Advance(received.Count);
            if (_buffer.WrittenCount > options.MaxBodyBytes)
                throw new SocketClosedException((int)WebSocketCloseStatus.MessageTooBig, $"A message has at most {options.MaxBodyBytes} bytes");
            if (!received.EndOfMessage)
                continue;
            try
            {
                return JsonDocument.Parse(_buffer.WrittenSpan.ToArray(), new() { MaxDepth = 64 });
            }
            catch (JsonException)
            {
                throw new SocketClosedException(4400, "The message is not JSON");
            }
            finally
            {
                _buffer.ResetWrittenCount();
            }
        }
    }

    /// <summary>Sends a text. A client that does not read is cut off, so that nothing piles up for it.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        using var patience = new CancellationTokenSource(options.SendTimeout, time);
        await using var cut = patience.Token.UnsafeRegister(static state => ((HttpContext)state!).Abort(), http);
        await _sending.WaitAsync(http.RequestAborted);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, true, http.RequestAborted);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Closes with a code and a reason, if the socket is still open.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        // A reason has at most 123 bytes on the wire.
        var text = Encoding.UTF8.GetByteCount(reason) <= 123 ? reason : string.Concat(reason.Where(char.IsAscii).Take(120));
        using var patience = new CancellationTokenSource(options.SendTimeout, time);
        try
        {
            await _sending.WaitAsync(patience.Token);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync((WebSocketCloseStatus)code, text, patience.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (WebSocketException)
        {
            // The client did not wait for the reason.
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            http.Abort();
        }
    }
}

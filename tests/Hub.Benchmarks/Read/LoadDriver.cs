using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;

namespace Hub.Benchmarks.Read;

/// <summary>Asks over a few connections that stay open, each waiting for its answer before it asks again.</summary>
internal static class LoadDriver
{
    /// <summary>What one round gave.</summary>
    /// <param name="Answers">Answers of the round.</param>
    /// <param name="Seconds">How long it took.</param>
    /// <param name="Bytes">Bytes of the answers, heads included.</param>
    /// <param name="Latencies">Seconds of every answer, in order of length.</param>
    public sealed record Round(long Answers, double Seconds, long Bytes, double[] Latencies)
    {
        public double Percentile(double part) => Latencies.Length == 0 ? double.NaN : Latencies[(int)Math.Min(Latencies.Length - 1, part * Latencies.Length)];
    }

    public static async Task<Round> RunAsync(Uri url, byte[][] requests, int connections, double seconds)
    {
        var clients = new List<Client>();
        try
        {
            for (var i = 0; i < connections; i++)
                clients.Add(await Client.ConnectAsync(url));
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(clients.Select((client, i) => Task.Run(() => client.AskAsync(requests, i * 31, started, seconds))));
            var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return new(
                clients.Sum(c => (long)c.Latencies.Count), took, clients.Sum(c => c.Bytes),
                [.. clients.SelectMany(c => c.Latencies).Order()]);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    /// <summary>One answer, whole, for comparing servers with each other.</summary>
    public static async Task<byte[]> AskOnceAsync(Uri url, byte[] request)
    {
        using var client = await Client.ConnectAsync(url);
        return await client.BodyAsync(request);
    }

    private sealed class Client(Socket socket) : IDisposable
    {
        private byte[] _buffer = new byte[1 << 16];

        public List<double> Latencies { get; } = new(1 << 14);

        public long Bytes { get; private set; }

        public static async Task<Client> ConnectAsync(Uri url)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(url.Host, url.Port);
            return new(socket);
        }

        public async Task AskAsync(byte[][] requests, int first, long started, double seconds)
        {
            for (var i = first; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                Bytes += (await AnswerAsync(requests[i % requests.Length])).End;
                Latencies.Add(Stopwatch.GetElapsedTime(asked).TotalSeconds);
            }
        }

        public async Task<byte[]> BodyAsync(byte[] request)
        {
            var (head, end, isChunked) = await AnswerAsync(request);
            return isChunked ? Unchunk(_buffer.AsSpan(head..end)) : _buffer[head..end];
        }

        public void Dispose() => socket.Dispose();

        private async ValueTask<(int Head, int End, bool IsChunked)> AnswerAsync(byte[] request)
        {
            await socket.SendAsync(request);
            var length = 0;
            while (true)
            {
                if (length == _buffer.Length)
                    Array.Resize(ref _buffer, length * 2);
                var read = await socket.ReceiveAsync(_buffer.AsMemory(length));
                if (read == 0)
                    throw new InvalidOperationException("The server closed the connection.");
                length += read;
                if (IsWhole(_buffer.AsSpan(0, length), out var head, out var isChunked))
                    return (head, length, isChunked);
            }
        }

        private static bool IsWhole(ReadOnlySpan<byte> answer, out int head, out bool isChunked)
        {
            isChunked = false;
            head = answer.IndexOf("\r\n\r\n"u8) + 4;
            if (head < 4)
                return false;
            var headers = answer[..head];
            if (!headers.StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(answer));
            var at = headers.IndexOf("Content-Length: "u8);
            if (at < 0)
                at = headers.IndexOf("content-length: "u8);
            if (at >= 0)
                return Utf8Parser.TryParse(headers[(at + 16)..], out int length, out _) && answer.Length == head + length;
            isChunked = true;
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        private static byte[] Unchunk(ReadOnlySpan<byte> body)
        {
            var whole = new List<byte>();
            while (Utf8Parser.TryParse(body, out int length, out var digits, 'x') && length > 0)
            {
                whole.AddRange(body.Slice(digits + 2, length));
                body = body[(digits + 2 + length + 2)..];
            }

            return [.. whole];
        }
    }
}

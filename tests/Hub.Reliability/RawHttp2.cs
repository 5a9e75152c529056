using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hub.Reliability;

/// <summary>
/// A connection that writes HTTP/2 frames by hand, good ones and others, and notes how the server ends it. Headers are literals without
/// indexing and without Huffman coding (RFC 7541, section 6.2.2), so that nothing of a library stands between an attack and the hub.
/// </summary>
internal sealed class RawHttp2 : IAsyncDisposable
{
    public const byte Data = 0, Headers = 1, Priority = 2, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8, Continuation = 9;
    public const byte EndStream = 1, Acknowledgement = 1, EndHeaders = 4;

    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private readonly Socket _socket;
    private readonly long _opened = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int[] _received = new int[256];
    private Task _reading = Task.CompletedTask;
    private long? _ended;

    private RawHttp2(Socket socket)
    {
        _socket = socket;
    }

    /// <summary>Completes when the server has ended the connection.</summary>
    public Task Closed => _closed.Task;

    /// <summary>How long the connection has lived; stands still once it has ended.</summary>
    public TimeSpan Age => _ended is { } ended ? Stopwatch.GetElapsedTime(_opened, ended) : Stopwatch.GetElapsedTime(_opened);

    /// <summary>Is given each frame that comes: its type, flags, stream and payload. Runs on the reading task.</summary>
    public Action<byte, byte, int, ReadOnlySpan<byte>>? OnFrame { get; set; }

    /// <summary>Frames that were written.</summary>
    public int Sent { get; private set; }

    /// <summary>The error code of the server's GOAWAY; null when it sent none.</summary>
    public uint? GoAwayCode { get; private set; }

    /// <summary>How many frames of a type came.</summary>
    public int Received(byte type) => Volatile.Read(ref _received[type]);

    /// <summary>Connects and sends the preface.</summary>
    /// <param name="url">Where the hub speaks HTTP/2 without TLS.</param>
    /// <param name="cancel">Ends the connecting.</param>
    /// <param name="from">The address to come from; null leaves it to the system.</param>
    /// <param name="window">The window of each stream; null leaves the default.</param>
    /// <param name="plainHeaders">Answers come with their headers spelled out, none by a number of an earlier one.</param>
    public static async Task<RawHttp2> OpenAsync(Uri url, CancellationToken cancel, IPAddress? from = null, uint? window = null, bool plainHeaders = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(url.Host, url.Port, cancel);
        var connection = new RawHttp2(socket);
        byte[] settings = [.. plainHeaders ? Setting(1, 0) : [], .. window is { } size ? Setting(4, size) : []];
        connection._reading = connection.ReadAsync();
        await connection.SendAsync([.. Preface, .. Frame(Settings, 0, 0, settings)], cancel);
        return connection;
    }

    /// <summary>The payload of a WINDOW_UPDATE, or the value of a setting.</summary>
    public static byte[] Number(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    /// <summary>One frame (RFC 9113, section 4.1).</summary>
    public static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8);
        frame[3] = type;
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    /// <summary>The header block of a call.</summary>
    public static byte[] Call(string path, string? token = null)
    {
        var block = new List<byte>();
        Literal(block, ":method", "POST");
        Literal(block, ":scheme", "http");
        Literal(block, ":path", path);
        Literal(block, ":authority", "127.0.0.1");
        Literal(block, "content-type", "application/grpc");
        Literal(block, "te", "trailers");
        if (token is not null)
            Literal(block, "authorization", $"Bearer {token}");
        return [.. block];
    }

    /// <summary>Writes bytes that hold so many frames.</summary>
    /// <returns>False when the server has ended the connection.</returns>
    public async Task<bool> SendAsync(byte[] bytes, CancellationToken cancel, int frames = 1)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length;)
                sent += await _socket.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancel);
            Sent += frames;
            return !Closed.IsCompleted;
        }
        catch (SocketException)
        {
            End();
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private static byte[] Setting(byte id, uint value) => [0, id, .. Number(value)];

    private static void Literal(List<byte> block, string name, string value)
    {
        block.Add(0);
        Text(block, name);
        Text(block, value);
    }

    /// <summary>A string with the length as an integer of 7 bits and more (RFC 7541, section 5.1).</summary>
    private static void Text(List<byte> block, string text)
    {
        var left = text.Length;
        if (left < 127)
        {
            block.Add((byte)left);
        }
        else
        {
            block.Add(127);
            for (left -= 127; left >= 128; left >>= 7)
                block.Add((byte)(left | 128));
            block.Add((byte)left);
        }

        block.AddRange(Encoding.ASCII.GetBytes(text));
    }

    private async Task ReadAsync()
    {
        try
        {
            using var stream = new NetworkStream(_socket, ownsSocket: false);
            using var buffered = new BufferedStream(stream, 64 << 10);
            var header = new byte[9];
            var payload = new byte[64 << 10];
            while (await buffered.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false) == header.Length)
            {
                var length = BinaryPrimitives.ReadInt32BigEndian(header) >>> 8;
                await buffered.ReadExactlyAsync(payload.AsMemory(0, length));
                if (header[3] == GoAway)
                    GoAwayCode = BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(4));
                Interlocked.Increment(ref _received[header[3]]);
                OnFrame?.Invoke(header[3], header[4], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)), payload.AsSpan(0, length));

                // Who answers pings counts as alive, however little it does.
                if (header[3] == Ping && (header[4] & Acknowledgement) == 0)
                    await _socket.SendAsync(Frame(Ping, Acknowledgement, 0, payload.AsSpan(0, length)), SocketFlags.None);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException)
        {
            // Reset, or closed by this side.
        }

        End();
    }

    private void End()
    {
        _ended ??= Stopwatch.GetTimestamp();
        _closed.TrySetResult();
    }
}

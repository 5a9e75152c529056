using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R11: clients that begin and do not go on, or ask and do not read. Each is ended by the hub's patience, not by theirs.</summary>
public sealed class SlowConnectionTests
{
    private const string Method = "/hub.catalogue.v1.CatalogueSyncService/ListSources";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_does_not_go_on_or_does_not_read_is_ended()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read dashboard.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        var call = RawHttp2.Call(Method, token);
        var unended = RawHttp2.Frame(RawHttp2.Headers, 0, 1, call);
        var emptyContinuation = RawHttp2.Frame(RawHttp2.Continuation, 0, 1, []);

        List<Task> slow =
        [
            Http1Async("HTTP/1.1, headers byte by byte", "GET /health/live HTTP/1.1\r\nHost: hub\r\nX-A: ", "a"),
            Http1Async("HTTP/1.1, body byte by byte", "POST /connect/token HTTP/1.1\r\nHost: hub\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9999\r\n\r\na", "a"),
            Http2Async("HTTP/2, headers that do not end", unended),
            Http2Async("HTTP/2, headers that go on with nothing", unended, emptyContinuation),
            Http2Async("HTTP/2, a call without its message", RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, 1, call)),
        ];
        if (Rigs.AreFull)
        {
            await new Upload(hub, partner).RunAsync(token, 20_000, null, Cancel);
            const string query = "{\"query\":\"{ gigs(first: 500) { nodes { id title } } }\"}";
            var ask = $"POST /graphql HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {query.Length}\r\n\r\n{query}";
            slow.Add(Http1Async("HTTP/1.1, 200 answers that are not read", string.Concat(Enumerable.Repeat(ask, 200)), drip: null));
            slow.Add(Http2Async("HTTP/2, 50 answers no window is opened for", [.. Enumerable.Range(0, 50).SelectMany(i => Asked((2 * i) + 1))], window: 0));
        }

        await Task.WhenAll(slow);
        Assert.True((await hub.Http.GetAsync("/health/live", Cancel)).IsSuccessStatusCode);
        Assert.DoesNotContain("failed", hub.Output, StringComparison.OrdinalIgnoreCase);

        byte[] Asked(int stream) =>
            [.. RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, stream, call), .. RawHttp2.Frame(RawHttp2.Data, RawHttp2.EndStream, stream, new byte[5])];

        async Task Http2Async(string name, byte[] first, byte[]? drip = null, uint? window = null)
        {
            await using var connection = await RawHttp2.OpenAsync(hub.GrpcUrl, Cancel, window: window);
            await connection.SendAsync(first, Cancel);
            while (!connection.Closed.IsCompleted && connection.Age < Limit)
            {
                await Task.WhenAny(connection.Closed, Task.Delay(500, Cancel));
                if (drip is not null)
                    await connection.SendAsync(drip, Cancel);
            }

            Tell(name, connection.Closed.IsCompleted, connection.Age);
        }

        async Task Http1Async(string name, string first, string? drip)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
            await socket.ConnectAsync(hub.HttpUrl.Host, hub.HttpUrl.Port, Cancel);
            var started = Stopwatch.GetTimestamp();
            var isOver = false;
            try
            {
                await socket.SendAsync(Encoding.ASCII.GetBytes(first), Cancel);
                while (!isOver && Stopwatch.GetElapsedTime(started) < Limit)
                {
                    await Task.Delay(500, Cancel);

                    // Who drips reads the answer; who does not read learns of the end by a reset.
                    if (drip is not null)
                        await socket.SendAsync(Encoding.ASCII.GetBytes(drip), Cancel);
                    isOver = drip is null
                        ? socket.Poll(TimeSpan.Zero, SelectMode.SelectError)
                        : socket.Available > 0 && await socket.ReceiveAsync(new byte[4_096], Cancel) >= 0;
                }
            }
            catch (SocketException)
            {
                isOver = true;
            }

            Tell(name, isOver, Stopwatch.GetElapsedTime(started));
        }
    }

    private static void Tell(string name, bool isOver, TimeSpan after)
    {
        Assert.True(isOver, $"{name}: still open after {after.TotalSeconds:0} s");
        Rigs.Say($"{name}: ended after {after.TotalSeconds:0.0} s");
    }
}

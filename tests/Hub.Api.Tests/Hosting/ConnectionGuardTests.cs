using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Health.V1;

namespace Hub.Api.Tests.Hosting;

public sealed class ConnectionGuardTests
{
    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_ends_its_connection_and_no_other()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Logging:LogLevel:Default=None");
        using var channel = hub.Channel();
        var health = new Health.HealthClient(channel);
        await health.CheckAsync(new(), cancellationToken: Cancel);

        using var flooder = await ConnectAsync(hub.GrpcUrl);
        await flooder.SendAsync((byte[])[.. Preface, .. Enumerable.Repeat(Settings, 1_000).SelectMany(frame => frame)]);
        await UntilClosedAsync(flooder);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new(), cancellationToken: Cancel)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_address_has_only_so_many_connections(bool overGrpcPort)
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Hub:Limits:MaxConnectionsPerAddress=1", "--Logging:LogLevel:Default=None");
        var url = overGrpcPort ? hub.GrpcUrl : hub.Http.BaseAddress!;

        // Open as soon as it is answered.
        using var first = await ConnectAsync(url);
        await first.SendAsync(overGrpcPort ? [.. Preface, .. Settings] : Encoding.ASCII.GetBytes("GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n"));
        Assert.NotEqual(0, await first.ReceiveAsync(new byte[1], Cancel));
        using var second = await ConnectAsync(url);
        await UntilClosedAsync(second);
    }

    private static async Task<Socket> ConnectAsync(Uri url)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, url.Port, Cancel);
        return socket;
    }

    private static async Task UntilClosedAsync(Socket socket)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[4_096], Cancel) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset, which ends it too.
        }
    }
}

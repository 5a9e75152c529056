using System.Net;
using System.Net.Sockets;

namespace Hub.Conformance.ForeignClients;

/// <summary>Passes a client's connections on to the hub, and cuts the first one after so many bytes from the client.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private long _left;

    public CuttingRelay(Uri target, long cutAfter)
    {
        (_target, _left) = (target, cutAfter);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Address for the client.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>True once a connection was cut.</summary>
    public bool HasCut { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var hub = new TcpClient())
        {
            try
            {
                await hub.ConnectAsync(_target.Host, _target.Port, _stop.Token);
                await Task.WhenAny(CopyAsync(client, hub, isFromClient: true), CopyAsync(hub, client, isFromClient: false));
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                // Either side is gone; disposing both tells the other.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isFromClient)
    {
        var buffer = new byte[4096];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is var read and > 0)
            {
                if (isFromClient && !HasCut && (_left -= read) < 0)
                {
                    HasCut = true;
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // As above.
        }
    }
}

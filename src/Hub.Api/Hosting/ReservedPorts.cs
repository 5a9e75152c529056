using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Hub.Api.Hosting;

/// <summary>
/// Gives an address with port 0 a free port before anything is built on it: the issuer's name and the addresses told to people hold the
/// port. The socket stays bound and is handed to the server, so that nobody else gets the port in between.
/// </summary>
internal sealed class ReservedPorts : IDisposable
{
    private readonly ConcurrentDictionary<int, Socket> _bound = [];

    /// <summary>Binds a free port. One free on both addresses of localhost cannot be reserved, so localhost becomes 127.0.0.1.</summary>
    public ListenUrl Reserve(ListenUrl url)
    {
        var address = url.Address ?? IPAddress.Loopback;
        var socket = Bind(new IPEndPoint(address, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        _bound[port] = socket;
        return url with { Host = url.Address is null ? "127.0.0.1" : url.Host, Port = port };
    }

    /// <summary>The socket for an address: the reserved one where there is one, else a new one.</summary>
    public Socket Take(EndPoint endPoint)
    {
        if (endPoint is IPEndPoint ip)
            return _bound.TryRemove(ip.Port, out var reserved) ? reserved : Bind(ip);
        throw new NotSupportedException($"The hub listens on IP addresses only, not on {endPoint}.");
    }

    /// <summary>Binds an address, to see whether it is free.</summary>
    public static Socket Bind(ListenUrl url) => Bind(new IPEndPoint(url.Address ?? IPAddress.Loopback, url.Port));

    public void Dispose()
    {
        foreach (var socket in _bound.Values)
            socket.Dispose();
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}

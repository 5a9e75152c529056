using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Hub.Api.Hosting;

/// <summary>What stands between a listening port and HTTP: a bound on the connections of an address, and the cut of connections that flood.</summary>
internal sealed class ConnectionGuard(AddressBook addresses, HubOptions options, TimeProvider time, ILogger<ConnectionGuard> log)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly FrameLimits _limits = FrameLimits.For(options.MaxStreamsPerConnection);
    private readonly Lock _gate = new();
    private long? _told;
    private int _untold;

    /// <summary>Bounds connections by address; goes before TLS, so that one that is refused costs no handshake.</summary>
    public void BoundAddresses(ListenOptions listen) => listen.Use(next => async connection =>
    {
        var from = connection.RemoteEndPoint;
        switch (addresses.Enter(from))
        {
            case Admission.TooMany:
                Tell(count => log.AddressFull(Host(from), options.MaxConnectionsPerAddress, HubOptions.MaxConnectionsPerAddressSetting, count));
                return;
            case Admission.KeptOut:
                return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            addresses.Leave(from);
        }
    });

    /// <summary>Counts frames; goes after TLS, where it has settled on a protocol. HTTP/1.1 has no frames.</summary>
    public void CountFrames(ListenOptions listen) => listen.Use(next => async connection =>
    {
        if (connection.Features.Get<ITlsApplicationProtocolFeature>() is { } tls && !tls.ApplicationProtocol.Span.SequenceEqual("h2"u8))
        {
            await next(connection);
            return;
        }

        var transport = connection.Transport;
        var guard = new FrameGuard(connection, new(_limits, time), flood => OnFlood(connection.RemoteEndPoint, flood));
        connection.Transport = guard;
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    private void OnFlood(EndPoint? from, string flood)
    {
        addresses.Cut(from);
        Tell(count => log.FlooderCut(Host(from), flood, count));
    }

    /// <summary>One line a second at most: who floods the hub shall not flood its log.</summary>
    private void Tell(Action<int> tell)
    {
        int count;
        lock (_gate)
        {
            if (_told is { } told && time.GetElapsedTime(told) < Silence)
            {
                _untold++;
                return;
            }

            (count, _untold, _told) = (_untold, 0, time.GetTimestamp());
        }

        tell(count);
    }

    private static string Host(EndPoint? from) => from is IPEndPoint ip ? ip.Address.ToString() : "an unknown address";
}

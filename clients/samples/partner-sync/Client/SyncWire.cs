using Grpc.Core;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>What went over the wire: messages with the five bytes gRPC puts before each.</summary>
/// <param name="Items">Items sent, repeats after a break included.</param>
/// <param name="BytesSent">Bytes to the hub.</param>
/// <param name="BytesReceived">Bytes from the hub.</param>
internal readonly record struct WireCost(long Items, long BytesSent, long BytesReceived)
{
    private const int Prefix = 5;

    /// <summary>With one message more to the hub.</summary>
    public WireCost Send(SyncRequest message) =>
        this with { Items = Items + (message.Items?.Items_.Count ?? 0), BytesSent = BytesSent + Prefix + message.CalculateSize() };

    /// <summary>With one message more from the hub.</summary>
    public WireCost Receive(SyncResponse message) => this with { BytesReceived = BytesReceived + Prefix + message.CalculateSize() };

    /// <summary>Both together.</summary>
    public static WireCost operator +(in WireCost a, in WireCost b) =>
        new(a.Items + b.Items, a.BytesSent + b.BytesSent, a.BytesReceived + b.BytesReceived);
}

/// <summary>One stream to the hub, which counts what goes over it. One side writes while the other reads.</summary>
internal sealed class SyncWire(AsyncDuplexStreamingCall<SyncRequest, SyncResponse> call) : IDisposable
{
    private WireCost _sent;
    private WireCost _received;

    /// <summary>What went over it so far.</summary>
    public WireCost Cost => _sent + _received;

    /// <summary>Writes unless the call is over; then the reading side knows why.</summary>
    public async Task<bool> TryWriteAsync(SyncRequest request, CancellationToken cancel)
    {
        try
        {
            await call.RequestStream.WriteAsync(request, cancel);
            _sent = _sent.Send(request);
            return true;
        }
        catch (Exception exception) when (exception is RpcException or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    /// <summary>Nothing more will be written.</summary>
    public Task CompleteAsync() => call.RequestStream.CompleteAsync();

    /// <summary>The next answer.</summary>
    /// <exception cref="RpcException">The stream ended with a status, or before the hub closed the session.</exception>
    public async Task<SyncResponse> ReadAsync(CancellationToken cancel)
    {
        if (!await call.ResponseStream.MoveNext(cancel))
            throw new RpcException(new(StatusCode.Unavailable, "The stream ended before the hub closed the session."));
        var answer = call.ResponseStream.Current;
        _received = _received.Receive(answer);
        return answer;
    }

    public void Dispose() => call.Dispose();
}

using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// Items as the messages of some streams, encoded beforehand: client and server share two cores, and what a client spends on its own messages
/// is not the server's figure.
/// </summary>
internal sealed class Upload
{
    private static readonly Method<byte[], SyncResponse> Sync = new(
        MethodType.DuplexStreaming, "hub.catalogue.v1.CatalogueSyncService", "Sync", Marshallers.Create(bytes => bytes, bytes => bytes),
        Marshallers.Create(answer => answer.ToByteArray(), SyncResponse.Parser.ParseFrom));

    private readonly (byte[][] Messages, int Items)[] _streams;

    public Upload(IReadOnlyList<Item> items) =>
        _streams = [.. items.Chunk((items.Count + IngestOptions.Streams - 1) / IngestOptions.Streams).Select(part => (Encode(part), part.Length))];

    /// <summary>Sends all streams at once, each to its end.</summary>
    public Task SendAsync(GrpcChannel channel, string source, bool validateOnly = false)
    {
        var open = new SyncRequest { Open = new() { Source = source, Mode = SyncMode.Delta, ValidateOnly = validateOnly } }.ToByteArray();
        
        // What is only checked is never acknowledged.
        return Task.WhenAll(_streams.Select(stream => SendAsync(channel, open, stream.Messages, validateOnly ? 0 : stream.Items)));
    }

    private static byte[][] Encode(Item[] items) =>
        [.. items.Chunk(IngestOptions.PerMessage).Select((batch, i) =>
            new SyncRequest { Items = new() { FirstSequence = (i * IngestOptions.PerMessage) + 1, Items_ = { batch } } }.ToByteArray())];

    private static async Task SendAsync(GrpcChannel channel, byte[] open, byte[][] messages, int items)
    {
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Sync, null, new());
        await call.RequestStream.WriteAsync(open);
        var answers = ReadAsync(call.ResponseStream, items);
        foreach (var message in messages)
            await call.RequestStream.WriteAsync(message);
        await call.RequestStream.CompleteAsync();
        await answers;
    }

    private static async Task ReadAsync(IAsyncStreamReader<SyncResponse> answers, int expected)
    {
        long durable = 0;
        while (await answers.MoveNext(CancellationToken.None))
            durable = answers.Current.Progress?.DurableThrough ?? durable;
        if (durable != expected)
            throw new InvalidOperationException($"{durable} of {expected} items were acknowledged.");
    }
}

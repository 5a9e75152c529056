using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Hub.Api.Feed;

/// <summary>Counts the open streams of every client.</summary>
internal sealed class FeedPlaces(IOptions<FeedOptions> options)
{
    private readonly ConcurrentDictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Streams that are open now.</summary>
    public int Count => _open.Values.Sum();

    /// <summary>Streams a client has open now.</summary>
    public int CountOf(string clientId) => _open.GetValueOrDefault(clientId);

    /// <summary>Takes a place for a stream; dispose of it at its end.</summary>
    public IDisposable Take(string clientId)
    {
        var most = options.Value.StreamsPerClient;
        if (_open.AddOrUpdate(clientId, 1, static (_, count) => count + 1) <= most)
            return new Place(this, clientId);
        Leave(clientId);
        throw FeedFailures.TooManyStreams(most);
    }

    private void Leave(string clientId)
    {
        // Nobody is remembered who has no stream.
        if (_open.AddOrUpdate(clientId, 0, static (_, count) => count - 1) == 0)
            _open.TryRemove(KeyValuePair.Create(clientId, 0));
    }

    private sealed class Place(FeedPlaces places, string clientId) : IDisposable
    {
        public void Dispose() => places.Leave(clientId);
    }
}

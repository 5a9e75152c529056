using System.Collections.Concurrent;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Assertions;

/// <summary>
/// The keys of clients. Those that stand at an address are kept for ten minutes; a key that is not among them is looked for once a minute at most,
/// and while the address does not answer those known before are used, for a day.
/// </summary>
internal sealed class ClientKeySets(JwksFetch fetch, TimeProvider time, ILogger<ClientKeySets> log)
{
    private const int MostAddresses = 1_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastBetween = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly BoundedCache<string, ClientKeySet> _read = new(4 << 20, TimeSpan.FromHours(1), time);

    /// <summary>The keys of a client; none when it has none or they cannot be had.</summary>
    /// <param name="client">The client.</param>
    /// <param name="holds">Whether a set holds what is wanted; if not, the address is asked again.</param>
    /// <param name="cancel">Ends the wait, not a fetch that others wait for too.</param>
    public async ValueTask<ClientKeySet> GetAsync(ClientRecord client, Func<ClientKeySet, bool> holds, CancellationToken cancel)
    {
        if (client.JwksUri is { } address)
            return await FetchedAsync(client.ClientId, address, holds, cancel);
        if (client.Jwks is not { } text)
            return ClientKeySet.Empty;
        if (_read.TryGet(text, out var set))
            return set;

        set = ClientKeySet.Read(text).Set ?? ClientKeySet.Empty;
        _read.Put(text, set, (6 * text.Length) + (set.Keys.Count * 500));
        return set;
    }

    private async ValueTask<ClientKeySet> FetchedAsync(string clientId, string address, Func<ClientKeySet, bool> holds, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (!_known.TryGetValue(address, out var known))
        {
            // Addresses are registered, so there are few; should there be many, those known are let go rather than memory.
            if (_known.Count >= MostAddresses)
                _known.Clear();
            known = _known.GetOrAdd(address, _ => new());
        }

        Task? fetching = null;
        lock (known)
        {
            var isFresh = now - known.FetchedAt < Fresh && holds(known.Set);
            if (known.Fetching is { } others)
                fetching = others;
            else if (!isFresh && now - known.TriedAt >= LeastBetween)
                fetching = known.Fetching = FetchAsync(clientId, address, known);
        }

        if (fetching is not null)
            await fetching.WaitAsync(cancel);
        return now - known.FetchedAt < Stale ? known.Set : ClientKeySet.Empty;
    }

    private async Task FetchAsync(string clientId, string address, Known known)
    {
        await Task.Yield();
        ClientKeySet? set = null;
        try
        {
            (set, var problem) = await fetch.FetchAsync(address, CancellationToken.None);
            if (problem is not null)
                log.ClientKeysNotFetched(clientId, problem);
        }
        finally
        {
            lock (known)
            {
                known.TriedAt = time.GetUtcNow();
                if (set is not null)
                    (known.Set, known.FetchedAt) = (set, known.TriedAt);
                known.Fetching = null;
            }
        }
    }

    private sealed class Known
    {
        public ClientKeySet Set { get; set; } = ClientKeySet.Empty;

        public DateTimeOffset FetchedAt { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset TriedAt { get; set; } = DateTimeOffset.MinValue;

        public Task? Fetching { get; set; }
    }
}

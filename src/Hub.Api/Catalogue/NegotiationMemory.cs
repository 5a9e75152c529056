namespace Hub.Api.Catalogue;

/// <summary>
/// Bounds what all digest negotiations hold: keys, leaves, and the message at hand. Who holds some and waits for more could wait for ever, so what
/// does not fit is refused. One participant gets half at most. Safe for concurrent use.
/// </summary>
/// <param name="most">Bytes of all negotiations.</param>
internal sealed class NegotiationMemory(long most)
{
    /// <summary>When to try again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, long> _held = [];
    private long _out;

    /// <summary>Bytes that are held now.</summary>
    public long Out => Interlocked.Read(ref _out);

    /// <summary>Opens the share of one stream, which holds nothing yet. Dispose of it at the stream's end.</summary>
    public Share Open(long participant) => new(this, participant);

    private bool TryTake(long participant, long bytes)
    {
        lock (_gate)
        {
            var own = _held.GetValueOrDefault(participant) + bytes;
            if (own > most / 2 || _out + bytes > most)
                return false;
            _held[participant] = own;
            _out += bytes;
            return true;
        }
    }

    private void Return(long participant, long bytes)
    {
        lock (_gate)
        {
            _out -= bytes;
            if ((_held[participant] -= bytes) == 0)
                _held.Remove(participant);
        }
    }

    /// <summary>What one stream holds; used by that stream alone.</summary>
    public sealed class Share(NegotiationMemory memory, long participant) : IDisposable
    {
        private long _bytes;

        /// <summary>Takes bytes.</summary>
        /// <exception cref="Grpc.Core.RpcException">There are not as many left.</exception>
        public void Take(long bytes)
        {
            if (bytes == 0)
                return;
            if (!memory.TryTake(participant, bytes))
                throw CatalogueFailures.NegotiationsFull(RetryAfter);
            _bytes += bytes;
        }

        /// <summary>Gives bytes back.</summary>
        public void Return(long bytes)
        {
            if (bytes == 0)
                return;
            _bytes -= bytes;
            memory.Return(participant, bytes);
        }

        /// <summary>Gives all back.</summary>
        public void Dispose() => Return(_bytes);
    }
}

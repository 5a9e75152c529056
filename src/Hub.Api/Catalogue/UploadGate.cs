using Hub.Api.Hosting;

namespace Hub.Api.Catalogue;

/// <summary>
/// How many uploads of one participant run at a time, streams and unary ones together. More are refused, and told when to try again.
/// </summary>
/// <param name="most">Uploads of one participant that may run at a time.</param>
/// <param name="time">Tells how long ago a refusal was.</param>
internal sealed class UploadGate(int most, TimeProvider time)
{
    /// <summary>When to try again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _running = [];
    private readonly Dictionary<long, Refusals> _refused = [];

    /// <summary>What is told to one more than may run.</summary>
    public GrpcFailure Refusal => CatalogueFailures.TooManyUploads(most, RetryAfter);

    /// <summary>How many uploads of a participant run now.</summary>
    public int Running(long participant)
    {
        lock (_gate)
            return _running.GetValueOrDefault(participant);
    }

    /// <summary>True when others than a participant have uploads open.</summary>
    public bool OthersRun(long participant)
    {
        lock (_gate)
            return _running.Count > (_running.ContainsKey(participant) ? 1 : 0);
    }

    /// <summary>True while a participant has as many uploads open as it may.</summary>
    public bool IsFull(long participant) => Running(participant) >= most;

    /// <summary>True for a participant with as many open as it may, that was refused again and again of late instead of waiting.</summary>
    public bool IsHasty(long participant)
    {
        lock (_gate)
        {
            return _running.GetValueOrDefault(participant) >= most && _refused.TryGetValue(participant, out var refused) && refused.Count > most
                && time.GetElapsedTime(refused.Since) < RetryAfter;
        }
    }

    /// <summary>Lets an upload in until what is returned is disposed of.</summary>
    /// <exception cref="Grpc.Core.RpcException">As many run as may.</exception>
    public IDisposable Enter(long participant)
    {
        lock (_gate)
        {
            var running = _running.GetValueOrDefault(participant);
            if (running < most)
            {
                _running[participant] = running + 1;
                return new Pass(this, participant);
            }

            var now = time.GetTimestamp();
            var refused = _refused.GetValueOrDefault(participant);
            _refused[participant] = refused.Count > 0 && time.GetElapsedTime(refused.Since, now) < RetryAfter
                ? refused with { Count = refused.Count + 1 }
                : new(1, now);
        }

        throw Refusal.ToException();
    }

    private void Leave(long participant)
    {
        lock (_gate)
        {
            if (--_running[participant] > 0)
                return;
            _running.Remove(participant);
            _refused.Remove(participant);
        }
    }

    /// <param name="Count">Refusals since.</param>
    /// <param name="Since">When the first of them was.</param>
    private readonly record struct Refusals(int Count, long Since);

    private sealed class Pass(UploadGate gate, long participant) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!Interlocked.Exchange(ref _isOver, true))
                gate.Leave(participant);
        }
    }
}

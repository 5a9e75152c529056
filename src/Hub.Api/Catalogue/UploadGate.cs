namespace Hub.Api.Catalogue;

/// <summary>
/// How many uploads of one participant run at a time, streams and unary ones together. More are refused, and told when to try again. Who is refused
/// again and again within that time has not waited, so the hub does: its refusals come late, and a loop of them costs little.
/// </summary>
/// <param name="most">Uploads of one participant that may run at a time.</param>
/// <param name="mostWaiting">Calls of all participants that may wait for their refusal; more are refused at once.</param>
/// <param name="time">Tells how long ago a refusal was.</param>
internal sealed class UploadGate(int most, int mostWaiting, TimeProvider time)
{
    /// <summary>When to try again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _running = [];
    private readonly Dictionary<long, Refusals> _refused = [];
    private int _waiting;

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

    /// <summary>Lets an upload in until what is returned is disposed of.</summary>
    /// <param name="participant">Whose it is.</param>
    /// <param name="letGo">Lets go of what the call holds before it waits for its refusal; else thousands of them would outlive the collector's first looks.</param>
    /// <param name="cancel">Ends the wait for a refusal.</param>
    /// <exception cref="Grpc.Core.RpcException">As many run as may.</exception>
    public async ValueTask<IDisposable> EnterAsync(long participant, Action? letGo, CancellationToken cancel)
    {
        if (TryEnter(participant, out var isHasty))
            return new Pass(this, participant);
        if (isHasty)
        {
            letGo?.Invoke();
            try
            {
                // Apart from each other, or they would all come back in one moment.
                await Task.Delay(RetryAfter * (1 + Random.Shared.NextDouble()), time, cancel);
            }
            finally
            {
                lock (_gate)
                    _waiting--;
            }
        }

        throw CatalogueFailures.TooManyUploads(most, RetryAfter);
    }

    private bool TryEnter(long participant, out bool isHasty)
    {
        isHasty = false;
        lock (_gate)
        {
            var running = _running.GetValueOrDefault(participant);
            if (running < most)
            {
                _running[participant] = running + 1;
                return true;
            }

            var now = time.GetTimestamp();
            var refused = _refused.GetValueOrDefault(participant);
            refused = refused.Count > 0 && time.GetElapsedTime(refused.Since, now) < RetryAfter ? refused with { Count = refused.Count + 1 } : new(1, now);
            _refused[participant] = refused;
            isHasty = refused.Count > most && _waiting < mostWaiting;
            _waiting += isHasty ? 1 : 0;
            return false;
        }
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

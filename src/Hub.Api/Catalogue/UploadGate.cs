namespace Hub.Api.Catalogue;

/// <summary>How many uploads of one participant run at a time, streams and unary ones together. More are refused, and told when to try again.</summary>
internal sealed class UploadGate(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _running = [];

    /// <summary>Lets an upload in until what is returned is disposed of.</summary>
    /// <exception cref="Grpc.Core.RpcException">As many run as may.</exception>
    public IDisposable Enter(long participant)
    {
        lock (_gate)
        {
            var running = _running.GetValueOrDefault(participant);
            if (running >= most)
                throw CatalogueFailures.TooManyUploads(most);
            _running[participant] = running + 1;
        }

        return new Pass(this, participant);
    }

    private void Leave(long participant)
    {
        lock (_gate)
        {
            if (--_running[participant] == 0)
                _running.Remove(participant);
        }
    }

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

using System.Runtime.CompilerServices;

namespace Hub.Api.Hosting;

/// <summary>
/// Which services take calls. Whoever finds a reason that they cannot says so by name (<c>storage</c>) and takes it back when it is
/// gone; a service serves while no reason stands against it. Safe for concurrent use.
/// </summary>
internal sealed class ServingStatus
{
    /// <summary>Stands for the server as a whole.</summary>
    public const string WholeServer = "";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<string>> _reasons = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _stopped;

    /// <summary>Knows the whole server and these services, all of them serving.</summary>
    public ServingStatus(IEnumerable<string> services)
    {
        foreach (var service in services.Prepend(WholeServer))
            _reasons[service] = new(StringComparer.Ordinal);
    }

    /// <summary>True while the server as a whole takes calls.</summary>
    public bool IsServing => Of(WholeServer) == true;

    /// <summary>Raises a reason against these services and the whole server; without services, against all.</summary>
    public void Fail(string reason, params IEnumerable<string> services) => Change(services, reasons => reasons.Add(reason));

    /// <summary>Takes a reason back from these services and the whole server; without services, from all.</summary>
    public void Recover(string reason, params IEnumerable<string> services) => Change(services, reasons => reasons.Remove(reason));

    /// <summary>Stops every service for good and ends every watch once it has told so.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Announce();
        }
    }

    /// <summary>True when the service takes calls, false when not; null when the server does not have it.</summary>
    public bool? Of(string service)
    {
        lock (_gate)
            return Find(service);
    }

    /// <summary>Every service with whether it takes calls.</summary>
    public IReadOnlyDictionary<string, bool> All()
    {
        lock (_gate)
            return _reasons.ToDictionary(entry => entry.Key, entry => !_stopped && entry.Value.Count == 0);
    }

    /// <summary>The status of a service now and whenever it changes, as <see cref="Of"/> tells it; ends with <see cref="Stop"/>.</summary>
    public async IAsyncEnumerable<bool?> WatchAsync(string service, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var (told, last) = (false, (bool?)null); ; told = true)
        {
            var (now, stopped, changed) = Look(service);
            if (!told || now != last)
                yield return now;
            if (stopped)
                yield break;

            last = now;
            await changed.WaitAsync(cancel);
        }
    }

    private (bool? Now, bool Stopped, Task Changed) Look(string service)
    {
        lock (_gate)
            return (Find(service), _stopped, _changed.Task);
    }

    private bool? Find(string service) =>
        _reasons.TryGetValue(service, out var reasons) ? !_stopped && reasons.Count == 0 : null;

    private void Change(IEnumerable<string> services, Func<HashSet<string>, bool> change)
    {
        lock (_gate)
        {
            string[] named = [.. services];
            var changed = false;
            foreach (var service in named.Length == 0 ? [.. _reasons.Keys] : named.Prepend(WholeServer))
                changed |= change(_reasons[service]);

            if (changed)
                Announce();
        }
    }

    private void Announce()
    {
        _changed.SetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

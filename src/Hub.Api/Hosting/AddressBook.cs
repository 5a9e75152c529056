using System.Net;
using Hub.Auth.Limits;

namespace Hub.Api.Hosting;

/// <summary>
/// Who is connected from where: bounds the connections of one address, and keeps an address whose connections were cut again and again out
/// for a while. An IPv6 address counts with its /64, which is what one machine is given.
/// </summary>
internal sealed class AddressBook(int most, TimeProvider time)
{
    /// <summary>Connections cut within <see cref="Memory"/> after which the address is kept out.</summary>
    public const int Patience = 3;

    /// <summary>How long a cut is remembered, and how long an address is kept out.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<Origin, Entry> _entries = [];
    private long _swept = time.GetTimestamp();

    /// <summary>Addresses that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>Lets a connection in; each that is let in must <see cref="Leave"/>.</summary>
    public Admission Enter(EndPoint? from)
    {
        var key = Key(from);
        var now = time.GetTimestamp();
        lock (_gate)
        {
            Sweep(now);
            var entry = _entries.GetValueOrDefault(key);
            if (entry.Cuts >= Patience && time.GetElapsedTime(entry.CutAt, now) < Memory)
                return Admission.KeptOut;
            if (entry.Open >= most)
                return Admission.TooMany;
            _entries[key] = entry with { Open = entry.Open + 1 };
            return Admission.In;
        }
    }

    public void Leave(EndPoint? from)
    {
        var key = Key(from);
        lock (_gate)
        {
            var entry = _entries[key];
            if (entry is { Open: 1, Cuts: 0 })
                _entries.Remove(key);
            else
                _entries[key] = entry with { Open = entry.Open - 1 };
        }
    }

    /// <summary>A connection of the address was cut.</summary>
    public void Cut(EndPoint? from)
    {
        var key = Key(from);
        var now = time.GetTimestamp();
        lock (_gate)
        {
            var entry = _entries.GetValueOrDefault(key);
            var isFresh = entry.Cuts > 0 && time.GetElapsedTime(entry.CutAt, now) < Memory;
            _entries[key] = entry with { Cuts = isFresh ? entry.Cuts + 1 : 1, CutAt = now };
        }
    }

    /// <summary>Forgets old cuts, now and then.</summary>
    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_swept, now) < Memory)
            return;
        _swept = now;
        foreach (var (key, entry) in _entries)
        {
            if (entry.Cuts == 0 || time.GetElapsedTime(entry.CutAt, now) < Memory)
                continue;
            if (entry.Open == 0)
                _entries.Remove(key);
            else
                _entries[key] = entry with { Cuts = 0 };
        }
    }

    private static Origin Key(EndPoint? from) => from is IPEndPoint { Address: var address } ? Origin.Of(address) : default;

    private readonly record struct Entry(int Open, int Cuts, long CutAt);
}

/// <summary>Whether a connection is let in.</summary>
internal enum Admission
{
    In,
    TooMany,
    KeptOut,
}

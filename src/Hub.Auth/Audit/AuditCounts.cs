namespace Hub.Auth.Audit;

/// <summary>
/// Counts alike events of a minute. It never waits and never grows beyond its bounds: what is one too many is counted with others, without
/// its client and address.
/// </summary>
internal sealed class AuditCounts
{
    /// <summary>Different refusals in a minute that are told apart. All of them, every minute, are some 40 MB a day.</summary>
    public const int MostRefusals = 100;

    /// <summary>Clients whose tokens are told apart.</summary>
    public const int MostIssues = 10_000;

    // Minutes that could not be written are kept, up to here.
    private const int MostKept = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(DateTimeOffset Minute, AuditEvent Event), Tally> _tallies = [];
    private readonly Dictionary<(DateTimeOffset Minute, bool IsIssue), int> _kinds = [];

    public void Add(AuditEvent entry, DateTimeOffset now, string? tokenId = null)
    {
        var minute = MinuteOf(now);
        lock (_lock)
        {
            if (!_tallies.TryGetValue((minute, entry), out var tally))
                tally = Begin(minute, entry);
            tally.Count++;
            tally.First ??= tokenId;
            tally.Last = tokenId;
        }
    }

    /// <summary>Takes out what was counted in minutes that are over by now, as entries.</summary>
    public IReadOnlyList<(AuditEvent Entry, DateTimeOffset At)> Take(DateTimeOffset now)
    {
        lock (_lock)
        {
            var over = _tallies.Where(tally => tally.Key.Minute < MinuteOf(now)).OrderBy(tally => tally.Key.Minute).ToList();
            foreach (var (key, _) in over)
                _tallies.Remove(key);
            foreach (var kind in _kinds.Keys.Where(kind => kind.Minute < MinuteOf(now)).ToList())
                _kinds.Remove(kind);
            return
            [
                .. over.Select(tally => (
                    tally.Key.Event with { Count = tally.Value.Count, FirstTokenId = tally.Value.First, LastTokenId = tally.Value.Last },
                    tally.Key.Minute)),
            ];
        }
    }

    private Tally Begin(DateTimeOffset minute, AuditEvent entry)
    {
        var isIssue = entry.Name == AuditEvents.TokensIssued;
        var kinds = _kinds.GetValueOrDefault((minute, isIssue));
        if (kinds < (isIssue ? MostIssues : MostRefusals) && _tallies.Count < MostKept)
        {
            _kinds[(minute, isIssue)] = kinds + 1;
            return _tallies[(minute, entry)] = new();
        }

        var others = new AuditEvent(entry.Name) { By = AuditEvents.ByHub, Reason = entry.Reason, Detail = "OTHERS" };
        if (!_tallies.TryGetValue((minute, others), out var tally))
            _tallies[(minute, others)] = tally = new();
        return tally;
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset instant) =>
        instant == DateTimeOffset.MaxValue ? instant : new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private sealed class Tally
    {
        public long Count { get; set; }

        public string? First { get; set; }

        public string? Last { get; set; }
    }
}

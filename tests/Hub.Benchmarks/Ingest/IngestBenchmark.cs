using System.Diagnostics;
using System.Globalization;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// What it costs to make offers durable: the hub over gRPC beside two peers that skip the network. New rows, changed rows and equal rows,
/// the peers in turn within each repeat, medians of the counted repeats.
/// </summary>
internal static class IngestBenchmark
{
    private static readonly string[] Passes = ["insert", "changed", "unchanged"];

    public static async Task<int> RunAsync(IngestOptions options)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Base:N0} rows first, then {options.Items:N0} items a pass, {options.Repeats} repeats after a warm-up; FULL, answer after commit"));
        Peer[] peers = options.HubOnly ? [new HubPeer()] : [new HubPeer(), new EfPeer(), new SqlitePeer(), .. Peers()];
        try
        {
            var basis = ItemFactory.Gigs(0, options.Base, 1);
            foreach (var peer in peers)
            {
                await peer.PrepareAsync(basis);
                await peer.SettleAsync();
            }

            var rates = peers.ToDictionary(p => p, _ => Passes.ToDictionary(p => p, _ => new List<double>()));
            for (var repeat = 0; repeat <= options.Repeats; repeat++)
                await RunOnceAsync(options, peers, repeat, rates);

            var expected = options.Base + ((long)options.Items * (options.Repeats + 1));
            foreach (var peer in peers)
            {
                if (await peer.CountAsync() is var count && count != expected)
                    throw new InvalidOperationException($"{peer.Name} holds {count} rows instead of {expected}.");
            }

            Report(peers, rates);
            await ((HubPeer)peers[0]).SayLatencyAsync(options, Median(rates[peers[0]]["insert"]));
            return 0;
        }
        finally
        {
            foreach (var peer in peers)
                await peer.DisposeAsync();
        }
    }

    /// <summary>Peers that need what may not be installed.</summary>
    private static IEnumerable<Peer> Peers()
    {
        if (FloorPeer.Build() is { } floor)
            yield return floor;
        if (NodePeer.Find() is { } node)
            yield return node;
    }

    private static async Task RunOnceAsync(
        IngestOptions options, Peer[] peers, int repeat, Dictionary<Peer, Dictionary<string, List<double>>> rates)
    {
        var first = options.Base + (repeat * options.Items);
        foreach (var pass in Passes)
        {
            var items = pass == "insert" ? ItemFactory.Gigs(first, options.Items, 1) : ItemFactory.Gigs(first, options.Items, 2);
            foreach (var peer in peers)
            {
                peer.Ready(items);
                GC.Collect();
                var started = Stopwatch.GetTimestamp();
                await peer.WriteAsync(items);
                if (repeat > 0)
                    rates[peer][pass].Add(items.Length / Stopwatch.GetElapsedTime(started).TotalSeconds);
                await peer.SettleAsync();
            }
        }
    }

    private static void Report(Peer[] peers, Dictionary<Peer, Dictionary<string, List<double>>> rates)
    {
        Console.WriteLine($"{"items per second, median (min-max)",-62} {"insert",26} {"changed",26} {"unchanged",26}");
        foreach (var peer in peers)
            Console.WriteLine($"{peer.Name,-62} {string.Join(' ', Passes.Select(p => Spread(rates[peer][p]).PadLeft(26)))}");
        foreach (var peer in peers.Skip(1))
        {
            var ratios = Passes.Select(p => (Median(rates[peers[0]][p]) / Median(rates[peer][p])).ToString("0.00", CultureInfo.InvariantCulture));
            Console.WriteLine($"{"hub ÷ " + peer.Name,-62} {string.Join(' ', ratios.Select(r => r.PadLeft(26)))}");
        }
    }

    private static string Spread(List<double> rates) => string.Create(
        CultureInfo.InvariantCulture, $"{Median(rates):N0} ({rates.Min():N0}-{rates.Max():N0})");

    private static double Median(List<double> rates) => rates.Order().ElementAt(rates.Count / 2);
}

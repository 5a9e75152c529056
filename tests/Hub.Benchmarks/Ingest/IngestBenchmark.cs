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
            $"{options.Base:N0} rows first, then {options.Items:N0} items a pass, {options.Repeats} repeats after {options.WarmUps} to warm up; FULL, answer after commit"));
        Peer[] peers = [.. options.Peers.Split(',').Select(PeerOf).OfType<Peer>()];
        try
        {
            var basis = ItemFactory.Gigs(0, options.Base, 1);
            foreach (var peer in peers)
            {
                await peer.PrepareAsync(basis);
                await peer.SettleAsync();
            }

            var measured = peers.ToDictionary(p => p, _ => Passes.ToDictionary(p => p, _ => new Measured()));
            for (var repeat = 0; repeat < options.WarmUps + options.Repeats; repeat++)
            {
                await RunOnceAsync(options, peers, repeat, measured);
                await Console.Error.WriteLineAsync($"repeat {repeat + 1} of {options.WarmUps + options.Repeats} is done");
            }

            var expected = options.Base + ((long)options.Items * (options.WarmUps + options.Repeats));
            foreach (var peer in peers)
            {
                if (await peer.CountAsync() is var count && count != expected)
                    throw new InvalidOperationException($"{peer.Name} holds {count} rows instead of {expected}.");
            }

            Report(peers, measured);
            if (peers[0] is HubPeer hub)
                await hub.SayLatencyAsync(options, Median(measured[hub]["insert"].Rates));
            return 0;
        }
        finally
        {
            foreach (var peer in peers)
                await peer.DisposeAsync();
        }
    }

    /// <summary>A peer by its short name; null where what it needs is not installed.</summary>
    private static Peer? PeerOf(string name) => name switch
    {
        "hub" => new HubPeer(),
        "writer" => new WriterPeer(),
        "ef" => new EfPeer(),
        "upsert" => new SqlitePeer(),
        "floor" => FloorPeer.Build(),
        "node" => ServerPeer.Node(),
        "cpp" => ServerPeer.Cpp("message", "C++ over gRPC, one transaction a message", 5992),
        "cpp-group" => ServerPeer.Cpp("group", "C++ over gRPC with the hub's group commit", 5993),
        _ => throw new ArgumentException($"There is no peer {name}."),
    };

    private static async Task RunOnceAsync(
        IngestOptions options, Peer[] peers, int repeat, Dictionary<Peer, Dictionary<string, Measured>> measured)
    {
        var first = options.Base + (repeat * options.Items);
        foreach (var pass in Passes)
        {
            var items = pass == "insert" ? ItemFactory.Gigs(first, options.Items, 1) : ItemFactory.Gigs(first, options.Items, 2);
            foreach (var peer in peers)
            {
                peer.Ready(items);
                GC.Collect();
                var before = ProcessorTime.Of(peer.ProcessId);
                var started = Stopwatch.GetTimestamp();
                await peer.WriteAsync(items);
                var elapsed = Stopwatch.GetElapsedTime(started);
                if (repeat >= options.WarmUps)
                    measured[peer][pass].Add(items.Length, elapsed, ProcessorTime.Of(peer.ProcessId) - before);
                await peer.SettleAsync();
            }
        }
    }

    private static void Report(Peer[] peers, Dictionary<Peer, Dictionary<string, Measured>> measured)
    {
        SayRow("items per second, median (min-max)", pass => pass);
        foreach (var peer in peers)
            SayRow(peer.Name, pass => Spread(measured[peer][pass].Rates, "N0"));
        foreach (var peer in peers.Skip(1))
            SayRow($"{(peers[0] is HubPeer ? "hub" : "first")} ÷ {peer.Name}", pass => Number(Median(measured[peers[0]][pass].Rates) / Median(measured[peer][pass].Rates), "0.00"));

        SayRow("processor time an item in µs, median (min-max)", pass => pass);
        foreach (var peer in peers)
            SayRow(peer.Name, pass => Spread(measured[peer][pass].Processor, "0.0"));
        foreach (var peer in peers.Where(peer => peer is HubPeer or WriterPeer))
            SayRow("writer's thread: " + peer.Name, pass => Spread(measured[peer][pass].Writer, "0.0"));
    }

    private static void SayRow(string name, Func<string, string> value) =>
        Console.WriteLine($"{name,-62} {string.Join(' ', Passes.Select(pass => value(pass).PadLeft(26)))}");

    private static string Spread(List<double> values, string format) =>
        $"{Number(Median(values), format)} ({Number(values.Min(), format)}-{Number(values.Max(), format)})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>What the repeats of one pass of one peer gave.</summary>
    private sealed class Measured
    {
        public List<double> Rates { get; } = [];

        /// <summary>Microseconds an item.</summary>
        public List<double> Processor { get; } = [];

        /// <summary>Of them, those of the hub's writer.</summary>
        public List<double> Writer { get; } = [];

        public void Add(int items, TimeSpan elapsed, ProcessorTime cost)
        {
            Rates.Add(items / elapsed.TotalSeconds);
            Processor.Add(cost.All * 1e6 / items);
            Writer.Add(cost.Writer * 1e6 / items);
        }
    }
}

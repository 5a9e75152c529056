using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Hub.Benchmarks.Read;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Benchmarks.Ingest;

/// <summary>A server as one would write it on Node.js (<c>Peers/ingest.js</c>): one transaction a message. Left out where Node.js or its packages are missing.</summary>
internal sealed class NodePeer : Peer
{
    private const int Port = 5990;
    private readonly TemporaryFolder _folder = new();
    private readonly string _node;
    private Process _process = null!;
    private GrpcChannel _channel = null!;
    private Upload _upload = null!;

    private NodePeer(string node) => _node = node;

    public override string Name => "Node.js over gRPC, one transaction a message";

    public override int ProcessId => _process.Id;

    public static NodePeer? Find()
    {
        if (NodePeers.Node() is not { } node || !Directory.Exists(Path.Combine(NodePeers.Folder, "node_modules/@grpc/grpc-js")))
        {
            Console.WriteLine("the peer on Node.js is left out: install Node.js, then run `npm install` in tests/Hub.Benchmarks/Peers");
            return null;
        }

        return new(node);
    }

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        var start = new ProcessStartInfo(_node, ["ingest.js", Path.Combine(Repository.Root, "proto"), Port.ToString(CultureInfo.InvariantCulture), Path.Combine(_folder.Path, "offers.db")])
        {
            WorkingDirectory = NodePeers.Folder,
            RedirectStandardOutput = true,
            Environment = { ["NODE_ENV"] = "production" },
        };
        _process = Process.Start(start)!;
        if (await _process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException("The peer on Node.js did not start.");
        _channel = GrpcChannel.ForAddress(new UriBuilder("http", "127.0.0.1", Port).Uri);
        Ready(items);
        await WriteAsync(items);
    }

    public override void Ready(IReadOnlyList<Item> items) => _upload = new(items);

    public override Task WriteAsync(IReadOnlyList<Item> items) => _upload.SendAsync(_channel, "source");

    public override async Task<long> CountAsync() =>
        (await new CatalogueSyncService.CatalogueSyncServiceClient(_channel).GetSessionAsync(new())).Session.DurableThrough;

    public override async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Dispose();
    }
}

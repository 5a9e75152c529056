using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Benchmarks.Ingest;

/// <summary>A catalogue server in another language, in a process of its own, that says <c>ready</c> once it listens.</summary>
/// <param name="name">What it is, in a few words.</param>
/// <param name="port">Where it listens.</param>
/// <param name="start">How it is started on a database file.</param>
internal sealed class ServerPeer(string name, int port, Func<string, ProcessStartInfo> start) : Peer
{
    private readonly TemporaryFolder _folder = new();
    private Process _process = null!;
    private GrpcChannel _channel = null!;
    private Upload _upload = null!;

    public override string Name => name;

    public override int ProcessId => _process.Id;

    /// <summary>The server on Node.js (<c>Peers/ingest.js</c>), one transaction a message; null where Node.js or its packages are missing.</summary>
    public static ServerPeer? Node()
    {
        const int port = 5990;
        if (Read.NodePeers.Node() is not { } node || !Directory.Exists(Path.Combine(Read.NodePeers.Folder, "node_modules/@grpc/grpc-js")))
        {
            Console.WriteLine("the peer on Node.js is left out: install Node.js, then run `npm install` in tests/Hub.Benchmarks/Peers");
            return null;
        }

        return new("Node.js over gRPC, one transaction a message", port, file => new(node, ["ingest.js", Path.Combine(Repository.Root, "proto"), Text(port), file])
        {
            WorkingDirectory = Read.NodePeers.Folder,
            Environment = { ["NODE_ENV"] = "production" },
        });
    }

    /// <summary>The server in C++ (<c>Peers/ingest.cpp</c>); null where it cannot be built.</summary>
    /// <param name="way">How it makes items durable; its last argument.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="port">Where it listens.</param>
    public static ServerPeer? Cpp(string way, string name, int port) =>
        CppBuild.Program() is { } program ? new(name, port, file => new(program, [Text(port), file, way])) : null;

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        await StartAsync();
        Ready(items);
        await WriteAsync(items);
    }

    /// <summary>Starts the server and connects to it.</summary>
    public async Task<GrpcChannel> StartAsync()
    {
        var info = start(Path.Combine(_folder.Path, "offers.db"));
        info.RedirectStandardOutput = true;
        _process = Process.Start(info)!;
        if (await _process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException($"This peer did not start: {name}.");
        _channel = GrpcChannel.ForAddress(new UriBuilder("http", "127.0.0.1", port).Uri);
        return _channel;
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

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

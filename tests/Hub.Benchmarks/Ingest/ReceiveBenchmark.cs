using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Benchmarks.Read;
using Hub.Catalogue.V1;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// What it costs to receive items without storing them: a bare server on the generated messages, the same in C++, and the hub when it only checks, with
/// its token, rules, content hash and a decision for each item.
/// </summary>
internal static class ReceiveBenchmark
{
    private const int Items = 100_000;
    private const int WarmUps = 5;
    private const int Repeats = 5;
    private const int Port = 5991;

    public static async Task<int> RunAsync()
    {
        var upload = new Upload(ItemFactory.Gigs(0, Items, 1));
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        foreach (var argument in (string[])[typeof(ReceiveBenchmark).Assembly.Location, "receive-server"])
            start.ArgumentList.Add(argument);
        using var server = Process.Start(start)!;
        try
        {
            using var bare = GrpcChannel.ForAddress(new UriBuilder("http", "127.0.0.1", Port).Uri);
            await bare.ConnectAsync();
            using var folder = new TemporaryFolder();
            await using var hub = await HubProcess.StartAsync(folder.Path, CancellationToken.None);
            var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write", CancellationToken.None);
            using var channel = hub.Channel(await hub.TokenAsync(partner, CancellationToken.None));
            await using var cpp = ServerPeer.Cpp("none", "C++", 5994);
            using var cppChannel = cpp is null ? null : await cpp.StartAsync();
            var (bareCosts, hubCosts, cppCosts) = (new List<double>(), new List<double>(), new List<double>());
            for (var repeat = 0; repeat < WarmUps + Repeats; repeat++)
            {
                var bareCost = await CostAsync(server.Id, () => upload.SendAsync(bare, "source"));
                var hubCost = await CostAsync(hub.Id, () => upload.SendAsync(channel, partner.SourceId, validateOnly: true));
                var cppCost = cpp is null ? 0 : await CostAsync(cpp.ProcessId, () => upload.SendAsync(cppChannel!, "source"));
                if (repeat < WarmUps)
                    continue;
                cppCosts.Add(cppCost);
                bareCosts.Add(bareCost);
                hubCosts.Add(hubCost);
            }

            Bar.AtMost($"server's processor time to receive an item, {IngestOptions.PerMessage} a message", Median(bareCosts), 2.5, "us");
            if (cpp is not null)
                Bar.AtLeast("the same of a synchronous server in C++, divided by it", Median(cppCosts) / Median(bareCosts), 0.7);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the hub, which also checks, hashes and decides: {Median(hubCosts):0.00} us"));
            return 0;
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>The server alone: it answers each message and keeps nothing.</summary>
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(Port, port => port.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        var app = builder.Build();
        app.MapGrpcService<Receiver>();
        await app.RunAsync();
        return 0;
    }

    private static async Task<double> CostAsync(int process, Func<Task> send)
    {
        var before = ProcessorTime.Of(process);
        await send();
        return (ProcessorTime.Of(process) - before).All * 1e6 / Items;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class Receiver : CatalogueSyncService.CatalogueSyncServiceBase
    {
        public override async Task Sync(IAsyncStreamReader<SyncRequest> requestStream, IServerStreamWriter<SyncResponse> responseStream, ServerCallContext context)
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                if (requestStream.Current.Items is { } items)
                    await responseStream.WriteAsync(new() { Progress = new() { DurableThrough = items.FirstSequence + items.Items_.Count - 1 } });
            }
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R11: connections that keep the hub busy with anything but calls. They are cut, and another client hardly notices.</summary>
public sealed class HostileConnectionTests
{
    private const string Method = "/hub.catalogue.v1.CatalogueSyncService/ListSources";
    private const string Stream = "/hub.catalogue.v1.CatalogueSyncService/Sync";
    private const int AtOnce = 100;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_of_frames_is_cut_and_others_are_served()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        using var channel = hub.Channel(token);
        var client = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        var time = TimeSpan.FromSeconds(Rigs.Times(1, 10));
        await P99Async(client, TimeSpan.FromSeconds(2));

        // Each comes from an address of its own, as attackers do; only Linux has all of 127.0.0.0/8.
        var host = 1;
        foreach (var (name, next) in Floods(token))
        {
            host++;
            using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var cuts = new List<(TimeSpan Age, int Frames)>();
            var before = await P99Async(client, time);
            var attacking = Task.Run(() => AttackAsync(hub.GrpcUrl, OperatingSystem.IsLinux() ? new([127, 0, 0, (byte)host]) : null, next, cuts, over.Token), Cancel);
            var during = await P99Async(client, time);
            await over.CancelAsync();
            await attacking;

            // Within a second on an idle machine; a busy one may take its time to run either side.
            Assert.NotEmpty(cuts);
            Assert.All(cuts, cut => Assert.True(cut.Age < TimeSpan.FromSeconds(20), $"{name}: cut after {cut.Age}"));
            Rigs.Say($"{name}: {cuts.Count} connections cut or refused, each within {cuts.Max(cut => cut.Age).TotalMilliseconds:0} ms and {cuts.Max(cut => cut.Frames)} frames; another client's p99 {before:0.0} -> {during:0.0} ms");
        }
    }

    /// <summary>Floods, and comes back each time it is cut, until the hub does not let it in.</summary>
    private static async Task AttackAsync(
        Uri url, IPAddress? from, Func<int, (byte[] Bytes, int Frames)> next, List<(TimeSpan, int)> cuts, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await using var attacker = await RawHttp2.OpenAsync(url, over, from);
                for (var turn = 0; ; turn++)
                {
                    var (bytes, frames) = next(turn);
                    if (!await attacker.SendAsync(bytes, over, frames))
                        break;
                }

                cuts.Add((attacker.Age, attacker.Sent));
                await Task.Delay(20, over);
            }
            catch (SocketException)
            {
                // Refused while it connected.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static IEnumerable<(string Name, Func<int, (byte[] Bytes, int Frames)> Next)> Floods(string token)
    {
        var call = RawHttp2.Call(Method, token);
        yield return Same("PING", RawHttp2.Frame(RawHttp2.Ping, 0, 0, new byte[8]));
        yield return Same("SETTINGS", RawHttp2.Frame(RawHttp2.Settings, 0, 0, [0, 3, 0, 0, 0, 100]));
        yield return Same("WINDOW_UPDATE", RawHttp2.Frame(RawHttp2.WindowUpdate, 0, 0, [0, 0, 0, 1]));
        yield return Same("PRIORITY", RawHttp2.Frame(RawHttp2.Priority, 0, 1, [0, 0, 0, 0, 1]));
        yield return Same("unknown frames", RawHttp2.Frame(0x42, 0, 0, [1, 2, 3]));
        yield return Same("CONTINUATION", RawHttp2.Frame(RawHttp2.Continuation, 0, 1, []), RawHttp2.Frame(RawHttp2.Headers, 0, 1, call));
        yield return Same(
            "empty DATA", RawHttp2.Frame(RawHttp2.Data, 0, 1, []), RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Call(Stream, token)));

        // CVE-2023-44487: calls taken back as soon as they are made.
        yield return Calls("rapid reset", stream => RawHttp2.Frame(RawHttp2.Reset, 0, stream, [0, 0, 0, 8]));

        // CVE-2025-8671: a window too large makes the hub take them back.
        yield return Calls("made-you-reset", stream => RawHttp2.Frame(RawHttp2.WindowUpdate, 0, stream, [0x7F, 0xFF, 0xFF, 0xFF]));

        (string, Func<int, (byte[], int)>) Calls(string name, Func<int, byte[]> end) => (name, turn =>
            (Many(i => ((turn * AtOnce) + i) * 2 is var before ? [.. RawHttp2.Frame(RawHttp2.Headers, RawHttp2.EndHeaders, before + 1, call), .. end(before + 1)] : []), 2 * AtOnce));
    }

    private static (string Name, Func<int, (byte[] Bytes, int Frames)> Next) Same(string name, byte[] frame, byte[]? first = null)
    {
        var many = Many(_ => frame);
        return (name, turn => turn == 0 && first is not null ? (first, 1) : (many, AtOnce));
    }

    private static byte[] Many(Func<int, byte[]> frame) => [.. Enumerable.Range(0, AtOnce).SelectMany(frame)];

    /// <summary>The 99th percentile of calls one after the other, in milliseconds. Each must be answered.</summary>
    private static async Task<double> P99Async(CatalogueSyncService.CatalogueSyncServiceClient client, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var took = new List<double>();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var call = Stopwatch.GetTimestamp();
            await client.ListSourcesAsync(new(), cancellationToken: Cancel);
            took.Add(Stopwatch.GetElapsedTime(call).TotalMilliseconds);
        }

        took.Sort();
        return took[took.Count * 99 / 100];
    }
}

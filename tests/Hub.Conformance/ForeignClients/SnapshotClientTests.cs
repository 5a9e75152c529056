using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using Hub.Registry.V1;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance.ForeignClients;

/// <summary>The samples for Node.js and Python: digests, a snapshot by digest, and how they go on after a break.</summary>
public sealed partial class SnapshotClientTests(HubFixture fixture) : IDisposable
{
    private const int Count = 600;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The samples.</summary>
    public static TheoryData<string> Clients => new("node", "python");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Digests_are_those_of_the_contract(string client)
    {
        Require(client);
        foreach (var (items, digest) in DigestVectors.Catalogues)
        {
            var run = await RunAsync(client, new(), "digest", Write(items));

            Assert.True(run.Code == 0, string.Join('\n', run.Lines));
            Assert.Equal(digest, run.Lines[^1]);
            foreach (var item in items)
            {
                var vector = DigestVectors.Items.Single(v => (v.Item.ExternalId, v.Item.Revision) == (item.ExternalId, item.Revision));
                Assert.Contains($"{item.ExternalId}\t{item.Revision}\t{vector.Node}\t{vector.Leaf}\t{vector.Digest}", run.Lines);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_snapshot_costs_what_changed_and_its_verdicts_are_printed(string client)
    {
        Require(client);
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        var environment = EnvironmentOf(hub, partner);
        var items = Items();
        string[] push = ["push", Write(items), "--source", partner.SourceId];

        var first = await RunAsync(client, environment, push);
        var same = await RunAsync(client, environment, push);
        items[7] = Course("8", 2, "");
        items[8] = new() { ExternalId = "9", Revision = 2, Tombstone = new() };
        items.RemoveAt(9);
        Write(items);
        var changed = await RunAsync(client, environment, push);

        AssertEnded(first, "COMMITTED, applied 600, created 600", Count);
        AssertEnded(same, "UNCHANGED", 0);
        AssertEnded(changed, "COMMITTED, applied 2, rejected 1, withdrawn 2", 2);
        Assert.Contains(changed.Lines, line => line.StartsWith("REJECTED | TITLE_MISSING | 8 | course.title | ", StringComparison.Ordinal));
        using var csharp = new PartnerClient(hub, partner);
        var counted = await csharp.PushAsync(new() { Source = partner.SourceId, Mode = SyncMode.Snapshot, ByDigest = true }, items, new(), Cancel);
        Assert.Equal(CloseOutcome.Unchanged, counted.Closed.Outcome);
        var stored = await csharp.GetItemAsync("1", Cancel);
        Assert.Equal(items[0].Course.ToString(), stored.Published.Course.ToString());
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_broken_connection_is_opened_again_and_goes_on(string client)
    {
        Require(client);
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        await using var relay = new CuttingRelay(hub.GrpcUrl, cutAfter: 1_500_000);
        var environment = EnvironmentOf(hub, partner);
        environment["HUB_GRPC"] = relay.Address;

        var pushed = await RunAsync(client, environment, "push", Write(Items(text: 4_000)), "--source", partner.SourceId, "--batch", "20");

        Assert.True(relay.HasCut);
        Assert.Contains(pushed.Lines, line => line.StartsWith("again in ", StringComparison.Ordinal));
        AssertEnded(pushed, "COMMITTED, applied 600, created 600", null);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "items.jsonl.session.json")));
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_session_of_an_earlier_run_goes_on_with_what_the_hub_lacks(string client)
    {
        Require(client);
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        var items = Items();
        var file = Write(items);
        var session = Guid.CreateVersion7().ToString();
        using (var csharp = new PartnerClient(hub, partner))
        {
            var options = new PushOptions { Source = partner.SourceId, Mode = SyncMode.Snapshot, SessionId = session, BatchSize = 50 };
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            await Assert.ThrowsAnyAsync<Exception>(() => csharp.PushAsync(options, Half(items, stop.Token), new Stopping(stop), stop.Token));
        }

        await File.WriteAllTextAsync(
            file + ".session.json",
            JsonSerializer.Serialize(new { session, source = partner.SourceId, digest = Convert.ToHexStringLower(OwnCatalogue.Read(items).SourceDigest().Span) }),
            Cancel);
        var pushed = await RunAsync(client, EnvironmentOf(hub, partner), "push", file, "--source", partner.SourceId);

        AssertEnded(pushed, "COMMITTED, applied 600, created 600", Count / 2);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task What_cannot_be_sent_is_told_with_its_line_and_a_refused_client_ends_with_3(string client)
    {
        Require(client);
        var (hub, partner) = await fixture.AddSourceAsync(OfferKind.Course, Cancel);
        var broken = Path.Combine(_folder.Path, "broken.jsonl");
        await File.WriteAllTextAsync(broken, """
            {"externalId":"a","revision":"1","course":{"title":"Las"}}
            {"externalId":"b","revision":"1","course":{"titel":"Las"}}
            """, Cancel);

        var line = await RunAsync(client, EnvironmentOf(hub, partner), "push", broken, "--source", partner.SourceId);
        var refused = await RunAsync(
            client, EnvironmentOf(hub, partner with { ClientSecret = "wrong" }), "push", Write(Items()), "--source", partner.SourceId);

        Assert.Equal((2, true), (line.Code, line.Lines.Any(l => l.Contains("line 2: ", StringComparison.Ordinal) && l.Contains("titel", StringComparison.Ordinal))));
        Assert.Equal((3, true), (refused.Code, refused.Lines.Any(l => l.Contains("401", StringComparison.Ordinal))));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertEnded(Run run, string told, int? sent)
    {
        Assert.True(run.Code == 0, string.Join('\n', run.Lines));
        var wire = OverTheWire().Match(run.Lines[^1]);
        Assert.True(wire.Success, run.Lines[^1]);
        Assert.Equal(Ordered(told), Ordered(run.Lines[^2]));
        if (sent is { } count)
            Assert.Equal(count, int.Parse(wire.Groups["items"].Value, CultureInfo.InvariantCulture));
    }

    // The counts come in the order of the language's own descriptors.
    private static string Ordered(string told) => string.Join(", ", told.Split(", ").Order(StringComparer.Ordinal));

    private static List<Item> Items(int text = 10) =>
        [.. Enumerable.Range(1, Count).Select(i => Course($"{i}", 1, $"Pelatihan é {i}", new('x', text)))];

    private static Item Course(string id, long revision, string title, string text = "") => new()
    {
        ExternalId = id,
        Revision = revision,
        Course = new()
        {
            Title = title,
            Description = text,
            AreaCodes = { "33.25" },
            Mode = DeliveryMode.Online,
            PriceIdr = 250_000,
            ValidThrough = Timestamp.FromDateTimeOffset(new(2099, 1, 2, 3, 4, 5, 678, TimeSpan.Zero)),
            Attributes = { ["ruang"] = "B2" },
        },
    };

    private static IEnumerable<Item> Half(List<Item> items, CancellationToken stop)
    {
        foreach (var item in items.Take(Count / 2))
            yield return item;
        stop.WaitHandle.WaitOne();
        stop.ThrowIfCancellationRequested();
    }

    private static Dictionary<string, string> EnvironmentOf(HubProcess hub, Partner partner) => new()
    {
        ["HUB_GRPC"] = hub.GrpcUrl.Authority,
        ["HUB_HTTP"] = hub.HttpUrl.ToString(),
        ["HUB_CLIENT_ID"] = partner.ClientId,
        ["HUB_CLIENT_SECRET"] = partner.ClientSecret,
    };

    private string Write(IEnumerable<Item> items)
    {
        var path = Path.Combine(_folder.Path, "items.jsonl");
        File.WriteAllLines(path, items.Select(item => JsonFormatter.Default.Format(item)));
        return path;
    }

    private static void Require(string client)
    {
        if (client == "python")
            Assert.SkipWhen(ForeignPrograms.Python is null, "python3 with grpcio is not installed (Debian: python3-grpcio).");
        else
            Assert.SkipUnless(ForeignPrograms.HasNodeModules(SampleOf("node")), "Node.js or @grpc/grpc-js is missing: run `npm ci` in clients/samples/sync-node.");
    }

    private static string SampleOf(string client) => Path.Combine(Repository.Root, "clients/samples", $"sync-{client}");

    private Task<Run> RunAsync(string client, Dictionary<string, string> environment, params string[] arguments) =>
        client == "python"
            ? ForeignPrograms.RunAsync(
                ForeignPrograms.Python!,
                [Path.Combine(SampleOf(client), "sync.py"), "--descriptors", ForeignPrograms.WriteDescriptors(_folder.Path), .. arguments],
                environment,
                Cancel)
            : ForeignPrograms.RunAsync("node", [Path.Combine(SampleOf(client), "sync.mjs"), .. arguments], environment, Cancel);

    [GeneratedRegex(@"^Over the wire: (?<items>\d+) of \d+ items, \d+ bytes sent, \d+ received\.$")]
    private static partial Regex OverTheWire();

    private sealed class Stopping(CancellationTokenSource stop) : PushListener
    {
        public override void OnProgress(in PushProgress progress)
        {
            if (progress.DurableThrough == Count / 2)
                stop.Cancel();
        }
    }
}

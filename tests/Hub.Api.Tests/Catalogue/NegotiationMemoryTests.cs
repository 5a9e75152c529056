using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;

namespace Hub.Api.Tests.Catalogue;

/// <summary>What digest negotiations hold is bounded over all streams.</summary>
public sealed class NegotiationMemoryTests : IAsyncLifetime
{
    private const long Most = 1 << 20;
    private RunningHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await RunningHub.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public void One_participant_gets_half_and_all_together_the_whole()
    {
        var memory = new NegotiationMemory(100);
        using var first = memory.Open(1);
        using var sameParticipant = memory.Open(1);
        using var second = memory.Open(2);
        using var third = memory.Open(3);
        first.Take(40);
        second.Take(50);

        Assert.Throws<RpcException>(() => sameParticipant.Take(11));
        Assert.Throws<RpcException>(() => third.Take(11));
        first.Dispose();
        first.Dispose();
        sameParticipant.Take(50);
        Assert.Equal(100, memory.Out);
        sameParticipant.Return(20);
        third.Take(20);
    }

    [Fact]
    public async Task Keys_beyond_it_are_refused_after_what_was_stored_is_acknowledged_and_nothing_stays_held()
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel, new() { NegotiationBytes = Most });
        var partner = new PartnerCatalogue();
        partner.Put("a", 1);
        var nodes = new SyncRequest { Nodes = new() { Digests = partner.Nodes() } };
        var keys = new SyncRequest { Keys = new() { Keys_ = { Enumerable.Range(0, 10_000).Select(i => new Key { ExternalId = $"key number {i}", Revision = 1 }) } } };
        var answers = new SyncHarness.Answers();

        var few = new SyncHarness.Requests([sync.Open(SyncMode.Snapshot), nodes.Clone()]);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var open = sync.RunAsync(few, new(), over.Token);
        await few.Drained;
        var held = sync.Services.Negotiations.Out;
        var refused = await Assert.ThrowsAsync<RpcException>(() => sync.RunAsync(
            new SyncHarness.Requests([sync.Open(SyncMode.Snapshot), SyncHarness.Items(1, SyncHarness.Gig("b")), nodes, keys]), answers, Cancel));

        Assert.InRange(held, 1, Most / 2);
        Assert.Equal(held, sync.Services.Negotiations.Out);
        Assert.Equal((StatusCode.ResourceExhausted, "NEGOTIATIONS_FULL"), (refused.StatusCode, FailureDetails.Of(refused).Reason));
        Assert.Equal(Duration.FromTimeSpan(NegotiationMemory.RetryAfter), RetryDelay(refused));
        Assert.Contains(answers.All, answer => answer.Progress?.DurableThrough == 1);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open);
        Assert.Equal(0, sync.Services.Negotiations.Out);
    }

    [Fact]
    public async Task A_message_of_nodes_cannot_make_the_hub_hold_more_than_the_bound()
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel, new() { NegotiationBytes = Most });
        var nodes = new SyncRequest { Nodes = new() { Digests = Google.Protobuf.ByteString.CopyFrom(Enumerable.Repeat((byte)1, 4096).ToArray()) } };

        var refused = await Assert.ThrowsAsync<RpcException>(() =>
            sync.RunAsync(new SyncHarness.Requests([sync.Open(SyncMode.Snapshot), nodes]), new(), Cancel));

        Assert.Equal("NEGOTIATIONS_FULL", FailureDetails.Of(refused).Reason);
        Assert.Equal(0, sync.Services.Negotiations.Out);
    }

    private static Duration? RetryDelay(RpcException exception) =>
        Google.Rpc.Status.Parser.ParseFrom(exception.Trailers.GetValueBytes("grpc-status-details-bin")).Details
            .Single(detail => detail.Is(RetryInfo.Descriptor)).Unpack<RetryInfo>().RetryDelay;
}

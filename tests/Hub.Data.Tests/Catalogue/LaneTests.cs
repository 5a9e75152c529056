using Hub.Data.Catalogue;
using Hub.Data.Digests;

namespace Hub.Data.Tests.Catalogue;

/// <summary>Whatever one participant asks of the writer, others get their turn in between. Ids of sessions tell the order.</summary>
public sealed class LaneTests
{
    private const long Flooder = 7, Neighbour = 8;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("opens")]
    [InlineData("commits")]
    [InlineData("completes")]
    [InlineData("dry runs")]
    [InlineData("negotiations")]
    [InlineData("leaves")]
    [InlineData("one list of many keys")]
    [InlineData("receipts")]
    [InlineData("approvals")]
    [InlineData("discards")]
    public async Task A_neighbour_gets_its_turns_between(string flood)
    {
        await using var fixture = await StoreFixture.CreateAsync();
        using var queued = new ManualResetEventSlim();
        var known = await OpenAsync(fixture, Flooder);
        var first = fixture.Writer.RunAsync(_ => queued.Wait(TimeSpan.FromSeconds(30), Cancel), 1, Cancel);

        List<Task> work = flood == "one list of many keys"
            ? [Ask(fixture, known, flood)]
            : [.. Enumerable.Range(0, 3).Select(_ => Ask(fixture, known, flood))];
        var last = OpenAsync(fixture, Flooder);
        var turns = Enumerable.Range(0, 3).Select(_ => OpenAsync(fixture, Neighbour)).ToList();
        queued.Set();

        await Task.WhenAll([first, .. work]);
        var end = await last;
        Assert.All(await Task.WhenAll(turns), turn => Assert.True(turn.Id < end.Id, "The flood went first."));
    }

    private static async Task<SessionInfo> OpenAsync(StoreFixture fixture, long lane) =>
        (await fixture.Store.OpenAsync(new(fixture.SourceId, SyncMode.Snapshot, null), Cancel, lane)).Session!;

    private static Task Ask(StoreFixture fixture, SessionInfo session, string flood)
    {
        var digests = new DigestStore(fixture.Database, fixture.Writer);
        return flood switch
        {
            "opens" => OpenAsync(fixture, Flooder),
            "commits" => fixture.Store.CommitAsync(session.Id, new SnapshotEnd(0), Cancel, Flooder),
            "completes" => fixture.Store.CompleteAsync(session.Id, Cancel, Flooder),
            "dry runs" => fixture.Store.ValidateAsync(fixture.SourceId, SyncMode.Delta, [StoreFixture.Item("a", 1)], Cancel, Flooder),
            "negotiations" => digests.NegotiateAsync(fixture.SourceId, session.Id, Cancel, Flooder),
            "leaves" => digests.LeavesAsync(fixture.SourceId, [1], Cancel, Flooder),
            "receipts" => new ReceiptStore(fixture.Writer).FindAsync(session.Id, Cancel, Flooder),
            "approvals" => fixture.Store.ApproveWithdrawalsAsync(session.PublicId, 1, Cancel, Flooder),
            "discards" => fixture.Store.DiscardWithdrawalsAsync(session.PublicId, Cancel, Flooder),
            _ => digests.FindAsync(fixture.SourceId, session.Id, [.. Enumerable.Range(0, 2_500).Select(i => $"key {i}")], Cancel, Flooder),
        };
    }
}

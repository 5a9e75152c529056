using Hub.Catalogue.V1;
using Hub.Registry.V1;

namespace Hub.Conformance.RealInput;

/// <summary>Six states of New Jersey's list of courses, pushed as snapshots of one source.</summary>
public sealed class NewJerseyTests(HubFixture fixture, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What one snapshot did. New are created and reopened courses: one that comes back was gone before.</summary>
    private sealed record Difference(string State, long Rows, long New, long Changed, long Gone);

    [Fact]
    public async Task Each_state_brings_its_differences_and_its_withdrawals_wait_for_an_approval()
    {
        RealData.Require("courses/nj-etpl-programs.csv.gz");
        using var partner = await fixture.AddPartnerAsync(OfferKind.Course, Cancel);

        var found = new List<Difference>();
        foreach (var (index, state) in NewJerseyState.All.Index())
            found.Add(await PushAsync(partner, state, index + 1));

        // The notes count the two pairs; the rest follows from the states themselves.
        Assert.Equal(
        [
            new("2021-03-29.before", 632, 632, 0, 0),
            new("2021-03-29.after", 736, 284, 114, 180),
            new("2021-04-06.before", 386, 174, 7, 524),
            new("2021-04-06.after", 470, 166, 34, 82),
            new("2022-10-31.after", 267, 238, 29, 441),
            new("2023-05-04.after", 128, 124, 0, 263),
        ],
        found);

        var (again, _) = await partner.PushAsync(SyncMode.Snapshot, NewJerseyState.Items("2023-05-04.after", 6), Cancel);
        Assert.Equal(128, again.Closed.Counts.Unchanged);
        Assert.Equal(0, again.Closed.Counts.Applied);
    }

    private async Task<Difference> PushAsync(PartnerClient partner, NewJerseyState state, long revision)
    {
        var liveBefore = await partner.LiveOffersAsync(Cancel);
        var (result, _) = await partner.PushAsync(SyncMode.Snapshot, NewJerseyState.Items(state.Name, revision), Cancel);
        var (closed, counts) = (result.Closed, result.Closed.Counts);
        Assert.Equal(CloseOutcome.Committed, closed.Outcome);
        Assert.Equal(state.Rows, counts.Created + counts.Changed + counts.Reopened + counts.Unchanged);

        // All of them are above the guard, so nothing is withdrawn until it is approved, up to a ceiling that is high enough.
        var added = counts.Created + counts.Reopened;
        Assert.Equal(0, counts.Withdrawn);
        Assert.Equal(closed.Held, counts.Held);
        Assert.Equal(liveBefore + added, await partner.LiveOffersAsync(Cancel));
        if (closed.Held > 0)
        {
            Assert.True(closed.Held > Math.Max(20, liveBefore / 10));
            await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => partner.ApproveAsync(closed.SessionId, closed.Held - 1, Cancel));
            var approved = await partner.ApproveAsync(closed.SessionId, closed.Held, Cancel);
            Assert.Equal(closed.Held, approved.Withdrawn);
        }

        Assert.Equal(state.Rows, await partner.LiveOffersAsync(Cancel));
        output.WriteLine(
            $"{state.Name}: {state.Rows} rows, {counts.Created} created, {counts.Reopened} reopened, "
            + $"{counts.Changed} changed, {counts.Unchanged} unchanged, {closed.Held} held and approved");
        return new(state.Name, state.Rows, added, counts.Changed, closed.Held);
    }
}

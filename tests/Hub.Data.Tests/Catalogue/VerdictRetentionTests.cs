using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using static Hub.Data.Tests.Catalogue.StoreFixture;

namespace Hub.Data.Tests.Catalogue;

public sealed class VerdictRetentionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_verdicts_go_but_the_last_one_of_what_is_still_in_the_way_stays()
    {
        await using var hub = await CreateAsync(guard: 1);
        await hub.DeltaAsync(Item("held", 1), Item("gone", 1), Item("mended", 1, "?", Outcome.Rejected));
        await hub.DeltaAsync(Item("refused", 1, "x", Outcome.Rejected));
        await hub.DeltaAsync(Item("refused", 1, "x", Outcome.Rejected));
        await hub.DeltaAsync(
            Item("waits", 1, "?", Outcome.Quarantined), Tombstone("gone", 2), Tombstone("held", 2), Item("mended", 2), Tombstone("gone", 1));
        hub.Clock.Advance(TimeSpan.FromDays(90));
        var none = await RunAsync(hub);
        hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await hub.DeltaAsync(Tombstone("new", 1));

        var gone = await RunAsync(hub);

        Assert.Equal((0L, 3L), (none, gone));
        await using var db = hub.Database.Open();
        Assert.Equal(
            ["held WITHDRAWAL_HELD", "new TOMBSTONE_UNKNOWN_ITEM", "refused AREA_UNKNOWN", "waits AREA_UNKNOWN"],
            (await db.Verdicts.OrderBy(v => v.ExternalId).ToListAsync(Cancel)).Select(v => $"{v.ExternalId} {v.Reason}"));
    }

    [Fact]
    public async Task Many_go_in_pieces()
    {
        await using var hub = await CreateAsync();
        await hub.DeltaAsync([.. Enumerable.Range(1, 1_201).Select(i => Tombstone($"{i}", 1))]);
        hub.Clock.Advance(TimeSpan.FromDays(91));

        Assert.Equal(1_200, await RunAsync(hub));
    }

    private static Task<long> RunAsync(StoreFixture hub) => new VerdictRetention(hub.Writer, new()).RunAsync(Cancel);
}

using Hub.Data.Feed;
using Hub.Data.Followers;
using Hub.Data.Tests.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Feed;

public sealed class FeedRetentionTests : IAsyncLifetime
{
    private StoreFixture _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await StoreFixture.CreateAsync();

    public async ValueTask DisposeAsync() => await _hub.DisposeAsync();

    [Fact]
    public async Task Only_old_changes_go_and_never_the_last()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        _hub.Clock.Advance(TimeSpan.FromHours(2));
        await _hub.DeltaAsync(StoreFixture.Item("c", 1));
        _hub.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(2, await RemoveAsync(TimeSpan.FromHours(3)));
        Assert.Equal((3, 3), await EndsAsync());
        Assert.Equal(0, await RemoveAsync(TimeSpan.Zero));

        await _hub.DeltaAsync(StoreFixture.Item("d", 1));
        Assert.Equal((3, 4), await EndsAsync());
    }

    [Fact]
    public async Task What_a_follower_has_not_seen_stays()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1));
        await _hub.FollowAsync();
        await _hub.DeltaAsync(StoreFixture.Item("b", 1), StoreFixture.Item("c", 1));
        _hub.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(1, await RemoveAsync(TimeSpan.FromHours(1)));
        await _hub.FollowAsync();
        Assert.Equal(1, await RemoveAsync(TimeSpan.FromHours(1)));
        Assert.Equal((3, 3), await EndsAsync());
    }

    [Fact]
    public async Task A_follower_that_this_hub_does_not_have_keeps_nothing_back()
    {
        await _hub.DeltaAsync(StoreFixture.Item("a", 1));
        await using (var db = _hub.Database.Open())
        {
            db.Add(new Follower { Name = "charts", Version = 1, Position = 0, UpdatedAt = _hub.Clock.GetUtcNow() });
            await db.SaveChangesAsync(Cancel);
        }

        await _hub.DeltaAsync(StoreFixture.Item("b", 1), StoreFixture.Item("c", 1));
        _hub.Clock.Advance(TimeSpan.FromHours(2));
        var before = await RemoveAsync(TimeSpan.FromHours(1));
        await _hub.FollowAsync();

        Assert.Equal((0, 2), (before, await RemoveAsync(TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task A_long_log_goes_in_pieces()
    {
        for (var round = 0; round < 3; round++)
            await _hub.DeltaAsync([.. Enumerable.Range(0, 900).Select(i => StoreFixture.Item($"{round} {i}", 1))]);
        _hub.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(FeedRetention.PieceSize, await RemoveAsync(TimeSpan.FromHours(1)));
        Assert.Equal(699, await RemoveAsync(TimeSpan.FromHours(1)));
        Assert.Equal((2_700, 2_700), await EndsAsync());
    }

    private Task<int> RemoveAsync(TimeSpan age) => new FeedRetention(_hub.Writer).RemoveSomeAsync(_hub.Clock.GetUtcNow() - age, Cancel);

    private async Task<(long First, long Last)> EndsAsync()
    {
        await using var db = _hub.Database.Open();
        return (await db.Changes.MinAsync(c => c.Position, Cancel), await db.Changes.MaxAsync(c => c.Position, Cancel));
    }
}

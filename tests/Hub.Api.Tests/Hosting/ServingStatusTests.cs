using Hub.Api.Hosting;

namespace Hub.Api.Tests.Hosting;

public sealed class ServingStatusTests
{
    private readonly ServingStatus _status = new(["a.Sync", "b.Feed"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Everything_serves_at_first()
    {
        Assert.True(_status.IsServing);
        Assert.Equal(["", "a.Sync", "b.Feed"], _status.All().Keys.Order(StringComparer.Ordinal));
        Assert.All(_status.All().Values, Assert.True);
        Assert.Null(_status.Of("c.Other"));
    }

    [Fact]
    public void A_reason_without_services_stands_against_all()
    {
        _status.Fail("storage");

        Assert.All(_status.All().Values, Assert.False);

        _status.Recover("storage");

        Assert.All(_status.All().Values, Assert.True);
    }

    [Fact]
    public void A_reason_against_one_service_leaves_the_others()
    {
        _status.Fail("storage", "a.Sync");

        Assert.False(_status.Of("a.Sync"));
        Assert.False(_status.IsServing);
        Assert.True(_status.Of("b.Feed"));
    }

    [Fact]
    public void A_service_serves_again_when_the_last_reason_is_gone()
    {
        _status.Fail("storage", "a.Sync");
        _status.Fail("keys", "a.Sync");

        _status.Recover("storage", "a.Sync");
        Assert.False(_status.Of("a.Sync"));

        _status.Recover("keys", "a.Sync");
        Assert.True(_status.Of("a.Sync"));
        Assert.True(_status.IsServing);
    }

    [Fact]
    public void Stopping_is_for_good()
    {
        _status.Stop();
        _status.Recover("storage");

        Assert.All(_status.All().Values, Assert.False);
    }

    [Fact]
    public async Task A_watch_tells_changes_alone_and_ends_with_the_stop()
    {
        await using var watch = _status.WatchAsync("a.Sync", Cancel).GetAsyncEnumerator(Cancel);

        Assert.True(await watch.MoveNextAsync());
        Assert.True(watch.Current);
        var next = watch.MoveNextAsync().AsTask();
        _status.Fail("storage", "b.Feed");
        Assert.False(next.IsCompleted);
        _status.Fail("storage", "a.Sync");
        Assert.True(await next);
        Assert.False(watch.Current);
        next = watch.MoveNextAsync().AsTask();
        _status.Stop();

        Assert.False(await next);
    }
}

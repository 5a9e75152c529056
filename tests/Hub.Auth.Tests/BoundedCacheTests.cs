using Hub.Testing;

namespace Hub.Auth.Tests;

public sealed class BoundedCacheTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void What_was_put_in_is_found()
    {
        var cache = Cache(1_000);

        cache.Put(1, "one", 10);

        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal("one", value);
        Assert.False(cache.TryGet(2, out _));
    }

    [Fact]
    public void It_never_grows_beyond_its_bound()
    {
        var cache = Cache(1_000);

        for (var key = 0; key < 10_000; key++)
        {
            cache.Put(key, "value", 10);
            Assert.InRange(cache.Bytes, 0, 1_000);
        }

        Assert.True(cache.TryGet(9_999, out _));
        Assert.False(cache.TryGet(0, out _));
    }

    [Fact]
    public void What_is_used_stays()
    {
        var cache = Cache(1_000);
        cache.Put(-1, "used", 10);

        for (var key = 0; key < 10_000; key++)
        {
            cache.Put(key, "value", 10);
            Assert.True(cache.TryGet(-1, out _));
        }
    }

    [Fact]
    public void What_is_not_used_goes_with_time()
    {
        var cache = Cache(1_000);
        cache.Put(1, "one", 10);

        _clock.Advance(TimeSpan.FromMinutes(11));
        cache.Put(2, "two", 10);
        _clock.Advance(TimeSpan.FromMinutes(11));
        cache.Put(3, "three", 10);

        Assert.False(cache.TryGet(1, out _));
        Assert.Equal(20, cache.Bytes);
    }

    [Fact]
    public void Putting_a_key_in_again_takes_no_more_room()
    {
        var cache = Cache(1_000);

        cache.Put(1, "one", 10);
        cache.Put(1, "another", 10);

        Assert.True(cache.TryGet(1, out var value));
        Assert.Equal("another", value);
        Assert.Equal(10, cache.Bytes);
    }

    private BoundedCache<int, string> Cache(long bytes) => new(bytes, TimeSpan.FromMinutes(10), _clock);
}

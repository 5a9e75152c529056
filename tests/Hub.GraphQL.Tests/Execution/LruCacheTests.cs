using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Tests.Execution;

public sealed class LruCacheTests
{
    [Fact]
    public void What_was_not_used_for_longest_goes_first()
    {
        var cache = new LruCache<byte[], string>(10, BytesComparer.Instance);
        cache.Add([1], "one", 4);
        cache.Add([2], "two", 4);
        cache.TryGet<ReadOnlySpan<byte>>([1], out _);

        cache.Add([3], "three", 4);

        Assert.True(cache.TryGet<ReadOnlySpan<byte>>([1], out var one));
        Assert.Equal("one", one);
        Assert.False(cache.TryGet<ReadOnlySpan<byte>>([2], out _));
        Assert.True(cache.TryGet<ReadOnlySpan<byte>>([3], out _));
    }

    [Fact]
    public void The_first_of_two_equal_keys_stays()
    {
        var cache = new LruCache<byte[], string>(10, BytesComparer.Instance);

        Assert.Equal("first", cache.Add([1], "first", 1));
        Assert.Equal("first", cache.Add([1], "second", 1));
        Assert.Equal(1, cache.Count);
    }

    [Fact]
    public void What_is_heavier_than_the_cache_is_not_kept()
    {
        var cache = new LruCache<byte[], string>(10, BytesComparer.Instance);
        cache.Add([1], "kept", 10);

        Assert.Equal("heavy", cache.Add([2], "heavy", 11));
        Assert.False(cache.TryGet<ReadOnlySpan<byte>>([2], out _));
        Assert.True(cache.TryGet<ReadOnlySpan<byte>>([1], out _));
    }
}

namespace Grpc.Core.Api.Tests;

public sealed class MetadataTests
{
    [Fact]
    public void Keys_are_kept_in_lower_case_and_order()
    {
        var metadata = new Metadata { { "X-One", "1" }, { "x-two", "2" }, { "X-ONE", "3" } };

        Assert.Equal(["x-one", "x-two", "x-one"], metadata.Select(entry => entry.Key));
        Assert.Equal("3", metadata.GetValue("x-one"));
        Assert.Equal(["1", "3"], metadata.GetAll("x-one").Select(entry => entry.Value));
        Assert.Null(metadata.Get("x-three"));
        Assert.Null(metadata.GetValue("x-three"));
        Assert.Null(metadata.GetValueBytes("x-three"));
        Assert.Empty(metadata.GetAll("x-three"));
    }

    [Theory]
    [InlineData("X-One")]
    [InlineData("x-one")]
    public void Keys_are_found_in_any_case(string key)
    {
        var metadata = new Metadata { { "X-oNe", "1" } };

        Assert.Equal("1", metadata.GetValue(key));
        Assert.Equal("1", Assert.Single(metadata.GetAll(key)).Value);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("colon:")]
    [InlineData("é")]
    [InlineData(":path")]
    public void A_key_that_no_header_may_have_is_refused(string key)
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key + "-bin", [1]));
    }

    [Fact]
    public void A_key_says_whether_its_value_is_binary()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x-hash-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x-hash", [1]));
        Assert.True(new Metadata.Entry("X-Hash-BIN", [1]).IsBinary);
        Assert.False(new Metadata.Entry("x-hash", "text").IsBinary);
    }

    [Fact]
    public void Nothing_may_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "value"));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key-bin", (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata().Add(null!));
    }

    [Fact]
    public void Bytes_are_copied_in_and_out()
    {
        byte[] bytes = [1, 2, 3];
        var entry = new Metadata.Entry("x-bin", bytes);

        bytes[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2, 3], entry.ValueBytes);
    }

    [Fact]
    public void Text_may_be_read_as_bytes_and_not_the_other_way()
    {
        Assert.Equal("abc"u8.ToArray(), new Metadata.Entry("x", "abc").ValueBytes);
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("x-bin", [1]).Value);
    }

    [Fact]
    public void It_is_a_list()
    {
        var first = new Metadata.Entry("a", "1");
        var second = new Metadata.Entry("b", "2");
        var metadata = new Metadata { first };

        metadata.Insert(0, second);
        Assert.Equal([second, first], metadata);
        Assert.Equal(1, metadata.IndexOf(first));
        Assert.Contains(second, metadata);
        var copy = new Metadata.Entry?[3];
        metadata.CopyTo(copy!, 1);
        Assert.Equal([null, second, first], copy);

        metadata[0] = first;
        metadata.RemoveAt(1);
        Assert.Equal([first], metadata);
        Assert.True(metadata.Remove(first));
        Assert.False(metadata.Remove(first));
        metadata.Add(second);
        metadata.Clear();
        Assert.Empty(metadata);
        Assert.False(metadata.IsReadOnly);
    }

    [Fact]
    public void The_empty_one_stays_empty()
    {
        Assert.Empty(Metadata.Empty);
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("x", "1"));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
    }
}

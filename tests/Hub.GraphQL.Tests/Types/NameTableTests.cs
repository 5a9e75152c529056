using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Types;

public sealed class NameTableTests
{
    [Fact]
    public void Every_item_is_found_by_text_and_by_bytes()
    {
        var names = Enumerable.Range(0, 300).Select(i => $"value{i}").ToArray();
        var table = new NameTable<EnumValue>(names.Select(name => new EnumValue { Name = name }));

        foreach (var (index, name) in names.Index())
        {
            Assert.Equal(name, table.Find(name)?.Name);
            Assert.Equal(index, table.IndexOf(System.Text.Encoding.UTF8.GetBytes(name)));
            Assert.Equal(index, table.IndexOf(name));
        }

        Assert.Null(table.Find("value300"));
        Assert.Equal(-1, table.IndexOf("value300"));
        Assert.Equal(-1, table.IndexOf(""u8));
    }

    [Fact]
    public void A_name_longer_than_the_stack_buffer_is_found()
    {
        var name = new string('a', 500);

        var table = new NameTable<EnumValue>([new() { Name = name }]);

        Assert.NotNull(table.Find(name));
    }

    [Fact]
    public void A_name_that_comes_twice_is_refused()
    {
        var refused = Assert.Throws<ArgumentException>(() => new NameTable<EnumValue>([new() { Name = "a" }, new() { Name = "a" }]));

        Assert.Contains("\"a\"", refused.Message, StringComparison.Ordinal);
    }
}

using System.Text;
using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Tests.Execution;

public sealed class TextListTests
{
    [Theory]
    [InlineData("[]", "[]")]
    [InlineData(" [ \"a\" , \"\\u00e9\\n\" ] ", "[\"a\",\"é\\n\"]")]
    public void A_list_of_texts_is_written_anew(string stored, string expected)
    {
        using var json = new JsonBuffer();

        Assert.True(TextList.TryWrite(Encoding.UTF8.GetBytes(stored), json));
        Assert.Equal(expected, Encoding.UTF8.GetString(json.Written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[\"a\",null]")]
    [InlineData("[\"a\"")]
    [InlineData("[\"a\"] []")]
    [InlineData("[\"\\ud800\"]")]
    public void Anything_else_is_refused_and_leaves_nothing_behind(string stored)
    {
        using var json = new JsonBuffer();
        json.Raw("x"u8);

        Assert.False(TextList.TryWrite(Encoding.UTF8.GetBytes(stored), json));
        Assert.Equal("x", Encoding.UTF8.GetString(json.Written));
    }
}

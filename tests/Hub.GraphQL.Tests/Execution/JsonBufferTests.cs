using System.Text;
using System.Text.Json;
using Hub.GraphQL.Execution;

namespace Hub.GraphQL.Tests.Execution;

public sealed class JsonBufferTests
{
    [Fact]
    public void Texts_are_escaped_as_json_stringify_does()
    {
        using var json = new JsonBuffer();

        json.Text("\u0000\b\t\n\u000b\f\r\u001f \"\\/<>&'é\u007f\u2028😀"u8);

        Assert.Equal("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/<>&'é\u007f\u2028😀\"", Encoding.UTF8.GetString(json.Written));
    }

    [Fact]
    public void What_is_not_utf8_becomes_the_replacement_character()
    {
        using var json = new JsonBuffer();

        json.Text([(byte)'a', 0xff, (byte)'b']);
        json.Text("\ud800");

        Assert.Equal("\"a\ufffdb\"\"\ufffd\"", Encoding.UTF8.GetString(json.Written));
    }

    [Fact]
    public void It_grows_and_takes_back()
    {
        using var json = new JsonBuffer(16);
        json.Raw("["u8);
        for (var i = 0; i < 10_000; i++)
        {
            var start = json.Length;
            json.Number(i);
            json.Raw(","u8);
            if (i % 2 == 1)
                json.Truncate(start);
        }

        json.Null();
        json.Raw("]"u8);

        var numbers = JsonSerializer.Deserialize<int?[]>(json.Written)!;
        Assert.Equal(5_001, numbers.Length);
        Assert.Equal(9_998, numbers[^2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => json.Truncate(json.Length + 1));
    }

    [Fact]
    public void Ids_and_cursors_have_their_own_forms()
    {
        using var json = new JsonBuffer();

        json.Guid(new("0198A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B"));
        json.Base64([0xfb, 0xff, 0xfe]);

        Assert.Equal("\"0198a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\"\"-__-\"", Encoding.UTF8.GetString(json.Written));
    }
}

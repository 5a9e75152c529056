using System.Buffers.Text;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Tests.Sample;

namespace Hub.GraphQL.Tests.Planning;

public sealed class CursorTests
{
    private static readonly OrderTerm[] Order =
    [
        Term(nameof(Ship.Name), ValueKind.Text, false),
        Term(nameof(Ship.Mass), ValueKind.Int32, true),
        Term(nameof(Ship.Id), ValueKind.SafeInteger, false),
    ];

    [Fact]
    public void A_cursor_gives_back_its_values()
    {
        var cursor = Write(7, writer =>
        {
            writer.AddText("é"u8);
            writer.AddNull();
            writer.Add(-5);
        });

        var values = CursorWriter.Read(cursor, 7, Order);

        Assert.Equal(["é", "null", "-5"], values!.Select(value => value.ToString()));
    }

    [Fact]
    public void A_cursor_of_another_list_filter_or_order_is_none_here()
    {
        var cursor = Write(7, writer =>
        {
            writer.AddText("a"u8);
            writer.Add(1);
            writer.Add(2);
        });

        Assert.NotNull(CursorWriter.Read(cursor, 7, Order));
        Assert.Null(CursorWriter.Read(cursor, 8, Order));
        Assert.Null(CursorWriter.Read(cursor, 7, Order[..2]));
        Assert.Null(CursorWriter.Read(cursor, 7, [Order[1], Order[0], Order[2]]));
    }

    [Fact]
    public void Null_is_taken_only_where_a_value_may_be_missing()
    {
        var cursor = Write(7, writer =>
        {
            writer.AddNull();
            writer.Add(1);
            writer.Add(2);
        });

        Assert.Null(CursorWriter.Read(cursor, 7, Order));
    }

    [Fact]
    public void Nothing_that_was_damaged_is_read()
    {
        var cursor = Write(7, writer =>
        {
            writer.AddText("ab"u8);
            writer.Add(1);
            writer.Add(2);
        });
        var bytes = Base64Url.DecodeFromChars(cursor);

        Assert.Null(CursorWriter.Read("", 7, Order));
        Assert.Null(CursorWriter.Read("???", 7, Order));
        Assert.Null(CursorWriter.Read(cursor + "=", 7, Order));
        Assert.Null(CursorWriter.Read(" " + cursor, 7, Order));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(CursorWriter.Read(Base64Url.EncodeToString(bytes.AsSpan(0, length)), 7, Order));
        Assert.Null(CursorWriter.Read(Base64Url.EncodeToString([.. bytes, 0]), 7, Order));
        Assert.Null(CursorWriter.Read(Base64Url.EncodeToString([2, .. bytes[1..]]), 7, Order));

        byte[] tooLong = [.. bytes[..10], 0x7f, 0xff, 0xff, 0xff, .. bytes[14..]];
        Assert.Null(CursorWriter.Read(Base64Url.EncodeToString(tooLong), 7, Order));
        byte[] noUtf8 = [.. bytes[..14], 0xff, .. bytes[15..]];
        Assert.Null(CursorWriter.Read(Base64Url.EncodeToString(noUtf8), 7, Order));
    }

    private static OrderTerm Term(string property, ValueKind kind, bool isNullable) =>
        OrderTerm.Of(new(new([typeof(Ship).GetProperty(property)!]), new(kind, isNullable)), false);

    private static string Write(long scope, Action<CursorWriter> values)
    {
        var writer = new CursorWriter();
        writer.Start(scope);
        values(writer);
        return Base64Url.EncodeToString(writer.Bytes);
    }
}

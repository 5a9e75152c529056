using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Hub.GraphQL.Planning;

/// <summary>
/// A place in an ordered list: the values of the order's terms, bound to the list, its filter and its order. Opaque to clients.
/// Nothing in it is secret and a forged one only names another place, so it is checked, not signed.
/// </summary>
public sealed class CursorWriter
{
    private const byte Version = 1;
    private byte[] _bytes = new byte[64];
    private int _length;

    private enum Tag : byte
    {
        Null,
        Integer,
        Real,
        Text,
        Guid,
    }

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Starts over.</summary>
    public void Start(long scope)
    {
        _length = 0;
        Reserve(9)[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(1), scope);
    }

    /// <summary>Adds a missing value.</summary>
    public void AddNull() => Reserve(1)[0] = (byte)Tag.Null;

    /// <summary>Adds a whole number.</summary>
    public void Add(long value) => Add(Tag.Integer, value);

    /// <summary>Adds a number.</summary>
    public void Add(double value) => Add(Tag.Real, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Adds a text.</summary>
    public void AddText(ReadOnlySpan<byte> utf8)
    {
        var span = Reserve(5 + utf8.Length);
        span[0] = (byte)Tag.Text;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], utf8.Length);
        utf8.CopyTo(span[5..]);
    }

    /// <summary>Adds the 16 bytes of a UUID, in the order of its text.</summary>
    public void AddGuid(ReadOnlySpan<byte> bytes)
    {
        var span = Reserve(17);
        span[0] = (byte)Tag.Guid;
        bytes[..16].CopyTo(span[1..]);
    }

    /// <summary>Reads the values a cursor holds for an order; null when it is not a cursor of that order and scope.</summary>
    internal static Parameter[]? Read(string cursor, long scope, IReadOnlyList<OrderTerm> order)
    {
        // Base64Url accepts white space and padding; a cursor has neither, so one place has one spelling.
        if (cursor.AsSpan().ContainsAny(" \t\r\n=") || !Base64Url.IsValid(cursor))
            return null;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length < 9 || bytes[0] != Version || BinaryPrimitives.ReadInt64BigEndian(bytes[1..]) != scope)
            return null;

        bytes = bytes[9..];
        var values = new Parameter[order.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (ReadOne(ref bytes, order[i].Column.Type) is not { } value)
                return null;
            values[i] = value;
        }

        return bytes.IsEmpty ? values : null;
    }

    private static Parameter? ReadOne(ref ReadOnlySpan<byte> bytes, ColumnType type)
    {
        if (bytes.IsEmpty)
            return null;
        var tag = (Tag)bytes[0];
        bytes = bytes[1..];
        if (tag == Tag.Null)
            return type.IsNullable ? default(Parameter) : null;
        if (tag != TagOf(type.Kind))
            return null;

        var length = tag switch
        {
            Tag.Guid => 16,
            Tag.Text => bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : -1,
            _ => 8,
        };
        if (tag == Tag.Text)
            bytes = bytes[Math.Min(4, bytes.Length)..];
        if (length < 0 || length > bytes.Length)
            return null;

        var value = bytes[..length];
        bytes = bytes[length..];
        return tag switch
        {
            Tag.Integer => Parameter.Of(BinaryPrimitives.ReadInt64BigEndian(value)),
            Tag.Real => Parameter.Of(BinaryPrimitives.ReadDoubleBigEndian(value)),
            Tag.Guid => Parameter.Of(new Guid(value, true)),
            _ => Utf8.IsValid(value) ? Parameter.Of(Encoding.UTF8.GetString(value)) : null,
        };
    }

    private static Tag TagOf(ValueKind kind) => kind switch
    {
        ValueKind.Text or ValueKind.Date => Tag.Text,
        ValueKind.Double => Tag.Real,
        ValueKind.Guid => Tag.Guid,
        _ => Tag.Integer,
    };

    private void Add(Tag tag, long bits)
    {
        var span = Reserve(9);
        span[0] = (byte)tag;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], bits);
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        var span = _bytes.AsSpan(_length, count);
        _length += count;
        return span;
    }
}

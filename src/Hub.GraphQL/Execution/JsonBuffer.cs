using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>
/// JSON under construction, in pooled memory. Texts are escaped exactly as JavaScript's <c>JSON.stringify</c> does. What was
/// written last can be taken back, which is how a null travels up to a nullable parent.
/// </summary>
public sealed class JsonBuffer(int capacity = 16 * 1024) : IDisposable
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    private int _sent;

    /// <summary>How many bytes were written, those that were sent among them.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes so far that were not sent.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length - _sent);

    /// <summary>The bytes so far that were not sent; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length - _sent);

    /// <summary>Takes back everything from a position on.</summary>
    /// <exception cref="InvalidOperationException">Some of it was sent already.</exception>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        if (length < _sent)
            throw new InvalidOperationException("What was sent cannot be taken back.");
        Length = length;
    }

    /// <summary>Forgets the bytes so far: they were sent. Positions go on counting.</summary>
    internal void MarkSent() => _sent = Length;

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Reserve(json.Length));
        Length += json.Length;
    }

    /// <summary>Writes one byte as it is.</summary>
    public void Raw(byte json)
    {
        Reserve(1)[0] = json;
        Length++;
    }

    /// <summary>Writes <c>null</c>.</summary>
    public void Null() => Raw("null"u8);

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
    }

    /// <summary>Writes a finite number the way JavaScript does.</summary>
    public void Number(double value) => Length += JsonNumber.Format(value, Reserve(JsonNumber.MostCharacters));

    /// <summary>Writes a UUID in lower case.</summary>
    public void Guid(Guid value)
    {
        var span = Reserve(38);
        span[0] = span[37] = (byte)'"';
        Utf8Formatter.TryFormat(value, span[1..], out _);
        Length += 38;
    }

    /// <summary>Writes bytes in base64url, in quotes.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        var span = Reserve(Base64Url.GetEncodedLength(bytes.Length) + 2);
        span[0] = (byte)'"';
        var written = Base64Url.EncodeToUtf8(bytes, span[1..]);
        span[written + 1] = (byte)'"';
        Length += written + 2;
    }

    /// <summary>Writes a text.</summary>
    public void Text(ReadOnlySpan<char> value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Text(bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Writes a text given in UTF-8; what is not UTF-8 becomes U+FFFD.</summary>
    public void Text(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            Text(Encoding.UTF8.GetString(utf8));
            return;
        }

        Raw((byte)'"');
        while (utf8.IndexOfAny(Escaped) is >= 0 and var index)
        {
            Raw(utf8[..index]);
            Escape(utf8[index]);
            utf8 = utf8[(index + 1)..];
        }

        Raw(utf8);
        Raw((byte)'"');
    }

    /// <inheritdoc />
    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        (Length, _sent) = (0, 0);
    }

    private void Escape(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                Raw("\\\""u8);
                break;
            case (byte)'\\':
                Raw("\\\\"u8);
                break;
            case (byte)'\b':
                Raw("\\b"u8);
                break;
            case (byte)'\f':
                Raw("\\f"u8);
                break;
            case (byte)'\n':
                Raw("\\n"u8);
                break;
            case (byte)'\r':
                Raw("\\r"u8);
                break;
            case (byte)'\t':
                Raw("\\t"u8);
                break;
            default:
                Raw("\\u00"u8);
                Raw((byte)"01"[b >> 4]);
                Raw((byte)"0123456789abcdef"[b & 15]);
                break;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - (Length - _sent) < count)
            Grow(count);
        return _bytes.AsSpan(Length - _sent);
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, checked(Length - _sent + count)));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Hub.Api.Hosting;

/// <summary>
/// Reads the headers of the frames a client sends (RFC 9113, section 4.1) and skips what they carry, but for windows. Counts a second by looking at the clock
/// only once a limit is reached, so that a call costs a few nanoseconds and allocates nothing.
/// </summary>
internal sealed class FrameCount(FrameLimits limits, TimeProvider time)
{
    private const int HeaderLength = 9;
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, WindowUpdate = 8;
    private const byte EndStream = 1;
    private const int WindowLength = 4;

    // More than fits on top of a stream's first window: the hub has to reset the stream (CVE-2025-8671).
    private const uint TooWide = int.MaxValue - 65_535;

    private readonly byte[] _header = new byte[HeaderLength];
    private int _filled;
    private long _skip = Preface.Length;
    private long _since = time.GetTimestamp();
    private long _sentAtStart;
    private int _settings;
    private int _resets;
    private int _others;
    private long _mostOthers = limits.Others;
    private int _requests;

    /// <summary>What an HTTP/2 client sends first (RFC 9113, section 3.4).</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Counts the frames in bytes that follow those before.</summary>
    /// <param name="bytes">What the client sent.</param>
    /// <param name="sent">Bytes that the hub has sent on the connection so far.</param>
    /// <returns>What there were too many of; null while all is well.</returns>
    public string? Add(in ReadOnlySequence<byte> bytes, long sent)
    {
        if (bytes.IsSingleSegment)
            return Add(bytes.FirstSpan, sent);
        foreach (var segment in bytes)
        {
            if (Add(segment.Span, sent) is { } flood)
                return flood;
        }

        return null;
    }

    private string? Add(ReadOnlySpan<byte> bytes, long sent)
    {
        while (true)
        {
            if (_skip >= bytes.Length)
            {
                _skip -= bytes.Length;
                return null;
            }

            bytes = bytes[(int)_skip..];
            _skip = 0;
            if (_filled > 0 || bytes.Length < HeaderLength)
            {
                // A header that came in two parts.
                var part = Math.Min(HeaderLength - _filled, bytes.Length);
                bytes[..part].CopyTo(_header.AsSpan(_filled));
                _filled += part;
                bytes = bytes[part..];
                if (_filled < HeaderLength)
                    return null;
                _filled = 0;
                if (Count(_header, bytes, sent) is { } split)
                    return split;
                continue;
            }

            var flood = Count(bytes[..HeaderLength], bytes[HeaderLength..], sent);
            if (flood is not null)
                return flood;
            bytes = bytes[HeaderLength..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private string? Count(ReadOnlySpan<byte> header, ReadOnlySpan<byte> after, long sent)
    {
        var length = (header[0] << 16) | (header[1] << 8) | header[2];
        _skip = length;
        switch (header[3])
        {
            case Data when length > 0 || (header[4] & EndStream) != 0:
                return null;
            case Headers:
                _requests++;
                return null;
            case Settings:
                return ++_settings > limits.Settings && !IsNewSecond(sent) ? "SETTINGS" : null;
            case Reset:
            case WindowUpdate when IsTooWide(header, after):
                return ++_resets > limits.Resets && !IsNewSecond(sent) ? "RST_STREAM" : null;
            default:
                return ++_others > _mostOthers && !IsNewSecond(sent) && !HasEarned(sent) ? "frames that carry no work" : null;
        }
    }

    // A window that came in two parts counts as any other; a flood of those comes a frame at a time.
    private static bool IsTooWide(ReadOnlySpan<byte> header, ReadOnlySpan<byte> after) =>
        after.Length >= WindowLength && BinaryPrimitives.ReadInt32BigEndian(header[5..]) != 0
        && (BinaryPrimitives.ReadUInt32BigEndian(after) & int.MaxValue) > TooWide;

    private bool HasEarned(long sent)
    {
        _mostOthers = limits.Others + ((sent - _sentAtStart) / FrameLimits.BytesPerFrame) + ((long)_requests * FrameLimits.PerRequest);
        return _others <= _mostOthers;
    }

    private bool IsNewSecond(long sent)
    {
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(_since, now) < TimeSpan.FromSeconds(1))
            return false;
        (_since, _sentAtStart, _mostOthers) = (now, sent, limits.Others);
        (_settings, _resets, _others, _requests) = (0, 0, 0, 0);
        return true;
    }
}

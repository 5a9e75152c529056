using System.Buffers;
using System.Buffers.Binary;
using Hub.Api.Hosting;
using Hub.Testing;

namespace Hub.Api.Tests.Hosting;

public sealed class FrameCountTests
{
    private const byte Data = 0, Headers = 1, Priority = 2, Reset = 3, Settings = 4, Ping = 6, WindowUpdate = 8, Continuation = 9, Unknown = 66;

    private static readonly FrameLimits Limits = new(Settings: 5, Resets: 10, Others: 20);
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(Settings, 6, 5, "SETTINGS")]
    [InlineData(Reset, 4, 10, "RST_STREAM")]
    [InlineData(Ping, 8, 20, "frames that carry no work")]
    [InlineData(WindowUpdate, 4, 20, "frames that carry no work")]
    [InlineData(Priority, 5, 20, "frames that carry no work")]
    [InlineData(Continuation, 0, 20, "frames that carry no work")]
    [InlineData(Data, 0, 20, "frames that carry no work")]
    [InlineData(Unknown, 300, 20, "frames that carry no work")]
    public void One_frame_more_than_its_limit_within_a_second_is_a_flood(byte type, int length, int most, string flood)
    {
        var count = NewCount();

        var within = count.Add(new(Many(most, Frame(type, length))), sent: 0);
        var beyond = count.Add(new(Frame(type, length)), sent: 0);

        Assert.Null(within);
        Assert.Equal(flood, beyond);
    }

    [Fact]
    public void Each_second_begins_anew()
    {
        var count = NewCount();

        for (var second = 0; second < 10; second++)
        {
            Assert.Null(count.Add(new(Many(5, Frame(Settings, 6))), sent: 0));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void Calls_and_what_they_carry_are_not_limited()
    {
        var count = NewCount();
        byte[] call = [.. Frame(Headers, 40), .. Frame(Data, 70_000), .. Frame(Data, 0, flags: 1)];

        Assert.Null(count.Add(new(Many(100, call)), sent: 0));
    }

    [Fact]
    public void What_the_hub_sends_and_what_is_asked_earns_windows_and_pings()
    {
        var count = NewCount();

        var earned = count.Add(new([.. Many(5, Frame(Headers, 10)), .. Many(20 + (5 * FrameLimits.PerRequest) + 30, Frame(WindowUpdate, 4))]), sent: 30 * FrameLimits.BytesPerFrame);
        var beyond = count.Add(new(Frame(WindowUpdate, 4)), sent: 30 * FrameLimits.BytesPerFrame);

        Assert.Null(earned);
        Assert.NotNull(beyond);
    }

    [Theory]
    [InlineData(1, int.MaxValue, "RST_STREAM")]
    [InlineData(1, int.MaxValue - 65_534, "RST_STREAM")]
    [InlineData(1, int.MaxValue - 65_535, null)]
    [InlineData(0, int.MaxValue, null)]
    public void A_window_that_makes_the_hub_reset_its_call_counts_as_a_reset(int stream, int increment, string? flood)
    {
        var window = Frame(WindowUpdate, 4);
        BinaryPrimitives.WriteInt32BigEndian(window.AsSpan(5), stream);
        BinaryPrimitives.WriteInt32BigEndian(window.AsSpan(9), increment);

        Assert.Equal(flood, NewCount().Add(new(Many(11, [.. Frame(Headers, 10), .. window])), sent: 0));
    }

    [Fact]
    public void Frames_are_found_however_their_bytes_are_cut()
    {
        byte[] bytes = [.. FrameCount.Preface, .. Many(6, [.. Frame(Headers, 33), .. Frame(Settings, 6), .. Frame(Data, 5)])];
        for (var piece = 1; piece <= bytes.Length; piece++)
        {
            var count = new FrameCount(Limits, _clock);
            var floods = bytes.Chunk(piece).Select(part => count.Add(new(part), sent: 0)).ToList();

            Assert.Single(floods, flood => flood == "SETTINGS");
        }

        Assert.Equal("SETTINGS", new FrameCount(Limits, _clock).Add(InSegments(bytes, 7), sent: 0));
    }

    [Fact]
    public void Counting_allocates_nothing()
    {
        var count = NewCount();
        var calls = new ReadOnlySequence<byte>(Many(100, [.. Frame(Headers, 40), .. Frame(Data, 100)]));
        count.Add(calls, sent: 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            count.Add(calls, sent: 0);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
    }

    private FrameCount NewCount()
    {
        var count = new FrameCount(Limits, _clock);
        Assert.Null(count.Add(new(FrameCount.Preface.ToArray()), sent: 0));
        return count;
    }

    private static byte[] Frame(byte type, int length, byte flags = 0)
    {
        var frame = new byte[9 + length];
        BinaryPrimitives.WriteInt32BigEndian(frame, length << 8);
        frame[3] = type;
        frame[4] = flags;
        return frame;
    }

    private static byte[] Many(int count, byte[] bytes) => [.. Enumerable.Repeat(bytes, count).SelectMany(frame => frame)];

    private static ReadOnlySequence<byte> InSegments(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        foreach (var part in bytes.Chunk(size))
        {
            last = new Segment(part, last);
            first ??= last;
        }

        return new(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}

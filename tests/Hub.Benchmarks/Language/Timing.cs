using System.Diagnostics;
using System.Globalization;

namespace Hub.Benchmarks.Language;

/// <summary>Microseconds and bytes of one call, as the median of warm repeats of many calls.</summary>
internal readonly record struct Timing(double Microseconds, double Bytes)
{
    private const int Repeats = 7;
    private static readonly TimeSpan LengthOfRepeat = TimeSpan.FromMilliseconds(60);

    public static Timing Of(Action<int> call)
    {
        var calls = Warm(call);
        var all = new (double Microseconds, double Bytes)[Repeats];
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < calls; i++)
                call(i);
            var time = Stopwatch.GetElapsedTime(start);
            all[repeat] = (time.TotalMicroseconds / calls, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / calls);
        }

        return new(Median(all.Select(one => one.Microseconds)), Median(all.Select(one => one.Bytes)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Microseconds,9:0.00} us {Bytes,9:0} B");

    /// <summary>Calls until the compiler of the runtime has done its best; returns how many calls fill a repeat.</summary>
    private static int Warm(Action<int> call)
    {
        var calls = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < 8 * LengthOfRepeat;)
            call(calls++);
        return Math.Max(1, calls / 8);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Repeats / 2);
}

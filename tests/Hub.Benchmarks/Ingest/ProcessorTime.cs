using System.Globalization;

namespace Hub.Benchmarks.Ingest;

/// <summary>What a process has cost so far, kernel included, as the operating system counts it. Other work on the machine does not show in it.</summary>
/// <param name="All">Seconds of all its threads.</param>
/// <param name="Writer">Seconds of the hub's writer; 0 in a process without one.</param>
internal readonly record struct ProcessorTime(double All, double Writer)
{
    private const double TicksPerSecond = 100;
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Reads both for a process.</summary>
    public static ProcessorTime Of(int processId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return new(ticks / TicksPerSecond, WriterOf(folder));
    }

    public static ProcessorTime operator -(ProcessorTime later, ProcessorTime earlier) =>
        new(later.All - earlier.All, later.Writer - earlier.Writer);

    private static double WriterOf(string folder)
    {
        foreach (var thread in Directory.GetDirectories(Path.Combine(folder, "task")))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(thread, "comm")).AsSpan().Trim() is "ingest writer")
                    return long.Parse(File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture) / NanosecondsPerSecond;
            }
            catch (IOException)
            {
                // The thread ended meanwhile, or the kernel keeps no such count.
            }
        }

        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using Hub.Testing;

namespace Hub.Benchmarks.Read;

/// <summary>A server process on a core of its own: what it costs is read from the operating system.</summary>
internal sealed class ServerUnderTest(
    string name, int processId, Uri url, Func<ReadQuery, byte[][]> requests, Func<ValueTask> stop, params string[] answers) : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    /// <summary>What it is, in a few words.</summary>
    public string Name => name;

    public Uri Url => url;

    /// <summary>Whether it can be asked this; all of them when nothing else was said.</summary>
    public bool Answers(ReadQuery query) => answers.Length == 0 || answers.Contains(query.Name);

    /// <summary>The whole requests of a query, one for each set of parameters.</summary>
    public byte[][] RequestsOf(ReadQuery query) => requests(query);

    /// <summary>Seconds of processor time so far, all threads, kernel included.</summary>
    public double ProcessorSeconds()
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Memory of its own, without mapped files, in MiB.</summary>
    public long AnonymousMemory() => ProcessMemory.AnonymousKiB(processId) / 1024;

    /// <summary>Binds every thread of the server to the first core; the driver takes the last.</summary>
    public void Pin()
    {
        if (Environment.ProcessorCount < 2)
            return;
        using var taskset = Process.Start(new ProcessStartInfo(
            "taskset", ["-a", "-p", "-c", "0", processId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        taskset.WaitForExit();
    }

    /// <summary>A server in a process of its own, which ends with this.</summary>
    public static ServerUnderTest Start(string name, ProcessStartInfo start, Uri url, Func<ReadQuery, byte[][]> requests, params string[] answers)
    {
        var process = Process.Start(start)!;
        return new(name, process.Id, url, requests, () =>
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
            return ValueTask.CompletedTask;
        }, answers);
    }

    public ValueTask DisposeAsync() => stop();
}

using System.Globalization;

namespace Hub.Testing;

/// <summary>What a process has in memory of its own: without mapped files, of which a database has many.</summary>
public static class ProcessMemory
{
    /// <summary>Anonymous memory in KiB; 0 where the system does not tell, which only Linux does.</summary>
    public static long AnonymousKiB(int process)
    {
        const string name = "RssAnon:";
        if (!OperatingSystem.IsLinux())
            return 0;
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length, line.Length - name.Length - "kB".Length).Trim(), CultureInfo.InvariantCulture);
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Hub.Samples.Quickstart.Running;

/// <summary>Asks another process to end by itself, which .NET has no call for.</summary>
internal static partial class ProcessSignal
{
    private const int SigTerm = 15;

    /// <summary>
    /// Sends SIGTERM. Windows has no such thing for a process without a window: there the process is ended at once, which costs
    /// nothing that was acknowledged, because that is on disk.
    /// </summary>
    public static void AskToEnd(Process process)
    {
        if (OperatingSystem.IsWindows() || Send(process.Id, SigTerm) != 0)
            process.Kill(entireProcessTree: true);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);
}

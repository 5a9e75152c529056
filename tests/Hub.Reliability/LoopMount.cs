using System.Diagnostics;

namespace Hub.Reliability;

/// <summary>A file system of its own, which only root can make: an ext4 image on a loop device, or memory of a given size.</summary>
internal sealed class LoopMount : IDisposable
{
    private LoopMount(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts an image; skips the test where that cannot be done.</summary>
    public static LoopMount Image(string image, string at) => Mount(at, "-o", "loop", image, at);

    /// <summary>Mounts memory of so many megabytes.</summary>
    public static LoopMount Memory(int megabytes, string at) => Mount(at, "-t", "tmpfs", "-o", FormattableString.Invariant($"size={megabytes}m"), "tmpfs", at);

    /// <summary>Makes an empty ext4 image.</summary>
    public static void Make(string image, int megabytes)
    {
        using (var file = File.Create(image))
            file.SetLength((long)megabytes << 20);
        Assert.SkipUnless(Run("mkfs.ext4", "-q", "-F", image), "No ext4 can be made here.");
    }

    /// <summary>Gives a file system in memory another size.</summary>
    public void Resize(int megabytes) => Assert.True(Run("mount", "-o", FormattableString.Invariant($"remount,size={megabytes}m"), Path));

    public void Dispose() => Run("umount", "-l", Path);

    public static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
            process!.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static LoopMount Mount(string at, params string[] arguments)
    {
        Directory.CreateDirectory(at);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", arguments), "Only root can mount a file system of its own.");
        return new(at);
    }
}

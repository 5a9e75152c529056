using System.Text;

namespace Hub.Auth.Audit;

/// <summary>The files of a log, and the lock that one process holds while it appends.</summary>
internal sealed class AuditFolder(string path)
{
    public const string CheckpointFile = "checkpoint";
    public const string VerifierKeyFile = "verifier-key";
    public const string KeyFile = "key";
    public const string LockFile = "lock";

    private const string Aside = ".new";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public string Path => path;

    /// <summary>Waits until no other process appends. Disposing what it returns lets the next one.</summary>
    public async Task<IDisposable> LockAsync(CancellationToken cancel)
    {
        Create(path);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(Full(LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException failure) when (failure is not (FileNotFoundException or DirectoryNotFoundException))
            {
                if (TimeProvider.System.GetElapsedTime(started) > Longest)
                    throw new AuditException($"{Full(LockFile)} was held by another process for {Longest.TotalSeconds:0} s. Look for one that hangs.", failure);
            }

            await Task.Delay(Pause, TimeProvider.System, cancel);
        }
    }

    public string Full(string file) => System.IO.Path.Combine(path, file);

    public bool Exists(string file) => File.Exists(Full(file));

    /// <summary>Bytes of a file; null when it is not there.</summary>
    public byte[]? Read(string file)
    {
        try
        {
            return File.ReadAllBytes(Full(file));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public string? ReadText(string file) => Read(file) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Writes a file whole: a reader sees the old one or the new one, and what is there after a power cut is one of them.</summary>
    public void Write(string file, ReadOnlySpan<byte> bytes)
    {
        var full = Full(file);
        Create(System.IO.Path.GetDirectoryName(full)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(full + Aside, options))
        {
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }

        File.Move(full + Aside, full, overwrite: true);
    }

    /// <summary>Removes a folder of the log with all it holds.</summary>
    public void RemoveFolder(string folder)
    {
        if (Directory.Exists(Full(folder)))
            Directory.Delete(Full(folder), recursive: true);
    }

    /// <summary>Every file of the tree, relative to the log's folder.</summary>
    public IEnumerable<string> Tiles() => Directory.Exists(Full("tile"))
        ? Directory.EnumerateFiles(Full("tile"), "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(path, file))
        : [];

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

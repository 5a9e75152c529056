using System.Diagnostics;
using System.Text;
using Hub.Catalogue.V1;
using Microsoft.EntityFrameworkCore;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// The same upsert in C on the same SQLite library, in a process of its own: what the disk and the B-trees cost and nothing else. Built with
/// <c>cc</c>; where there is none it is left out, and said so.
/// </summary>
internal sealed class FloorPeer : Peer
{
    private readonly LocalDatabase _local = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-floor-").FullName;
    private Process _process = null!;
    private long _nextId = 1;

    public override string Name => "the same upsert in C, 10,000 a transaction";

    public override int ProcessId => _process.Id;

    private string Program => Path.Combine(_folder, "floor");

    /// <summary>The peer, or null where no C compiler is.</summary>
    public static FloorPeer? Build()
    {
        var peer = new FloorPeer();
        var source = Path.Combine(AppContext.BaseDirectory, "floor.c");
        try
        {
            using var compiler = Process.Start("cc", ["-O2", "-o", peer.Program, source, "-ldl"]);
            compiler.WaitForExit();
            if (compiler.ExitCode == 0)
                return peer;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No compiler.
        }

        Console.WriteLine("the C peer is left out: no C compiler (cc) is here");
        return null;
    }

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        await _local.CreateAsync();
        _process = Process.Start(new ProcessStartInfo(Program, [CppBuild.Sqlite, _local.Database.Path]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Ready(items);
        await WriteAsync(items);
    }

    public override void Ready(IReadOnlyList<Item> items)
    {
        var path = Path.Combine(_folder, "rows");
        using (var file = new BinaryWriter(File.Create(path)))
        {
            var sql = Encoding.UTF8.GetBytes(UpsertRow.Sql);
            file.Write(sql.Length);
            file.Write(UpsertRow.Count);
            file.Write(items.Count);
            file.Write(sql);
            foreach (var row in _local.Rows(items))
            {
                foreach (var value in UpsertRow.Values(_nextId++, _local.SourceId, row))
                    Write(file, value);
            }
        }

        Ask($"load {path}", "loaded");
    }

    public override Task WriteAsync(IReadOnlyList<Item> items) => Task.Run(() => Ask("write", "written"));

    public override async Task<long> CountAsync()
    {
        await using var db = _local.Database.Open();
        return await db.Offers.LongCountAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _local.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Ask(string command, string expected)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        if (_process.StandardOutput.ReadLine() is var answer && answer != expected)
            throw new InvalidOperationException($"The C peer answered '{answer}' to '{command}'.");
    }

    private static void Write(BinaryWriter file, object? value)
    {
        switch (value)
        {
            case null:
                file.Write((byte)0);
                break;
            case string text:
                WriteBytes(file, 2, Encoding.UTF8.GetBytes(text));
                break;
            case byte[] blob:
                WriteBytes(file, 3, blob);
                break;
            default:
                file.Write((byte)1);
                file.Write(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteBytes(BinaryWriter file, byte type, byte[] bytes)
    {
        file.Write(type);
        file.Write(bytes.Length);
        file.Write(bytes);
    }
}

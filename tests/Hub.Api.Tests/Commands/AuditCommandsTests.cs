using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Api.Commands;
using Hub.Testing;

namespace Hub.Api.Tests.Commands;

/// <summary><c>hub audit</c> on a log of a few entries, as it was written and as somebody changed it.</summary>
public sealed class AuditCommandsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private string _participant = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder.Path, "audit");

    private string Checkpoint => Path.Combine(Log, "checkpoint");

    // The newest of the partial tiles, which are named after their width; older ones stay.
    private string Entries => Directory.EnumerateFiles(Path.Combine(Log, "tile", "entries"), "*", SearchOption.AllDirectories)
        .MaxBy(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))!;

    public async ValueTask InitializeAsync()
    {
        _participant = (await RunAsync("participants", "add", "Balai Latihan", "--kind", "PROVIDER")).GetProperty("id").GetString()!;
        await AddClientAsync();
        await AddClientAsync();
    }

    [Fact]
    public async Task A_log_as_it_was_written_is_whole()
    {
        var report = await RunAsync("audit", "verify");
        var (code, text) = await TextAsync("audit", "verify");

        Assert.Equal((true, 0), (report.GetProperty("whole").GetBoolean(), report.GetProperty("problems").GetArrayLength()));
        Assert.Equal(CommandOutput.Success, code);
        Assert.Contains($"is whole: {report.GetProperty("size").GetInt64()} entries, root {report.GetProperty("root_hash").GetString()}.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("edit", "CHECKPOINT_DIFFERS")]
    [InlineData("removal", "ENTRIES_MISSING")]
    [InlineData("reorder", "CHECKPOINT_DIFFERS")]
    [InlineData("truncation", "WITNESS_DIFFERS")]
    [InlineData("forged checkpoint", "CHECKPOINT_NOT_SIGNED")]
    public async Task What_somebody_changed_is_found_and_told(string what, string reason)
    {
        await ChangeAsync(what);

        var report = await OfflineCommands.RunAsync(_folder.Path, CommandOutput.Failure, "audit", "verify");
        var (code, text) = await TextAsync("audit", "verify");

        Assert.False(report.GetProperty("whole").GetBoolean());
        Assert.Contains(report.GetProperty("problems").EnumerateArray(), problem => problem.GetProperty("reason").GetString() == reason);
        Assert.Equal(CommandOutput.Failure, code);
        Assert.Contains("is not what was written", text, StringComparison.Ordinal);
        Assert.Contains("restore the folder from a backup", text, StringComparison.Ordinal);
        Assert.All(
            report.GetProperty("problems").EnumerateArray(),
            problem => Assert.Contains($"{problem.GetProperty("reason").GetString()}: {problem.GetProperty("message").GetString()}", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_kept_elsewhere_is_compared()
    {
        var kept = Path.Combine(_folder.Path, "kept");
        File.Copy(Checkpoint, kept);
        await AddClientAsync();
        Assert.True((await RunAsync("audit", "verify", "--checkpoint", kept)).GetProperty("whole").GetBoolean());

        await File.WriteAllTextAsync(kept, "not a checkpoint", Cancel);
        var report = await OfflineCommands.RunAsync(_folder.Path, CommandOutput.Failure, "audit", "verify", "--checkpoint", kept);

        Assert.Equal("KEPT_CHECKPOINT_NOT_SIGNED", Assert.Single(report.GetProperty("problems").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(("CHECKPOINT_UNREADABLE", "checkpoint"), await OfflineCommands.RefusalAsync(_folder.Path, "audit", "verify", "--checkpoint", kept + ".none"));
    }

    [Fact]
    public async Task Entries_are_listed_by_event_and_client_and_proved()
    {
        var added = (await RunAsync("audit", "list", "--event", "client.added")).GetProperty("entries").EnumerateArray().ToList();
        var client = added[1].GetProperty("entry").GetProperty("client").GetString()!;
        var ofOne = Assert.Single((await RunAsync("audit", "list", "--client", client)).GetProperty("entries").EnumerateArray());
        var last = Assert.Single((await RunAsync("audit", "list", "--last", "1")).GetProperty("entries").EnumerateArray());
        var index = ofOne.GetProperty("index").GetInt64();

        var proof = await RunAsync("audit", "proof", $"{index}");
        var (_, text) = await TextAsync("audit", "list", "--event", "client.");

        Assert.Equal(2, added.Count);
        Assert.Equal(index, last.GetProperty("index").GetInt64());
        Assert.Contains($"\"client\":\"{client}\"", proof.GetProperty("entry").GetString(), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(Checkpoint, Cancel), proof.GetProperty("checkpoint").GetString());
        Assert.NotEmpty(proof.GetProperty("path").EnumerateArray());
        Assert.Contains($"{index}  ", text, StringComparison.Ordinal);
        Assert.Empty((await RunAsync("audit", "list", "--since", "2999-01-01T00:00:00Z")).GetProperty("entries").EnumerateArray());
        Assert.Equal(("ENTRY_NOT_FOUND", "index"), await OfflineCommands.RefusalAsync(_folder.Path, "audit", "proof", $"{index + 1}"));
    }

    [Fact]
    public async Task Another_log_begins_only_where_the_old_one_is_gone_and_tells_how_far_that_was()
    {
        var size = (await RunAsync("audit", "verify")).GetProperty("size").GetInt64();
        Assert.Equal("LOG_IN_THE_WAY", (await OfflineCommands.RunAsync(_folder.Path, 1, "audit", "restart", "--reason", "disk lost")).GetProperty("error").GetProperty("reason").GetString());
        Directory.Delete(Log, recursive: true);

        var restarted = await RunAsync("audit", "restart", "--reason", "disk lost");

        var entry = Assert.Single((await RunAsync("audit", "list", "--event", "audit.restarted")).GetProperty("entries").EnumerateArray()).GetProperty("entry");
        Assert.Equal((size, size), (restarted.GetProperty("old_size").GetInt64(), entry.GetProperty("count").GetInt64()));
        Assert.Equal("disk lost", entry.GetProperty("reason").GetString());
        Assert.True((await RunAsync("audit", "verify")).GetProperty("whole").GetBoolean());
    }

    public ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ChangeAsync(string what)
    {
        switch (what)
        {
            case "edit":
                var bytes = await File.ReadAllBytesAsync(Entries, Cancel);
                bytes[^3] ^= 1;
                await File.WriteAllBytesAsync(Entries, bytes, Cancel);
                return;
            case "removal":
                await WriteAsync(entries => [.. entries[..^2], entries[^1]]);
                return;
            case "reorder":
                await WriteAsync(entries => [.. entries[..^2], entries[^1], entries[^2]]);
                return;
            case "truncation":
                var old = Path.Combine(_folder.Path, "old");
                Copy(Log, old);
                await AddClientAsync();
                Directory.Delete(Log, recursive: true);
                Copy(old, Log);
                return;
            default:
                var note = await File.ReadAllTextAsync(Checkpoint, Cancel);
                var size = note.Split('\n')[1];
                await File.WriteAllTextAsync(Checkpoint, note.Replace($"\n{size}\n", $"\n{int.Parse(size, CultureInfo.InvariantCulture) - 1}\n", StringComparison.Ordinal), Cancel);
                return;
        }
    }

    // Each entry has its length before it, two bytes, the higher first (C2SP tlog-tiles).
    private async Task WriteAsync(Func<byte[][], IEnumerable<byte[]>> change)
    {
        var rest = (await File.ReadAllBytesAsync(Entries, Cancel)).AsMemory();
        var entries = new List<byte[]>();
        while (rest.Length > 0)
        {
            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(rest.Span);
            entries.Add(rest[..length].ToArray());
            rest = rest[length..];
        }

        Assert.StartsWith("{", Encoding.UTF8.GetString(entries[0].AsSpan(2)), StringComparison.Ordinal);
        await File.WriteAllBytesAsync(Entries, [.. change([.. entries]).SelectMany(entry => entry)], Cancel);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }
    }

    private Task<JsonElement> AddClientAsync() => RunAsync("clients", "add", "--participant", _participant, "--scopes", "feed.read");

    private Task<JsonElement> RunAsync(params string[] arguments) => OfflineCommands.RunAsync(_folder.Path, CommandOutput.Success, arguments);

    private async Task<(int Code, string Text)> TextAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await HubCommand.RunAsync(
            [.. arguments, "--environment", "Development", "--data-directory", _folder.Path], Program.Build, output, error, Cancel);
        return (code, output.ToString() + error);
    }
}

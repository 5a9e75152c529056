using System.Diagnostics;
using System.Text.Json;
using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Testing;

namespace Hub.Auth.Tests.Audit;

/// <summary>
/// R21: the log and its proofs under a verifier of another language, which shares no code with the hub and reads nothing but the folder.
/// <c>HUB_RIGS=full</c> takes 100,000 entries.
/// </summary>
public sealed class ForeignVerifierTests : IAsyncLifetime
{
    private const int AllSizesUpTo = 130;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly OperatorKeys _operatorKeys = new(AuditRig.Key("one"));
    private AuditRig _rig = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Size => Environment.GetEnvironmentVariable("HUB_RIGS") == "full" ? 100_000 : 3_000;

    public async ValueTask InitializeAsync()
    {
        _rig = new(_folder.Path, _clock, _operatorKeys);
        await _rig.MigrateAsync(Cancel);
    }

    [Fact]
    public async Task Every_entry_and_every_proof_holds_under_a_verifier_of_another_language()
    {
        Assert.SkipUnless(HasNode(), "Node.js is not installed.");
        var started = Stopwatch.GetTimestamp();
        for (var done = 1; done < Size; done += 1_000)
            await _rig.Writer.AppendAsync(Entries(done, Math.Min(1_000, Size - done)), Cancel);
        var appended = Stopwatch.GetElapsedTime(started);
        var proofs = Path.Combine(_folder.Path, "proofs");
        await File.WriteAllLinesAsync(proofs, Proofs(), Cancel);

        started = Stopwatch.GetTimestamp();
        var report = await new AuditInspector(_rig.Folder, _rig.Witnesses).VerifyAsync(null, Cancel);
        var verified = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        var (exit, told) = await RunAsync(proofs);
        var foreign = Stopwatch.GetElapsedTime(started);

        Assert.Empty(report.Problems);
        Assert.Equal((0, Size), (exit, (int)report.Size));
        var answer = JsonDocument.Parse(told).RootElement;
        Assert.Equal(report.RootHash, answer.GetProperty("root").GetString());
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{Size} entries: {Size / appended.TotalSeconds:0}/s in batches of 1,000; verified in {verified.TotalMilliseconds:0} ms, by Node.js in {foreign.TotalMilliseconds:0} ms: {told.Trim()}"));
    }

    [Fact]
    public async Task The_other_verifier_finds_an_entry_that_was_changed()
    {
        Assert.SkipUnless(HasNode(), "Node.js is not installed.");
        await _rig.Writer.AppendAsync(Entries(1, 299), Cancel);
        var file = TilePath.Of(TilePath.Entries, 0, TilePath.Width);
        var bundle = _rig.Folder.Read(file)!;
        bundle[^3] ^= 1;
        _rig.Folder.Write(file, bundle);

        var (exit, _) = await RunAsync();

        Assert.Equal(1, exit);
    }

    public ValueTask DisposeAsync()
    {
        _rig.Dispose();
        _operatorKeys.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // Every proof of every size up to a bound, and some at the size of the whole log.
    private IEnumerable<string> Proofs()
    {
        var whole = new TileReader(_rig.Folder, Size);
        for (var size = 1; size <= AllSizesUpTo; size++)
        {
            for (var index = 0; index < size; index++)
            {
                yield return Line(("index", index), size, MerkleTree.ProveInclusion(index, size, whole.Root));
                yield return Line(("old_size", index + 1), size, MerkleTree.ProveConsistency(index + 1, size, whole.Root));
            }
        }

        for (var index = 0; index < Size; index += (Size / 200) + 1)
        {
            yield return Line(("index", index), Size, MerkleTree.ProveInclusion(index, Size, whole.Root));
            yield return Line(("old_size", index + 1), Size, MerkleTree.ProveConsistency(index + 1, Size, whole.Root));
        }
    }

    private static string Line((string Name, int Value) what, int size, IEnumerable<byte[]> path) =>
        JsonSerializer.Serialize(new Dictionary<string, object> { [what.Name] = what.Value, ["size"] = size, ["path"] = path.Select(Convert.ToBase64String) });

    private IEnumerable<byte[]> Entries(int from, int count) => Enumerable.Range(from, count).Select(i => CanonicalJson.Write(
        new(AuditEvents.TokensIssued) { By = $"client:arunika-{i % 50}", Client = $"arunika-{i % 50}", Count = i, FirstTokenId = $"jti-{i}", LastTokenId = $"jti-{i + 1}" },
        _clock.GetUtcNow()));

    private async Task<(int Exit, string Told)> RunAsync(params string[] proofs)
    {
        var script = Path.Combine(Repository.Root, "tests/Hub.Conformance/AuditLog/verify.mjs");
        using var process = Process.Start(new ProcessStartInfo("node", [script, _rig.Folder.Path, .. proofs]) { RedirectStandardOutput = true })!;
        var told = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, told);
    }

    private static bool HasNode()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}

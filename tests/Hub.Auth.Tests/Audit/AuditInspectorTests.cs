using System.Security.Cryptography;
using System.Text;
using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Testing;

namespace Hub.Auth.Tests.Audit;

public sealed class AuditInspectorTests : IAsyncLifetime
{
    private const int Size = 600;

    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly OperatorKeys _operatorKeys = new(AuditRig.Key("one"));
    private AuditRig _rig = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AuditInspector Inspector => new(_rig.Folder, _rig.Witnesses);

    public async ValueTask InitializeAsync()
    {
        _rig = new(_folder.Path, _clock, _operatorKeys);
        await _rig.MigrateAsync(Cancel);
        await AppendAsync(Size - 1);
    }

    [Fact]
    public async Task A_log_as_it_was_written_is_whole_and_its_proofs_lead_to_the_checkpoint()
    {
        var report = await Inspector.VerifyAsync(null, Cancel);

        Assert.Empty(report.Problems);
        Assert.Equal(Size, report.Size);
        Assert.All(new long[] { 0, 255, 256, 511, 512, Size - 1 }, index => Assert.NotNull(Inspector.Prove(index)));
        Assert.Null(Inspector.Prove(Size));
        Assert.Equal(Size, Inspector.Read().Count());
    }

    [Fact]
    public async Task Any_bit_that_is_changed_anywhere_is_found()
    {
        foreach (var file in Files())
        {
            var (path, bytes) = (_rig.Folder.Full(file), _rig.Folder.Read(file)!);
            foreach (var place in Places(bytes.Length))
            {
                File.WriteAllBytes(path, [.. bytes.Select((value, i) => i == place ? (byte)(value ^ (1 << (place % 8))) : value)]);
                await FindsAsync($"bit in byte {place} of {file}");
            }

            File.WriteAllBytes(path, bytes);
        }
    }

    [Fact]
    public async Task Any_file_that_is_removed_cut_off_grown_or_swapped_is_found()
    {
        var files = Files();
        foreach (var file in files)
        {
            var (path, bytes) = (_rig.Folder.Full(file), _rig.Folder.Read(file)!);
            File.Delete(path);
            await FindsAsync($"removal of {file}");
            foreach (var length in Places(bytes.Length))
            {
                File.WriteAllBytes(path, bytes[..length]);
                await FindsAsync($"{file} cut off at {length}");
            }

            File.WriteAllBytes(path, [.. bytes, .. bytes]);
            await FindsAsync($"{file} twice");
            File.WriteAllBytes(path, _rig.Folder.Read(files[(files.IndexOf(file) + 1) % files.Count])!);
            await FindsAsync($"another in place of {file}");
            File.WriteAllBytes(path, bytes);
        }
    }

    [Fact]
    public async Task A_log_put_back_to_what_it_was_is_found_by_the_database_and_by_a_checkpoint_kept_elsewhere()
    {
        var old = Files().ToDictionary(file => file, file => _rig.Folder.Read(file)!);
        await AppendAsync(100);
        var kept = _rig.Folder.ReadText(AuditFolder.CheckpointFile);
        Directory.Delete(_rig.Folder.Full("tile"), recursive: true);
        foreach (var (file, bytes) in old)
            _rig.Folder.Write(file, bytes);

        var byDatabase = await Inspector.VerifyAsync(null, Cancel);
        await _rig.Witnesses.ForgetAsync(Cancel);
        var byNothing = await Inspector.VerifyAsync(null, Cancel);
        var byKept = await Inspector.VerifyAsync(kept, Cancel);

        Assert.Equal(["WITNESS_DIFFERS"], byDatabase.Problems.Select(problem => problem.Reason));
        Assert.Empty(byNothing.Problems);
        Assert.Equal(["KEPT_CHECKPOINT_DIFFERS"], byKept.Problems.Select(problem => problem.Reason));
    }

    [Fact]
    public async Task Another_history_under_the_same_key_is_found()
    {
        var kept = _rig.Folder.ReadText(AuditFolder.CheckpointFile);
        Directory.Delete(_rig.Folder.Full("tile"), recursive: true);
        File.Delete(_rig.Folder.Full(AuditFolder.CheckpointFile));
        await _rig.Witnesses.ForgetAsync(Cancel);
        _rig.Dispose();
        _rig = new(_folder.Path, _clock, _operatorKeys);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await AppendAsync(Size + 50);

        var report = await Inspector.VerifyAsync(kept, Cancel);

        Assert.Equal(["KEPT_CHECKPOINT_DIFFERS"], report.Problems.Select(problem => problem.Reason));
    }

    [Fact]
    public async Task A_forged_log_of_another_key_is_found()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = new VerifierKey(AuditRig.Origin, stranger.ExportSubjectPublicKeyInfo());
        var forged = new Checkpoint(AuditRig.Origin, Size, RandomNumberGenerator.GetBytes(32)).Sign(key, stranger);
        _rig.Folder.Write(AuditFolder.CheckpointFile, Encoding.UTF8.GetBytes(forged));
        await FindsAsync("a checkpoint of another key");
        _rig.Folder.Write(AuditFolder.VerifierKeyFile, Encoding.UTF8.GetBytes(key.Text + "\n"));

        var report = await Inspector.VerifyAsync(null, Cancel);

        Assert.Contains("VERIFIER_KEY_CHANGED", report.Problems.Select(problem => problem.Reason));
    }

    public ValueTask DisposeAsync()
    {
        _rig.Dispose();
        _operatorKeys.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task FindsAsync(string what)
    {
        var report = await Inspector.VerifyAsync(null, Cancel);
        Assert.True(report.Problems.Count > 0, $"Not found: {what}");
    }

    private Task AppendAsync(int count) => _rig.Writer.AppendAsync(
        Enumerable.Range(0, count).Select(i => CanonicalJson.Write(new(AuditEvents.ClientAdded) { Client = $"client-{i}" }, _clock.GetUtcNow())), Cancel);

    // What a verifier reads; the key that signs opens or does not, and the lock is empty.
    private List<string> Files() => [.. _rig.Folder.Tiles(), AuditFolder.CheckpointFile, AuditFolder.VerifierKeyFile];

    private static IEnumerable<int> Places(int length) => new[] { 0, 1, length / 3, length / 2, length - 1 }.Distinct();
}

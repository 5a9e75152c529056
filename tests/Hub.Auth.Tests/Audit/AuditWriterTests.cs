using Hub.Auth.Audit;
using Hub.Auth.Keys;
using Hub.Testing;

namespace Hub.Auth.Tests.Audit;

public sealed class AuditWriterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly OperatorKeys _operatorKeys = new(AuditRig.Key("one"));
    private readonly List<AuditRig> _rigs = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var rig = Open();
        await rig.MigrateAsync(Cancel);
        await rig.Log.RecordAsync(new(AuditEvents.ClientAdded));
    }

    [Fact]
    public async Task The_log_is_whole_after_appends_of_every_size()
    {
        foreach (var count in new[] { 1, 253, 1, 1, 255, 256, 257, 600, 3 })
            await _rigs[0].Writer.AppendAsync(Entries(count), Cancel);

        var report = await Inspect();
        Assert.Empty(report.Problems);
        Assert.Equal(2 + 1_627, report.Size);
    }

    [Fact]
    public async Task A_tail_without_a_checkpoint_is_reported_then_removed_and_told()
    {
        var note = _rigs[0].Folder.Read(AuditFolder.CheckpointFile)!;
        await _rigs[0].Writer.AppendAsync(Entries(700), Cancel);
        _rigs[0].Folder.Write(AuditFolder.CheckpointFile, note);
        await _rigs[0].Witnesses.ForgetAsync(Cancel);

        var before = await Inspect();
        await Open().Log.RecordAsync(new(AuditEvents.ClientAdded));
        var after = await Inspect();

        Assert.All(before.Problems, problem => Assert.True(problem.Reason is "FILE_UNKNOWN" or "TILE_MISSING"));
        Assert.NotEmpty(before.Problems);
        Assert.Empty(after.Problems);
        Assert.Equal(4, after.Size);
        Assert.Equal(["audit.begun", "client.added", "audit.recovered", "client.added"], Events());
    }

    [Fact]
    public async Task Entries_whose_checkpoint_was_lost_in_a_power_cut_come_back_when_the_database_remembers_them()
    {
        var note = _rigs[0].Folder.Read(AuditFolder.CheckpointFile)!;
        await _rigs[0].Writer.AppendAsync(Entries(40), Cancel);
        _rigs[0].Folder.Write(AuditFolder.CheckpointFile, note);

        await Open().Log.RecordAsync(new(AuditEvents.ClientAdded));

        var report = await Inspect();
        Assert.Empty(report.Problems);
        Assert.Equal(2 + 40 + 1, report.Size);
    }

    [Fact]
    public async Task A_log_that_was_cut_off_takes_no_more_entries()
    {
        var note = _rigs[0].Folder.Read(AuditFolder.CheckpointFile)!;
        await _rigs[0].Writer.AppendAsync(Entries(40), Cancel);
        _rigs[0].Folder.Write(AuditFolder.CheckpointFile, note);
        File.Delete(_rigs[0].Folder.Full(TilePath.Of(TilePath.Entries, 0, 42)));

        var failure = await Assert.ThrowsAsync<AuditException>(() => Open().Log.RecordAsync(new(AuditEvents.ClientAdded)));

        Assert.Contains("lacks tiles", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_gone_is_not_begun_again_by_itself()
    {
        Directory.Delete(_rigs[0].Folder.Path, recursive: true);

        var failure = await Assert.ThrowsAsync<AuditException>(() => Open().Log.RecordAsync(new(AuditEvents.ClientAdded)));

        Assert.Contains("hub audit restart", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_moves_under_the_newest_operator_key_and_stays_the_same()
    {
        var before = _rigs[0].Folder.ReadText(AuditFolder.VerifierKeyFile);
        using var both = new OperatorKeys(AuditRig.Key("two"), AuditRig.Key("one"));
        using var newest = new OperatorKeys(AuditRig.Key("two"));

        await Open(both).Log.RecordAsync(new(AuditEvents.ClientAdded));
        await Open(newest).Log.RecordAsync(new(AuditEvents.ClientAdded));
        var failure = await Assert.ThrowsAsync<AuditException>(() => Open().Log.RecordAsync(new(AuditEvents.ClientAdded)));

        Assert.Equal(before, _rigs[0].Folder.ReadText(AuditFolder.VerifierKeyFile));
        Assert.Contains("operator key", failure.Message, StringComparison.Ordinal);
        Assert.Empty((await Inspect()).Problems);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var rig in _rigs)
            rig.Dispose();
        _operatorKeys.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private AuditRig Open(OperatorKeys? operatorKeys = null)
    {
        _rigs.Add(new(_folder.Path, _clock, operatorKeys ?? _operatorKeys));
        return _rigs[^1];
    }

    private Task<AuditReport> Inspect() => new AuditInspector(_rigs[0].Folder, _rigs[0].Witnesses).VerifyAsync(null, Cancel);

    private IEnumerable<string?> Events() =>
        new AuditInspector(_rigs[0].Folder, _rigs[0].Witnesses).Read().Select(read => read.Entry.GetProperty("event").GetString());

    private IEnumerable<byte[]> Entries(int count) =>
        Enumerable.Range(0, count).Select(i => CanonicalJson.Write(new(AuditEvents.TokensIssued) { Count = i }, _clock.GetUtcNow()));
}

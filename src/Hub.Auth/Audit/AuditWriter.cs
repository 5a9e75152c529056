using Hub.Auth.Keys;
using Hub.Data.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Audit;

/// <summary>
/// Appends to the log, one process at a time: tiles first, on disk, then the checkpoint that makes them count, then the witness in the
/// database. What a process left behind in between is put right by the next that appends.
/// </summary>
internal sealed class AuditWriter(
    AuditFolder folder, string origin, Func<OperatorKeys> operatorKeys, AuditWitnessStore witnesses, TimeProvider time, ILogger<AuditLog> log)
    : IDisposable
{
    private AuditKey? _key;
    private TileEdge? _edge;
    private string? _note;

    /// <summary>Appends entries and returns once they are on disk. Called by one thread at a time.</summary>
    /// <exception cref="AuditException">The log is not what it was; nothing was appended.</exception>
    public async Task AppendAsync(IEnumerable<byte[]> entries, CancellationToken cancel)
    {
        using var locked = await folder.LockAsync(cancel);
        try
        {
            List<byte[]> appended = [.. await OpenAsync(cancel), .. entries];
            if (appended is [])
                return;

            var filled = _edge!.Append(folder, appended);
            var checkpoint = new Checkpoint(_key!.Verifier.Name, _edge.Size, _edge.Root());
            var note = _key.Sign(checkpoint);
            folder.Write(AuditFolder.CheckpointFile, System.Text.Encoding.UTF8.GetBytes(note));
            _note = note;
            await RememberAsync(checkpoint);
            foreach (var partials in filled)
                folder.RemoveFolder(partials);
        }
        catch
        {
            // Half of it may be in memory: the next append reads again how far the log is.
            _edge = null;
            throw;
        }
    }

    public void Dispose() => _key?.Dispose();

    // Another process may have appended, or begun the log, since. Returns what is to be told about what was found.
    private async Task<List<byte[]>> OpenAsync(CancellationToken cancel)
    {
        var note = folder.ReadText(AuditFolder.CheckpointFile);
        if (_edge is not null && _note == note)
            return [];

        var witness = await witnesses.FindAsync(cancel);
        _key?.Dispose();
        _key = null;
        if (note is null && witness is not null)
        {
            throw Damaged(
                $"has no checkpoint, but the database remembers {witness.Size} entries. Restore the folder from a backup; "
                + "or, if it is lost for good, move what is left of it away and begin another log with hub audit restart.");
        }

        _key = note is null && !folder.Exists(AuditFolder.KeyFile) ? AuditKey.Make(folder, origin, operatorKeys()) : AuditKey.Open(folder, operatorKeys());
        if (witness is not null && witness.VerifierKey != _key.Verifier.Text)
            throw Damaged($"is signed by another key than the database remembers. {SeeVerify}");

        _edge = Edge(note is null ? null : Checkpoint.Open(note, _key.Verifier) ?? throw Damaged($"has a checkpoint its key did not sign. {SeeVerify}"), witness);
        _note = note;
        return Told(note, RemoveTail());
    }

    private TileEdge Edge(Checkpoint? checkpoint, AuditWitness? witness)
    {
        var size = Math.Max(checkpoint?.Size ?? 0, witness?.Size ?? 0);
        var edge = TileEdge.Read(folder, size) ?? throw Damaged($"lacks tiles of its {size} entries. {SeeVerify}");
        var expected = checkpoint?.Size == size ? checkpoint.RootHash : witness?.RootHash ?? MerkleTree.Empty;
        var agrees = edge.Root().AsSpan().SequenceEqual(expected) && edge.EntriesAgree()
            && (witness?.Size != size || witness.RootHash.AsSpan().SequenceEqual(expected));
        return agrees ? edge : throw Damaged($"does not hold the {size} entries that were signed. {SeeVerify}");
    }

    private int RemoveTail()
    {
        var tail = TornTail.Find(folder, _edge!.Size).ToList();
        foreach (var file in tail)
            File.Delete(folder.Full(file));
        if (tail.Count > 0)
            log.AuditTailRemoved(folder.Path, _edge.Size, tail.Count);
        return tail.Count;
    }

    private List<byte[]> Told(string? note, int removed)
    {
        var now = time.GetUtcNow();
        List<byte[]> told = [];
        if (note is null)
            told.Add(CanonicalJson.Write(new(AuditEvents.LogBegun) { By = AuditEvents.ByHub, Subject = _key!.Verifier.Name }, now));
        if (removed > 0)
        {
            told.Add(CanonicalJson.Write(
                new(AuditEvents.LogRecovered)
                {
                    By = AuditEvents.ByHub,
                    Count = removed,
                    Reason = "TORN_TAIL",
                    Detail = "Files of an append that was cut off before it counted were removed.",
                },
                now));
        }

        return told;
    }

    private async Task RememberAsync(Checkpoint checkpoint)
    {
        try
        {
            await witnesses.WriteAsync(_key!.Verifier.Text, checkpoint.Size, checkpoint.RootHash, CancellationToken.None);
        }
        catch (Exception failure) when (failure is SqliteException or DbUpdateException)
        {
            // The entries are in the log; the next checkpoint is remembered in this one's place.
            log.AuditWitnessBehind(checkpoint.Size, failure);
        }
    }

    private const string SeeVerify = "Run hub audit verify, and keep a copy of the folder as it is.";

    private AuditException Damaged(string what) => new($"The audit log in {folder.Path} {what}");
}

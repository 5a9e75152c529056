using System.Text;
using System.Text.Json;
using Hub.Data.Audit;

namespace Hub.Auth.Audit;

/// <summary>Reads the audit log and says whether it is what was written. It needs no key but the public one, and changes nothing.</summary>
public sealed class AuditInspector
{
    private const string Base64Note = "It must be a checkpoint of this log, as it was copied: three lines, an empty one, and the signature.";

    private readonly AuditFolder _folder;
    private readonly AuditWitnessStore _witnesses;

    internal AuditInspector(AuditFolder folder, AuditWitnessStore witnesses) => (_folder, _witnesses) = (folder, witnesses);

    /// <summary>Looks at all of it: every entry, hash and signature, what the database remembers, and a checkpoint kept elsewhere.</summary>
    /// <param name="kept">A checkpoint of this log that was kept elsewhere; null when there is none.</param>
    /// <param name="cancel">Ends the work.</param>
    public async Task<AuditReport> VerifyAsync(string? kept, CancellationToken cancel)
    {
        // Read before the log, which then has at least as many entries.
        var witness = await _witnesses.FindAsync(cancel);
        var (keyText, note) = (_folder.ReadText(AuditFolder.VerifierKeyFile), _folder.ReadText(AuditFolder.CheckpointFile));
        if (keyText is null && note is null && witness is null && kept is null && !_folder.Tiles().Any())
            return new(_folder.Path, 0, null, null, []);

        var (key, checkpoint) = Open(keyText, note);
        var check = new TreeCheck(_folder, checkpoint?.Size ?? 0);
        if (key is null)
            check.Tell("VERIFIER_KEY_MISSING", $"{AuditFolder.VerifierKeyFile} is missing or malformed.");
        else if (witness is not null && witness.VerifierKey != key.Text)
            check.Tell("VERIFIER_KEY_CHANGED", $"{AuditFolder.VerifierKeyFile} is not the key the database remembers.");
        if (checkpoint is null)
            check.Tell("CHECKPOINT_NOT_SIGNED", "The checkpoint is missing, malformed, or not signed by the key of this log.");

        check.Run();
        Compare(check, checkpoint, "CHECKPOINT_DIFFERS", "The checkpoint");
        Compare(check, witness is null ? null : new("", witness.Size, witness.RootHash), "WITNESS_DIFFERS", "What the database remembers");
        if (kept is not null)
            CompareKept(check, kept, key);
        await TellStrangersAsync(check, note, cancel);
        return new(_folder.Path, checkpoint?.Size ?? 0, checkpoint is null ? null : Convert.ToBase64String(checkpoint.RootHash), key?.Text, check.Problems);
    }

    /// <summary>Whether the log can go on: its checkpoint is signed, agrees with the database, and its newest tiles are whole. Quick.</summary>
    public async Task<AuditReport> GlanceAsync(CancellationToken cancel)
    {
        var witness = await _witnesses.FindAsync(cancel);
        var (keyText, note) = (_folder.ReadText(AuditFolder.VerifierKeyFile), _folder.ReadText(AuditFolder.CheckpointFile));
        if (note is null && witness is null)
            return new(_folder.Path, 0, null, null, []);

        var (key, checkpoint) = Open(keyText, note);
        var problem = (key, checkpoint) switch
        {
            (null, _) => new AuditProblem("VERIFIER_KEY_MISSING", $"{AuditFolder.VerifierKeyFile} is missing or malformed."),
            (_, null) => new("CHECKPOINT_NOT_SIGNED", "The checkpoint is missing, malformed, or not signed by the key of this log."),
            _ when witness?.Size > checkpoint.Size => new("WITNESS_DIFFERS", $"It has {checkpoint.Size} entries; the database remembers {witness.Size}."),
            _ when TileEdge.Read(_folder, checkpoint.Size) is not { } edge || !edge.Root().AsSpan().SequenceEqual(checkpoint.RootHash) || !edge.EntriesAgree() =>
                new("CHECKPOINT_DIFFERS", "Its newest entries are not those that were signed."),
            _ => null,
        };
        return new(_folder.Path, checkpoint?.Size ?? 0, null, key?.Text, problem is null ? [] : [problem]);
    }

    /// <summary>Entries of the log, oldest first, as canonical JSON. What cannot be read ends them: verifying says why.</summary>
    public IEnumerable<(long Index, JsonElement Entry)> Read()
    {
        var (_, checkpoint) = Open(_folder.ReadText(AuditFolder.VerifierKeyFile), _folder.ReadText(AuditFolder.CheckpointFile));
        var reader = new TileReader(_folder, checkpoint?.Size ?? 0);
        for (var index = 0L; index < reader.Size; index += TilePath.Width)
        {
            var entries = reader.Entries(index / TilePath.Width)
                ?? throw new AuditException($"The entries from {index} on cannot be read. Run hub audit verify.");
            for (var i = 0; i < entries.Length; i++)
                yield return (index + i, Parse(entries[i], index + i));
        }
    }

    /// <summary>Proves that an entry is in the log; null when it has no entry of this number.</summary>
    public AuditProof? Prove(long index)
    {
        var (keyText, note) = (_folder.ReadText(AuditFolder.VerifierKeyFile), _folder.ReadText(AuditFolder.CheckpointFile));
        var (key, checkpoint) = Open(keyText, note);
        if (checkpoint is null || index < 0 || index >= checkpoint.Size)
            return null;

        var reader = new TileReader(_folder, checkpoint.Size);
        var entry = reader.Entries(index / TilePath.Width)?[(int)(index % TilePath.Width)]
            ?? throw new AuditException($"Entry {index} cannot be read. Run hub audit verify.");
        byte[][] path = [.. MerkleTree.ProveInclusion(index, checkpoint.Size, reader.Root)];
        return MerkleTree.VerifyInclusion(index, checkpoint.Size, MerkleTree.HashLeaf(entry), path, checkpoint.RootHash)
            ? new(index, Encoding.UTF8.GetString(entry), path, note!, key!.Text)
            : throw new AuditException($"Entry {index} is not the one that was signed. Run hub audit verify.");
    }

    private static (VerifierKey? Key, Checkpoint? Checkpoint) Open(string? keyText, string? note)
    {
        var key = keyText is not null && VerifierKey.Parse(keyText) is { } parsed && parsed.Text + "\n" == keyText ? parsed : null;
        return (key, key is null || note is null ? null : Checkpoint.Open(note, key));
    }

    private static JsonElement Parse(byte[] entry, long index)
    {
        try
        {
            using var parsed = JsonDocument.Parse(entry);
            return parsed.RootElement.Clone();
        }
        catch (JsonException failure)
        {
            throw new AuditException($"Entry {index} is no JSON. Run hub audit verify.", failure);
        }
    }

    // The whole log is at hand, so a root at an older size is computed rather than proved: an older log that is not its beginning differs.
    private static void Compare(TreeCheck check, Checkpoint? known, string reason, string what)
    {
        if (known is null)
            return;

        if (known.Size > check.Leaves.Count)
            check.Tell(reason, $"{what} tells of {known.Size} entries, but the log has {check.Leaves.Count}: the rest was removed.");
        else if (!MerkleTree.Root(check.Leaves[..(int)known.Size].ToArray()).AsSpan().SequenceEqual(known.RootHash))
            check.Tell(reason, $"{what} tells of other entries than the first {known.Size} of the log.");
    }

    private static void CompareKept(TreeCheck check, string kept, VerifierKey? key)
    {
        if (key is null || Checkpoint.Open(kept, key) is not { } checkpoint)
            check.Tell("KEPT_CHECKPOINT_NOT_SIGNED", $"The checkpoint given is not signed by the key of this log. {Base64Note}");
        else
            Compare(check, checkpoint, "KEPT_CHECKPOINT_DIFFERS", "The checkpoint given");
    }

    // While a hub appends, tiles lie there whose checkpoint comes next: what is there still when nobody appends belongs to nothing.
    private async Task TellStrangersAsync(TreeCheck check, string? note, CancellationToken cancel)
    {
        if (!check.Strangers().Any())
            return;

        using var locked = await _folder.LockAsync(cancel);
        if (_folder.ReadText(AuditFolder.CheckpointFile) != note)
            return;

        foreach (var file in check.Strangers())
            check.Tell("FILE_UNKNOWN", $"{file} belongs to no entry that was signed. If a hub was just cut off, the next one removes it.");
    }
}

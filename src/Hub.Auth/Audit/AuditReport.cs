namespace Hub.Auth.Audit;

/// <summary>Something about the log that is not as it was signed.</summary>
/// <param name="Reason">Stable, UPPER_SNAKE.</param>
/// <param name="Message">What and where.</param>
public sealed record AuditProblem(string Reason, string Message);

/// <summary>What a look at the whole log found.</summary>
/// <param name="Directory">Its folder.</param>
/// <param name="Size">Entries of its checkpoint.</param>
/// <param name="RootHash">Root hash of its checkpoint, in base64; null where there is none to be trusted.</param>
/// <param name="VerifierKey">The key its checkpoints are verified with; null where there is none.</param>
/// <param name="Problems">What is wrong; empty for a log that is whole.</param>
public sealed record AuditReport(string Directory, long Size, string? RootHash, string? VerifierKey, IReadOnlyList<AuditProblem> Problems);

/// <summary>What proves that an entry is in the log.</summary>
/// <param name="Index">Its place, from zero.</param>
/// <param name="Entry">The entry, canonical JSON.</param>
/// <param name="Path">Hashes from the entry to the root (RFC 6962, section 2.1.1).</param>
/// <param name="Checkpoint">The signed checkpoint the path leads to.</param>
/// <param name="VerifierKey">The key that verifies it.</param>
public sealed record AuditProof(long Index, string Entry, IReadOnlyList<byte[]> Path, string Checkpoint, string VerifierKey);

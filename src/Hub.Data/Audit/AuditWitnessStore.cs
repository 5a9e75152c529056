using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Audit;

/// <summary>Reads and writes how far the audit log had come; no other class writes it.</summary>
public sealed class AuditWitnessStore(IDbContextFactory<HubDbContext> contexts)
{
    /// <summary>What was remembered; null before the first checkpoint.</summary>
    public async Task<AuditWitness?> FindAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.AuditWitnesses.AsNoTracking().SingleOrDefaultAsync(cancel);
    }

    /// <summary>Remembers a checkpoint, unless a later one is remembered already.</summary>
    public async Task WriteAsync(string verifierKey, long size, byte[] rootHash, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO audit_witness (id, verifier_key, size, root_hash) VALUES ({AuditWitness.TheOne}, {verifierKey}, {size}, {rootHash})
            ON CONFLICT (id) DO UPDATE SET verifier_key = excluded.verifier_key, size = excluded.size, root_hash = excluded.root_hash
            WHERE excluded.size > audit_witness.size
            """,
            cancel);
    }

    /// <summary>Forgets the log, so that another may begin.</summary>
    public async Task ForgetAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.AuditWitnesses.ExecuteDeleteAsync(cancel);
    }
}

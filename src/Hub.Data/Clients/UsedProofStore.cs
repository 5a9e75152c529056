using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hub.Data.Clients;

/// <summary>Writes the list of used proofs; no other class writes it.</summary>
public sealed class UsedProofStore(IDbContextFactory<HubDbContext> contexts)
{
    private const string AddSql = """
        INSERT INTO used_proofs (kind, hash, expires_at) VALUES (@kind, @hash, @expires_at) ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds proofs in one transaction, and removes those that expired before an instant.</summary>
    /// <returns>For each of them whether it was not there before; the second of two alike was.</returns>
    public async Task<IReadOnlyList<bool>> AddAsync(IReadOnlyList<UsedProof> proofs, DateTimeOffset expiredBefore, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(proofs);
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // SQLite takes the write lock as the transaction begins.
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        await db.UsedProofs.Where(p => p.ExpiresAt < expiredBefore).ExecuteDeleteAsync(cancel);

        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = AddSql;
        command.Transaction = transaction.GetDbTransaction();
        var (kind, hash, expiresAt) = (Add(command, "kind"), Add(command, "hash"), Add(command, "expires_at"));
        var added = new List<bool>(proofs.Count);
        foreach (var proof in proofs)
        {
            (kind.Value, hash.Value, expiresAt.Value) = ((int)proof.Kind, proof.Hash, proof.ExpiresAt.ToUnixTimeMilliseconds());
            added.Add(await command.ExecuteNonQueryAsync(cancel) == 1);
        }

        await transaction.CommitAsync(cancel);
        return added;
    }

    private static DbParameter Add(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }
}

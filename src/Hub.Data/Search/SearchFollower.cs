using System.Buffers.Binary;
using System.Security.Cryptography;
using Hub.Data.Followers;
using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Search;

/// <summary>Keeps the full-text index: title, description and provider or employer of every shown offer.</summary>
internal sealed class SearchFollower() : DerivedData("search", 1)
{
    private const int MostCleared = 10_000;

    public override void Begin()
    {
    }

    public override void Apply(IngestTransaction transaction, long offerId)
    {
        var (before, after) = ReadHashes(transaction, offerId);
        if (before == after)
            return;
        if (after is { } hash)
            Write(transaction, offerId, hash);
        else
            Remove(transaction, offerId);
    }

    public override void End(IngestTransaction transaction)
    {
    }

    public override bool Clear(IngestTransaction transaction)
    {
        transaction.Statement("INSERT INTO offer_search (offer_search) VALUES ('delete-all')").Run();
        var statement = transaction.Statement("DELETE FROM search_items WHERE offer_id IN (SELECT offer_id FROM search_items LIMIT ?1) RETURNING 1");
        statement.Bind(1, (long)MostCleared);
        var isEmpty = !statement.Step();
        statement.Reset();
        return isEmpty;
    }

    /// <summary>The hash of the texts in the index and of those that should be; null for none.</summary>
    private static (long? Before, long? After) ReadHashes(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement("""
            SELECT (SELECT text_hash FROM search_items WHERE offer_id = ?1), state, title, description, coalesce(provider_name, employer_name)
            FROM offers WHERE id = ?1
            """);
        statement.Bind(1, offerId);
        (long?, long?) hashes = statement.Step()
            ? (statement.Int64OrNull(0), statement.Int32(1) == 1 ? Hash(statement) : null)
            : (null, null);
        statement.Reset();
        return hashes;
    }

    private static long Hash(SqliteStatement statement)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        for (var column = 2; column <= 4; column++)
        {
            var text = statement.Blob(column);
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            sha.AppendData(length);
            sha.AppendData(text);
        }

        Span<byte> hash = stackalloc byte[32];
        sha.GetHashAndReset(hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    private static void Write(IngestTransaction transaction, long offerId, long hash)
    {
        var index = transaction.Statement("""
            INSERT OR REPLACE INTO offer_search (rowid, title, description, provider)
            SELECT id, title, description, coalesce(provider_name, employer_name) FROM offers WHERE id = ?1
            """);
        index.Bind(1, offerId);
        index.Run();
        var item = transaction.Statement("INSERT OR REPLACE INTO search_items (offer_id, text_hash) VALUES (?1, ?2)");
        item.Bind(1, offerId);
        item.Bind(2, hash);
        item.Run();
    }

    private static void Remove(IngestTransaction transaction, long offerId)
    {
        foreach (var sql in (string[])["DELETE FROM offer_search WHERE rowid = ?1", "DELETE FROM search_items WHERE offer_id = ?1"])
        {
            var statement = transaction.Statement(sql);
            statement.Bind(1, offerId);
            statement.Run();
        }
    }
}

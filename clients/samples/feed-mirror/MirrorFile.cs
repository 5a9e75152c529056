using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Hub.Catalogue.V1;
using Hub.Feed.V1;
using Microsoft.Data.Sqlite;

namespace FeedMirror;

/// <summary>Where a copy stands.</summary>
/// <param name="Position">The position.</param>
/// <param name="CommittedAt">When the change there was committed, which tells this log from another; null at position zero.</param>
internal readonly record struct MirrorPlace(long Position, Timestamp? CommittedAt);

/// <summary>
/// The local copy: a SQLite file with the offers and the position they stand for. Both change in one transaction, so a program that is killed
/// anywhere goes on from what its file says.
/// </summary>
internal sealed class MirrorFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private SqliteTransaction? _transaction;
    private long _generation;

    public MirrorFile(string path)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run("PRAGMA journal_mode = WAL");
        Run("""
            CREATE TABLE IF NOT EXISTS offers (
                offer_id TEXT PRIMARY KEY, source TEXT NOT NULL, external_id TEXT NOT NULL, revision INTEGER NOT NULL,
                item BLOB NOT NULL, generation INTEGER NOT NULL) WITHOUT ROWID
            """);
        Run("""
            CREATE TABLE IF NOT EXISTS place (
                id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, committed_at TEXT, filter TEXT NOT NULL, generation INTEGER NOT NULL)
            """);
    }

    /// <summary>Where the copy stands; null when there is none for this filter.</summary>
    public MirrorPlace? Place(string filter)
    {
        using var command = Command("SELECT position, committed_at FROM place WHERE filter = $1", [filter]);
        using var rows = command.ExecuteReader();
        return rows.Read() ? new(rows.GetInt64(0), rows.IsDBNull(1) ? null : JsonParser.Default.Parse<Timestamp>(rows.GetString(1))) : null;
    }

    /// <summary>What comes now is a snapshot: what it does not hold is gone at its end.</summary>
    public void BeginSnapshot()
    {
        Rollback();
        _generation = 1 + (Scalar("SELECT generation FROM place") as long? ?? 0);
    }

    /// <summary>Stores what the change carries, or removes its offer.</summary>
    public void Apply(Change change)
    {
        _transaction ??= _connection.BeginTransaction();
        if (change.Item is { } item)
        {
            Run(
                "INSERT OR REPLACE INTO offers VALUES ($1, $2, $3, $4, $5, $6)",
                change.OfferId, change.Source, item.ExternalId, item.Revision, item.ToByteArray(), _generation);
        }
        else
        {
            Run("DELETE FROM offers WHERE offer_id = $1", change.OfferId);
        }
    }

    /// <summary>The snapshot is whole.</summary>
    public void EndSnapshot(MirrorPlace place, string filter)
    {
        _transaction ??= _connection.BeginTransaction();
        Run("DELETE FROM offers WHERE generation <> $1", _generation);
        Commit(place, filter);
    }

    /// <summary>Makes what came lasting, with the position it stands for.</summary>
    public void Commit(MirrorPlace place, string filter)
    {
        _transaction ??= _connection.BeginTransaction();
        object committedAt = place.CommittedAt is { } at ? at.ToString() : DBNull.Value;
        Run("INSERT OR REPLACE INTO place VALUES (1, $1, $2, $3, $4)", place.Position, committedAt, filter, _generation);
        _transaction.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    /// <summary>Takes back what came after the last bookmark; the stream ended in between.</summary>
    public void Rollback()
    {
        _transaction?.Dispose();
        _transaction = null;
        _generation = Scalar("SELECT generation FROM place") as long? ?? 0;
    }

    /// <summary>Digest of what the file holds.</summary>
    public MirrorDigest Digest()
    {
        var digest = new MirrorDigest();
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT source, item FROM offers";
        using var rows = command.ExecuteReader();
        while (rows.Read())
            digest.Add(rows.GetString(0), Item.Parser.ParseFrom((byte[])rows[1]));
        return digest;
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _connection.Dispose();
    }

    private void Run(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        return command.ExecuteScalar();
    }

    private SqliteCommand Command(string sql, object[] values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        foreach (var (index, value) in values.Index())
            command.Parameters.AddWithValue($"${(index + 1).ToString(CultureInfo.InvariantCulture)}", value);
        return command;
    }
}

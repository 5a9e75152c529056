using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>The rows of sessions in the writer's transaction.</summary>
internal static class SessionRows
{
    private const string Columns = """
        id, public_id, source_id, mode, state, durable_through, guard, opened_at, closed_at, first_position, last_position, held_now,
        created, changed, withdrawn, reopened, unchanged, stale, revision_conflict, rejected, quarantined, held, unkeyed, active_at, policy, is_unchanged,
        is_negotiated
        """;

    private const string SelectByPublicId = $"SELECT {Columns} FROM sync_sessions WHERE public_id = ?1";

    private const string SelectById = $"SELECT {Columns} FROM sync_sessions WHERE id = ?1";

    private const string SelectIdle = $"""
        SELECT {Columns} FROM sync_sessions WHERE state IN (1, 3) AND state = 1 AND mode = 2 AND active_at < ?1 LIMIT 1
        """;

    private const string InsertRow = $"""
        INSERT INTO sync_sessions ({Columns})
        VALUES (?1, ?2, ?3, ?4, 1, 0, ?5, ?6, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ?6, ?7, 0, 0)
        """;

    private const string UpdateRow = """
        UPDATE sync_sessions SET state = ?2, durable_through = ?3, closed_at = ?4, first_position = ?5, last_position = ?6, held_now = ?7,
            created = ?8, changed = ?9, withdrawn = ?10, reopened = ?11, unchanged = ?12, stale = ?13, revision_conflict = ?14,
            rejected = ?15, quarantined = ?16, held = ?17, unkeyed = ?18, active_at = ?19, is_unchanged = ?20
        WHERE id = ?1
        """;

    public static SessionInfo? Find(IngestTransaction transaction, Guid publicId)
    {
        var statement = transaction.Statement(SelectByPublicId);
        statement.Bind(1, publicId.ToByteArray(true));
        return Read(statement);
    }

    public static SessionInfo? Find(IngestTransaction transaction, long id)
    {
        var statement = transaction.Statement(SelectById);
        statement.Bind(1, id);
        return Read(statement);
    }

    public static SessionInfo Insert(IngestTransaction transaction, SessionRequest request)
    {
        var session = new SessionInfo
        {
            Id = transaction.NextSessionId(),
            PublicId = request.PublicId ?? Guid.CreateVersion7(transaction.Now),
            SourceId = request.SourceId,
            Mode = request.Mode,
            Policy = request.Policy,
            State = SessionState.Open,
            DurableThrough = 0,
            Guard = SourceRows.Guard(transaction, request.SourceId),
            Totals = default,
            HeldNow = 0,
            OpenedAt = transaction.Now,
            ActiveAt = transaction.Now,
        };
        var statement = transaction.Statement(InsertRow);
        statement.Bind(1, session.Id);
        statement.Bind(2, session.PublicId.ToByteArray(true));
        statement.Bind(3, session.SourceId);
        statement.Bind(4, (long)session.Mode);
        statement.Bind(5, session.Guard);
        statement.Bind(6, session.OpenedAt.ToUnixTimeMilliseconds());
        statement.Bind(7, (long)session.Policy);
        statement.Run();
        return session;
    }

    /// <summary>
    /// The newest other snapshot of the source, opened no later than <paramref name="through"/>, that may still withdraw what it left out;
    /// 0 when there is none.
    /// </summary>
    public static long NewestUnsettledSnapshot(IngestTransaction transaction, SessionInfo session, long through)
    {
        var statement = transaction.Statement("""
            SELECT max(id) FROM sync_sessions WHERE source_id = ?1 AND mode = 2 AND state IN (1, 3) AND id <= ?2 AND id <> ?3
            """);
        statement.Bind(1, session.SourceId);
        statement.Bind(2, through);
        statement.Bind(3, session.Id);
        var newest = statement.Step() ? statement.Int64OrNull(0) ?? 0 : 0;
        statement.Reset();
        return newest;
    }

    /// <summary>An open snapshot that nobody resumed or wrote to since; null when there is none.</summary>
    public static SessionInfo? FindIdleSnapshot(IngestTransaction transaction, DateTimeOffset since)
    {
        var statement = transaction.Statement(SelectIdle);
        statement.Bind(1, since.ToUnixTimeMilliseconds());
        return Read(statement);
    }

    /// <summary>Marks a snapshot whose differences are negotiated.</summary>
    public static void Negotiate(IngestTransaction transaction, long id)
    {
        var statement = transaction.Statement("UPDATE sync_sessions SET is_negotiated = 1, active_at = ?2 WHERE id = ?1");
        statement.Bind(1, id);
        statement.Bind(2, transaction.Now.ToUnixTimeMilliseconds());
        statement.Run();
    }

    /// <summary>Marks a snapshot as expired; when it was active last stays as it is.</summary>
    public static void Expire(IngestTransaction transaction, SessionInfo session)
    {
        var statement = transaction.Statement("UPDATE sync_sessions SET state = 4, closed_at = ?2 WHERE id = ?1");
        statement.Bind(1, session.Id);
        statement.Bind(2, transaction.Now.ToUnixTimeMilliseconds());
        statement.Run();
    }

    public static void Update(IngestTransaction transaction, SessionInfo session)
    {
        var statement = transaction.Statement(UpdateRow);
        var totals = session.Totals;
        statement.Bind(1, session.Id);
        statement.Bind(2, (long)session.State);
        statement.Bind(3, session.DurableThrough);
        statement.Bind(4, session.ClosedAt?.ToUnixTimeMilliseconds());
        statement.Bind(5, session.FirstPosition);
        statement.Bind(6, session.LastPosition);
        statement.Bind(7, session.HeldNow);
        statement.Bind(8, totals.Created);
        statement.Bind(9, totals.Changed);
        statement.Bind(10, totals.Withdrawn);
        statement.Bind(11, totals.Reopened);
        statement.Bind(12, totals.Unchanged);
        statement.Bind(13, totals.Stale);
        statement.Bind(14, totals.RevisionConflict);
        statement.Bind(15, totals.Rejected);
        statement.Bind(16, totals.Quarantined);
        statement.Bind(17, totals.Held);
        statement.Bind(18, totals.Unkeyed);
        statement.Bind(19, transaction.Now.ToUnixTimeMilliseconds());
        statement.Bind(20, session.IsUnchanged ? 1 : 0);
        statement.Run();
    }

    private static SessionInfo? Read(SqliteStatement row)
    {
        SessionInfo? session = null;
        if (row.Step())
        {
            session = new()
            {
                Id = row.Int64(0),
                PublicId = new(row.Blob(1), true),
                SourceId = row.Int64(2),
                Mode = (SyncMode)row.Int32(3),
                State = (SessionState)row.Int32(4),
                Policy = (RevisionPolicy)row.Int32(24),
                IsUnchanged = row.Int64(25) != 0,
                IsNegotiated = row.Int64(26) != 0,
                DurableThrough = row.Int64(5),
                Guard = row.Int64(6),
                OpenedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(7)),
                ActiveAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(23)),
                ClosedAt = row.Int64OrNull(8) is { } closed ? DateTimeOffset.FromUnixTimeMilliseconds(closed) : null,
                FirstPosition = row.Int64OrNull(9),
                LastPosition = row.Int64OrNull(10),
                HeldNow = row.Int64(11),
                Totals = new()
                {
                    Created = row.Int64(12),
                    Changed = row.Int64(13),
                    Withdrawn = row.Int64(14),
                    Reopened = row.Int64(15),
                    Unchanged = row.Int64(16),
                    Stale = row.Int64(17),
                    RevisionConflict = row.Int64(18),
                    Rejected = row.Int64(19),
                    Quarantined = row.Int64(20),
                    Held = row.Int64(21),
                    Unkeyed = row.Int64(22),
                },
            };
        }

        row.Reset();
        return session;
    }
}

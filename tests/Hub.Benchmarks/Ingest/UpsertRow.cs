using System.Buffers.Binary;
using Hub.Data.Catalogue;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Ingest;

/// <summary>The upsert of one gig with every column the hub writes for it, guarded by the content hash.</summary>
internal static class UpsertRow
{
    private static readonly string[] Columns =
    [
        "id", "public_id", "source_id", "external_id", "kind", "state", "published_at", "known_area_code", "sector_code", "pay_min_idr",
        "revision", "content_hash", "said_revision", "said_state", "changed_at", "said_session", "good_revision", "title", "description", "language", "area_code",
        "occupation_code", "skills", "openings", "pay_unit", "pay_max_idr", "body",
    ];

    private static readonly string[] Kept = ["id", "public_id", "source_id", "external_id", "kind", "state", "published_at"];

    public static string Sql { get; } = $"""
        INSERT INTO offers ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(c => "@" + c))})
        ON CONFLICT (source_id, external_id) DO UPDATE SET {string.Join(", ", Columns.Except(Kept).Select(c => $"{c} = excluded.{c}"))}
        WHERE excluded.content_hash <> offers.content_hash
        """;

    public static void AddParameters(SqliteCommand command)
    {
        foreach (var column in Columns)
            command.Parameters.Add(new("@" + column, DBNull.Value));
    }

    /// <summary>How many columns a row has.</summary>
    public static int Count => Columns.Length;

    public static void Bind(SqliteCommand command, long id, long sourceId, ItemWrite row)
    {
        var values = Values(id, sourceId, row);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    /// <summary>A row's values in the order of the parameters.</summary>
    public static object?[] Values(long id, long sourceId, ItemWrite row)
    {
        var content = row.Content!;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var hash = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(hash, row.Hash);
        return
        [
            id, Guid.CreateVersion7().ToByteArray(true), sourceId, row.ExternalId, (long)content.Kind, 1L, now,
            content.Places[0].KnownCode, content.SectorCode, content.PayMinIdr,
            row.Revision, hash, row.Revision, 1L, now, 0L, row.Revision, content.Title, content.Description, content.Language, content.Places[0].Code,
            content.OccupationCode, content.Skills, content.Openings, content.PayUnit, content.PayMaxIdr, content.Body,
        ];
    }
}

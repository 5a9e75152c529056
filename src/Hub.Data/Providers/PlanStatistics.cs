using System.Globalization;
using System.Text;

namespace Hub.Data.Providers;

/// <summary>
/// What SQLite is told of the tables' sizes and of how well each index narrows, instead of letting it count. Without figures it takes every
/// index for equally good and may read a whole catalogue for a page; counted ones would be those of the empty database a hub starts with,
/// and would make plans change from one day to the next. The figures are those of a large federation: a million offers of forty sources.
/// </summary>
internal static class PlanStatistics
{
    // Table, index, rows in the index, then the rows left when its first column is known, its first two, and so on.
    private static readonly (string Table, string Index, long[] Rows)[] Indexes =
    [
        ("offers", "sqlite_autoindex_offers_1", [1_000_000, 25_000, 1]),
        ("offers", "ix_offers_public_id", [1_000_000, 1]),
        ("offers", "ix_offers_kind_published_at_id", [900_000, 250_000, 400, 1]),
        ("offers", "ix_offers_kind_pay_min_idr", [800_000, 400_000, 2_000]),
        ("offers", "ix_offers_known_area_code_kind_published_at", [900_000, 1_800, 600, 2]),
        ("offers", "ix_offers_sector_code_kind_published_at", [900_000, 130_000, 40_000, 60]),
        ("offers", "ix_offers_source_id_kind_published_at_id", [900_000, 22_000, 8_000, 300, 1]),
        ("offers", "ix_offers_source_id_course_external_id", [300_000, 7_500, 4]),
        ("offers", "ix_offers_valid_through", [500_000, 1]),
        ("offers", "ix_offers_deadline", [200_000, 1]),
        ("offers", "ix_offers_source_id", [20_000, 5_000]),
        ("offer_further_areas", "sqlite_autoindex_offer_further_areas_1", [100_000, 2, 1]),
        ("offer_further_areas", "ix_offer_further_areas_known_area_code", [100_000, 180]),
        ("verdicts", "ix_verdicts_source_id_id", [1_000_000, 25_000, 1]),
        ("verdicts", "ix_verdicts_source_id_external_id_id", [1_000_000, 25_000, 3, 1]),
        ("verdicts", "ix_verdicts_session_id_id", [1_000_000, 200, 1]),
        ("sync_sessions", "ix_sync_sessions_public_id", [10_000, 1]),
        ("sync_sessions", "ix_sync_sessions_source_id_id", [10_000, 250, 1]),
        ("areas", "sqlite_autoindex_areas_1", [552, 1]),
        ("areas", "ix_areas_parent_code", [514, 14]),
        ("sources", "ix_sources_public_id", [40, 1]),
        ("sources", "ix_sources_participant_id_name", [40, 1, 1]),
        ("participants", "ix_participants_public_id", [40, 1]),
    ];

    /// <summary>Names of the indexes told of.</summary>
    public static IEnumerable<string> Names => Indexes.Select(index => index.Index);

    /// <summary>Puts the figures in place of all that were there; connections opened afterwards plan by them.</summary>
    public static string Script { get; } = Build();

    private static string Build()
    {
        // Of the schema itself nothing is counted: this only makes sure that the table of figures exists.
        var script = new StringBuilder("ANALYZE sqlite_schema; DELETE FROM sqlite_stat1; INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ");
        for (var i = 0; i < Indexes.Length; i++)
        {
            var (table, index, rows) = Indexes[i];
            var figures = string.Join(' ', rows.Select(r => r.ToString(CultureInfo.InvariantCulture)));
            script.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}('{table}', '{index}', '{figures}')");
        }

        return script.Append("; ANALYZE sqlite_schema").ToString();
    }
}

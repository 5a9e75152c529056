using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>The search by hand: the newest 2,000 matches ranked, the facets of all matches from the narrow table of the rollups.</summary>
internal static class HandWrittenSearch
{
    private const string Found = "FROM offer_search s CROSS JOIN rollup_items i ON i.offer_id = s.rowid WHERE s.offer_search MATCH @p0";
    private static readonly string[] Kinds = ["", "COURSE", "COURSE_RUN", "GIG", "VACANCY"];

    public static void Find(HandWrittenReader reader, IQueryCollection query, Utf8JsonWriter json)
    {
        string match = query["match"]!;
        json.WriteStartObject("search");
        using (var count = reader.Read($"SELECT count(*) {Found}", match))
        {
            count.Read();
            json.WriteNumber("totalCount", count.GetInt64(0));
        }

        Best(reader, match, json);
        json.WriteStartArray("facets");
        Facet(json, reader.Read($"SELECT i.kind, count(*) {Found} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10", match), 0);
        Facet(
            json,
            reader.Read($"SELECT nullif(i.province_code, ''), count(*) {Found} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10", match), 1);
        Facet(json, reader.Read($"SELECT nullif(i.sector_code, 0), count(*) {Found} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10", match), 2);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Best(HandWrittenReader reader, string match, Utf8JsonWriter json)
    {
        using var rows = reader.Read(
            """
            SELECT o.public_id, o.kind, o.title, c.name
            FROM (SELECT s.rowid AS id, bm25(s.offer_search, 8.0, 1.0, 4.0) AS rank FROM offer_search s
                WHERE s.offer_search MATCH @p0 ORDER BY s.rowid DESC LIMIT 2000) AS w
            CROSS JOIN offers o JOIN sources c ON c.id = o.source_id WHERE o.id = w.id ORDER BY w.rank, o.id DESC LIMIT 20
            """,
            match);
        json.WriteStartArray("nodes");
        while (rows.Read())
        {
            json.WriteStartObject();
            json.WriteString("id", HandWrittenQueries.Id(rows, 0));
            json.WriteString("kind", Kinds[rows.GetInt32(1)]);
            json.WriteString("title", rows.GetString(2));
            json.WriteStartObject("source");
            json.WriteString("name", rows.GetString(3));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Values of the kind, the province or the sector.</summary>
    private static void Facet(Utf8JsonWriter json, SqliteDataReader rows, int field)
    {
        using var open = rows;
        json.WriteStartObject();
        json.WriteStartArray("values");
        while (rows.Read())
        {
            json.WriteStartObject();
            json.WriteStartObject("key");
            HandWrittenQueries.Text(json, "kind", field == 0 ? Kinds[rows.GetInt32(0)] : null);
            Code(json, "province", field == 1 && !rows.IsDBNull(0) ? rows.GetString(0) : null);
            Code(json, "sector", field == 2 && !rows.IsDBNull(0) ? HandWrittenFigures.Sectors[rows.GetInt32(0)] : null);
            json.WriteEndObject();
            json.WriteNumber("count", rows.GetInt64(1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Code(Utf8JsonWriter json, string name, string? code)
    {
        if (code is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("code", code);
        json.WriteEndObject();
    }
}

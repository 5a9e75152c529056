using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>Figures by hand, from the same rollup tables.</summary>
internal static class HandWrittenFigures
{
    public static readonly string[] Sectors = ["", "BEAUTY", "FITNESS", "CLEANING", "REPAIR", "CONSTRUCTION", "AUTOMOTIVE", "OTHER"];
    private static readonly string[] States = ["", "ACTIVE", "STALE", "SUSPENDED"];

    public static void ByProvinceAndSector(HandWrittenReader reader, IQueryCollection query, Utf8JsonWriter json)
    {
        using var rows = reader.Read("""
            SELECT a.code, a.name, s.code, s.name_id, r.live_count, r.pay_count, r.pay_min_high * 4294967296 + r.pay_min_low FROM rollup_province_sectors r
            LEFT JOIN areas a ON a.code = r.province_code LEFT JOIN sectors s ON s.code = r.sector_code
            WHERE r.kind = 3 ORDER BY a.code, s.code LIMIT 500
            """);
        json.WriteStartObject("gigs");
        json.WriteStartObject("groupBy");
        json.WriteStartArray("nodes");
        while (rows.Read())
        {
            json.WriteStartObject();
            json.WriteStartObject("key");
            if (rows.IsDBNull(0))
            {
                json.WriteNull("province");
            }
            else
            {
                json.WriteStartObject("province");
                json.WriteString("code", rows.GetString(0));
                json.WriteString("name", rows.GetString(1));
                json.WriteEndObject();
            }

            Sector(json, rows, 2);
            json.WriteEndObject();
            json.WriteStartObject("aggregate");
            json.WriteNumber("count", rows.GetInt64(4));
            json.WriteStartObject("sum");
            if (rows.GetInt64(5) == 0)
                json.WriteNull("payMinIdr");
            else
                json.WriteNumber("payMinIdr", rows.GetInt64(6));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void Dashboard(HandWrittenReader reader, IQueryCollection query, Utf8JsonWriter json)
    {
        var sector = HandWrittenQueries.Number(query, "sectorNumber");
        Count(reader, json, "gigCount", 3);
        Count(reader, json, "courseCount", 1);
        Groups(
            json, "bySector",
            reader.Read("SELECT s.code, s.name_id, r.live_count FROM rollup_sectors r LEFT JOIN sectors s ON s.code = r.sector_code WHERE r.kind = 3 ORDER BY s.code LIMIT 100"),
            2, rows => Sector(json, rows, 0));
        Groups(
            json, "byProvince",
            reader.Read(
                """
                SELECT a.name, r.live_count FROM rollup_province_sectors r LEFT JOIN areas a ON a.code = r.province_code
                WHERE r.kind = 3 AND r.sector_code = @p0 ORDER BY r.live_count DESC, a.code LIMIT 10
                """,
                sector),
            1, rows => Province(json, rows));
        Groups(
            json, "byMonth",
            reader.Read("SELECT date(month * 86400, 'unixepoch'), live_count FROM rollup_month_totals WHERE kind = 3 ORDER BY month LIMIT 100"),
            1, rows => json.WriteString("publishedAt", rows.GetString(0)));
        List(
            json, "newest",
            reader.Read(
                "SELECT public_id, title, pay_min_idr FROM offers WHERE kind = 3 AND state = 1 AND sector_code = @p0 ORDER BY published_at DESC, id DESC LIMIT 10", sector),
            rows =>
            {
                json.WriteString("title", rows.GetString(1));
                HandWrittenQueries.Number(json, "payMinIdr", rows, 2);
            });
        List(
            json, "courses",
            reader.Read("SELECT public_id, title, provider_name, price_idr FROM offers WHERE kind = 1 AND state = 1 ORDER BY published_at DESC, id DESC LIMIT 10"),
            rows =>
            {
                json.WriteString("title", rows.GetString(1));
                HandWrittenQueries.Text(json, "providerName", rows.IsDBNull(2) ? null : rows.GetString(2));
                HandWrittenQueries.Number(json, "priceIdr", rows, 3);
            });
        List(
            json, "sources",
            reader.Read("SELECT s.public_id, s.name, s.state, s.live_offers, p.legal_name FROM sources s JOIN participants p ON p.id = s.participant_id ORDER BY s.id LIMIT 20"),
            rows =>
            {
                json.WriteString("name", rows.GetString(1));
                json.WriteString("state", States[rows.GetInt32(2)]);
                json.WriteNumber("liveOffers", rows.GetInt64(3));
                json.WriteStartObject("participant");
                json.WriteString("legalName", rows.GetString(4));
                json.WriteEndObject();
            });
    }

    private static void Count(HandWrittenReader reader, Utf8JsonWriter json, string name, int kind)
    {
        using var rows = reader.Read("SELECT coalesce(sum(live_count), 0) FROM rollup_sectors WHERE kind = @p0", kind);
        rows.Read();
        json.WriteStartObject(name);
        json.WriteStartObject("aggregate");
        json.WriteNumber("count", rows.GetInt64(0));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Groups(Utf8JsonWriter json, string name, SqliteDataReader rows, int count, Action<SqliteDataReader> key)
    {
        using var open = rows;
        json.WriteStartObject(name);
        json.WriteStartObject("groupBy");
        json.WriteStartArray("nodes");
        while (rows.Read())
        {
            json.WriteStartObject();
            json.WriteStartObject("key");
            key(rows);
            json.WriteEndObject();
            json.WriteStartObject("aggregate");
            json.WriteNumber("count", rows.GetInt64(count));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void List(Utf8JsonWriter json, string name, SqliteDataReader rows, Action<SqliteDataReader> fields)
    {
        using var open = rows;
        json.WriteStartObject(name);
        json.WriteStartArray("nodes");
        while (rows.Read())
        {
            json.WriteStartObject();
            json.WriteString("id", HandWrittenQueries.Id(rows, 0));
            fields(rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Province(Utf8JsonWriter json, SqliteDataReader rows)
    {
        if (rows.IsDBNull(0))
        {
            json.WriteNull("province");
            return;
        }

        json.WriteStartObject("province");
        json.WriteString("name", rows.GetString(0));
        json.WriteEndObject();
    }

    private static void Sector(Utf8JsonWriter json, SqliteDataReader rows, int at)
    {
        if (rows.IsDBNull(at))
        {
            json.WriteNull("sector");
            return;
        }

        json.WriteStartObject("sector");
        json.WriteString("code", Sectors[rows.GetInt32(at)]);
        json.WriteString("nameId", rows.GetString(at + 1));
        json.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Hub.Benchmarks.Read;

/// <summary>The questions of <see cref="DashboardQueries"/>, by hand.</summary>
internal static class HandWrittenQueries
{
    private static readonly string[] PayUnits = ["", "HOUR", "DAY", "TASK", "MONTH"];
    private static readonly string[] Modes = ["", "OFFLINE", "ONLINE", "SELF_PACED", "BLENDED"];

    public static IReadOnlyDictionary<string, Action<HandWrittenReader, IQueryCollection, Utf8JsonWriter>> All { get; } =
        new Dictionary<string, Action<HandWrittenReader, IQueryCollection, Utf8JsonWriter>>
        {
            ["Q1"] = Gigs,
            ["Q2"] = Courses,
            ["Q3"] = HandWrittenFigures.ByProvinceAndSector,
            ["Q4"] = HandWrittenSearch.Find,
            ["Q5"] = Page,
            ["Q6"] = HandWrittenFigures.Dashboard,
        };

    private static void Gigs(HandWrittenReader reader, IQueryCollection query, Utf8JsonWriter json)
    {
        using var rows = reader.Read(
            """
            SELECT o.public_id, o.title, o.pay_unit, o.pay_min_idr, o.pay_max_idr, o.openings, o.published_at, s.name, p.legal_name, a.name, b.name
            FROM offers o JOIN sources s ON s.id = o.source_id JOIN participants p ON p.id = s.participant_id
            LEFT JOIN areas a ON a.code = o.known_area_code LEFT JOIN areas b ON b.code = a.parent_code
            WHERE o.kind = 3 AND o.state = 1 AND o.sector_code = @p0 AND o.pay_min_idr >= @p1
            ORDER BY o.published_at DESC, o.id DESC LIMIT 51
            """,
            Number(query, "sectorNumber"), Number(query, "least"));
        json.WriteStartObject("gigs");
        json.WriteStartArray("nodes");
        var count = 0;
        while (rows.Read() && ++count <= 50)
        {
            json.WriteStartObject();
            json.WriteString("id", Id(rows, 0));
            json.WriteString("title", rows.GetString(1));
            Text(json, "payUnit", rows.IsDBNull(2) ? null : PayUnits[rows.GetInt32(2)]);
            Number(json, "payMinIdr", rows, 3);
            Number(json, "payMaxIdr", rows, 4);
            Number(json, "openings", rows, 5);
            json.WriteString("publishedAt", HandWrittenEndpoint.Instant(rows.GetInt64(6)));
            json.WriteStartObject("source");
            json.WriteString("name", rows.GetString(7));
            json.WriteStartObject("participant");
            json.WriteString("legalName", rows.GetString(8));
            json.WriteEndObject();
            json.WriteEndObject();
            Place(json, rows, 9);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        HasNext(json, count > 50);
        json.WriteEndObject();
    }

    private static void Courses(HandWrittenReader reader, IQueryCollection query, Utf8JsonWriter json)
    {
        using var rows = reader.Read(
            """
            SELECT o.public_id, o.title, o.provider_name, o.price_idr, o.mode, o.hours, s.name, o.source_id, o.external_id
            FROM offers o JOIN sources s ON s.id = o.source_id
            WHERE o.kind = 1 AND o.state = 1 AND o.sector_code = @p0 ORDER BY o.published_at DESC, o.id DESC LIMIT 20
            """,
            Number(query, "sectorNumber"));
        json.WriteStartObject("courses");
        json.WriteStartArray("nodes");
        while (rows.Read())
        {
            json.WriteStartObject();
            json.WriteString("id", Id(rows, 0));
            json.WriteString("title", rows.GetString(1));
            Text(json, "providerName", rows.IsDBNull(2) ? null : rows.GetString(2));
            Number(json, "priceIdr", rows, 3);
            Text(json, "mode", rows.IsDBNull(4) ? null : Modes[rows.GetInt32(4)]);
            Number(json, "hours", rows, 5);
            json.WriteStartObject("source");
            json.WriteString("name", rows.GetString(6));
            json.WriteEndObject();
            json.WriteStartObject("runs");
            json.WriteStartArray("nodes");
            using (var runs = reader.Read(
                """
                SELECT public_id, starts_at, ends_at, capacity, venue_name FROM offers
                WHERE source_id = @p0 AND course_external_id = @p1 AND kind = 2 AND state = 1 ORDER BY starts_at, id LIMIT 5
                """,
                rows.GetInt64(7), rows.GetString(8)))
            {
                while (runs.Read())
                {
                    json.WriteStartObject();
                    json.WriteString("id", Id(runs, 0));
                    Text(json, "startsAt", runs.IsDBNull(1) ? null : HandWrittenEndpoint.Instant(runs.GetInt64(1)));
                    Text(json, "endsAt", runs.IsDBNull(2) ? null : HandWrittenEndpoint.Instant(runs.GetInt64(2)));
                    Number(json, "capacity", runs, 3);
                    Text(json, "venueName", runs.IsDBNull(4) ? null : runs.GetString(4));
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Page(HandWrittenReader reader, IQueryCollection query, Utf8JsonWriter json)
    {
        using var rows = reader.Read(
            """
            SELECT o.public_id, o.title, o.pay_min_idr, o.published_at, a.name, b.name FROM offers o
            LEFT JOIN areas a ON a.code = o.known_area_code LEFT JOIN areas b ON b.code = a.parent_code
            WHERE o.kind = 3 AND o.state = 1 AND (o.published_at, o.id) < (@p0, @p1)
            ORDER BY o.published_at DESC, o.id DESC LIMIT 51
            """,
            Number(query, "published"), Number(query, "row"));
        json.WriteStartObject("gigs");
        json.WriteStartArray("nodes");
        var count = 0;
        while (rows.Read() && ++count <= 50)
        {
            json.WriteStartObject();
            json.WriteString("id", Id(rows, 0));
            json.WriteString("title", rows.GetString(1));
            Number(json, "payMinIdr", rows, 2);
            json.WriteString("publishedAt", HandWrittenEndpoint.Instant(rows.GetInt64(3)));
            Place(json, rows, 4);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        HasNext(json, count > 50);
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, SqliteDataReader rows, int at)
    {
        if (rows.IsDBNull(at))
        {
            json.WriteNull("area");
            return;
        }

        json.WriteStartObject("area");
        json.WriteString("name", rows.GetString(at));
        if (rows.IsDBNull(at + 1))
        {
            json.WriteNull("parent");
        }
        else
        {
            json.WriteStartObject("parent");
            json.WriteString("name", rows.GetString(at + 1));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void HasNext(Utf8JsonWriter json, bool hasNext)
    {
        json.WriteStartObject("pageInfo");
        json.WriteBoolean("hasNextPage", hasNext);
        json.WriteEndObject();
    }

    internal static Guid Id(SqliteDataReader rows, int column) => new(rows.GetFieldValue<byte[]>(column), bigEndian: true);

    internal static long Number(IQueryCollection query, string name) => long.Parse(query[name]!, CultureInfo.InvariantCulture);

    internal static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            json.WriteNull(name);
        else
            json.WriteString(name, value);
    }

    internal static void Number(Utf8JsonWriter json, string name, SqliteDataReader rows, int column)
    {
        if (rows.IsDBNull(column))
            json.WriteNull(name);
        else
            json.WriteNumber(name, rows.GetInt64(column));
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Hub.Data.Providers;

namespace Hub.Data.Catalogue;

/// <summary>
/// The columns of an offer in the order the writer binds them. SQLite rewrites every index whose column stands in SET even if the value is
/// equal, so an update names an indexed column only when it really changed: one prepared statement per mask of changed ones.
/// </summary>
internal static class OfferColumns
{
    private static readonly string[] Indexed = ["known_area_code", "sector_code", "pay_min_idr", "course_external_id"];

    private static readonly string[] Version = ["revision", "content_hash", "said_revision", "said_state", "said_hash", "changed_at", "said_session", "good_revision", "content_revision"];

    private static readonly string[] Content =
    [
        "title", "description", "language", "area_code", "occupation_code", "industry_code", "skills", "apply_url", "valid_through",
        "course_code", "provider_code", "provider_name", "mode", "hours", "kkni_level", "price_idr",
        "schedule_code", "starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "capacity", "venue_name",
        "employer_name", "employment_types", "openings", "filled", "pay_unit", "pay_max_idr", "deadline", "body",
    ];

    private static readonly ConcurrentDictionary<int, string> Updates = new();

    /// <summary>Bit of the state, and of the kind with it, beyond the bits of <see cref="Indexed"/>.</summary>
    private const int StateBit = 1 << 4;

    public static int IndexedCount => Indexed.Length;

    public static int VersionCount => Version.Length;

    public static string Insert { get; } = BuildInsert();

    public static string UpdateFor(int mask) => Updates.GetOrAdd(mask, BuildUpdate);

    /// <summary>Which indexed columns a new content changes.</summary>
    public static int MaskOf(in OfferRows.Row row, OfferContent content)
    {
        var mask = 0;
        if (!string.Equals(row.Area, FirstKnown(content), StringComparison.Ordinal))
            mask |= 1;
        if (row.Sector != content.SectorCode)
            mask |= 1 << 1;
        if (row.PayMin != content.PayMinIdr)
            mask |= 1 << 2;
        if (!string.Equals(row.CourseExternalId, content.CourseExternalId, StringComparison.Ordinal))
            mask |= 1 << 3;
        if (!row.Item.IsShown || row.Item.Kind != content.Kind)
            mask |= StateBit;
        return mask;
    }

    public static void BindIndexed(SqliteStatement statement, int first, OfferContent? content)
    {
        for (var column = 0; column < Indexed.Length; column++)
            BindIndexedColumn(statement, first + column, column, content);
    }

    /// <summary>Binds the indexed columns of a mask, then the state and kind if they are in it.</summary>
    public static void BindMasked(SqliteStatement statement, int first, int mask, OfferContent content)
    {
        var next = first;
        for (var column = 0; column < Indexed.Length; column++)
        {
            if ((mask & (1 << column)) != 0)
                BindIndexedColumn(statement, next++, column, content);
        }

        if ((mask & StateBit) != 0)
            statement.Bind(next, (long)content.Kind);
    }

    /// <summary>Binds the content; nulls for none.</summary>
    /// <returns>The number of the next parameter.</returns>
    public static int BindContent(SqliteStatement statement, int first, OfferContent? content)
    {
        var i = first;
        statement.Bind(i++, content?.Title ?? "");
        statement.Bind(i++, content?.Description);
        statement.Bind(i++, content?.Language);
        statement.Bind(i++, content is { Places: [var place, ..] } ? place.Code : null);
        statement.Bind(i++, content?.OccupationCode);
        statement.Bind(i++, content?.IndustryCode);
        statement.Bind(i++, content?.Skills);
        statement.Bind(i++, content?.ApplyUrl);
        statement.Bind(i++, content?.ValidThrough);
        statement.Bind(i++, content?.CourseCode);
        statement.Bind(i++, content?.ProviderCode);
        statement.Bind(i++, content?.ProviderName);
        statement.Bind(i++, content?.Mode);
        statement.Bind(i++, content?.Hours);
        statement.Bind(i++, content?.KkniLevel);
        statement.Bind(i++, content?.PriceIdr);
        statement.Bind(i++, content?.ScheduleCode);
        statement.Bind(i++, content?.StartsAt);
        statement.Bind(i++, content?.EndsAt);
        statement.Bind(i++, content?.RegistrationOpensAt);
        statement.Bind(i++, content?.RegistrationClosesAt);
        statement.Bind(i++, content?.Capacity);
        statement.Bind(i++, content?.VenueName);
        statement.Bind(i++, content?.EmployerName);
        statement.Bind(i++, content?.EmploymentTypes);
        statement.Bind(i++, content?.Openings);
        statement.Bind(i++, content?.Filled);
        statement.Bind(i++, content?.PayUnit);
        statement.Bind(i++, content?.PayMaxIdr);
        statement.Bind(i++, content?.Deadline);
        statement.Bind(i++, content is null ? ReadOnlySpan<byte>.Empty : content.Body);
        return i;
    }

    /// <summary>Known code of the first place; null when there is none.</summary>
    public static string? FirstKnown(OfferContent content) => content.Places is [var place, ..] ? place.KnownCode : null;

    private static void BindIndexedColumn(SqliteStatement statement, int parameter, int column, OfferContent? content)
    {
        switch (column)
        {
            case 0:
                statement.Bind(parameter, content is null ? null : FirstKnown(content));
                break;
            case 1:
                statement.Bind(parameter, content?.SectorCode);
                break;
            case 2:
                statement.Bind(parameter, content?.PayMinIdr);
                break;
            default:
                statement.Bind(parameter, content?.CourseExternalId);
                break;
        }
    }

    private static string BuildInsert()
    {
        string[] columns =
            ["id", "public_id", "source_id", "external_id", "kind", "state", "published_at", .. Indexed, .. Version, .. Content];
        var parameters = Enumerable.Range(1, columns.Length).Select(n => string.Create(CultureInfo.InvariantCulture, $"?{n}"));
        return $"INSERT INTO offers ({string.Join(", ", columns)}) VALUES ({string.Join(", ", parameters)})";
    }

    private static string BuildUpdate(int mask)
    {
        var text = new StringBuilder("UPDATE offers SET ");
        var parameter = 2;
        foreach (var column in (string[])[.. Version, .. Content])
            Append(column);
        for (var column = 0; column < Indexed.Length; column++)
        {
            if ((mask & (1 << column)) != 0)
                Append(Indexed[column]);
        }

        if ((mask & StateBit) != 0)
        {
            Append("kind");
            text.Append(", state = 1");

            // A first good version is shown from now on; one that comes back keeps the day it was shown first.
            text.Append(", published_at = CASE WHEN revision = 0 THEN ?7 ELSE published_at END");
        }

        return text.Append(" WHERE id = ?1").ToString();

        void Append(string column)
        {
            if (parameter > 2)
                text.Append(", ");
            text.Append(column).Append(" = ?").Append(parameter++);
        }
    }
}

using System.Globalization;

namespace Hub.Api.Commands;

/// <summary>Writes instants the way RFC 3339 does, in UTC.</summary>
internal static class Instants
{
    public static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

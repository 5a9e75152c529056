using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.Data.Providers;

/// <summary>Stores an instant as whole milliseconds since 1970 in UTC: SQLite cannot order or compare the type itself.</summary>
public sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
    instant => instant.ToUnixTimeMilliseconds(),
    milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

/// <summary>Stores a UUID as 16 bytes in the order of its text, so that version 7 sorts by time.</summary>
public sealed class GuidConverter() : ValueConverter<Guid, byte[]>(
    guid => guid.ToByteArray(true),
    bytes => new Guid(bytes, true));

using System.Text.Json;

namespace Hub.Api.Participants;

/// <summary>The UPPER_SNAKE names of an enum's values, as commands and contracts write them.</summary>
internal static class Codes
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    /// <summary>Finds the value of a name, in any case; null when there is none.</summary>
    public static T? Find<T>(string code)
        where T : struct, Enum
    {
        foreach (var value in Values<T>())
        {
            if (string.Equals(Of(value), code, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>The names of a set of flags.</summary>
    public static IEnumerable<string> OfFlags<T>(T flags)
        where T : struct, Enum => Values<T>().Where(value => flags.HasFlag(value)).Select(Of);

    /// <summary>Every name, for a message.</summary>
    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Values<T>().Select(Of));

    // A zero only says that there is none.
    private static IEnumerable<T> Values<T>()
        where T : struct, Enum => Enum.GetValues<T>().Where(value => !value.Equals(default(T)));
}

using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth;

/// <summary>Reads what a JWT says before it is known whose it is. Nothing of it is taken for granted, the kinds of its claims neither.</summary>
internal static class UnverifiedJwt
{
    /// <summary>Reads a JWT; null when the text is none.</summary>
    public static JsonWebToken? Read(JsonWebTokenHandler handler, string text)
    {
        if (!handler.CanReadToken(text))
            return null;
        try
        {
            return handler.ReadJsonWebToken(text);
        }
        catch (ArgumentException)
        {
            // How the library says that the text is no token: no base64, no JSON, or a member of the wrong kind.
            return null;
        }
    }

    /// <summary>A claim that is a text; null when it is missing or something else.</summary>
    public static string? Text(this JsonWebToken jwt, string claim) => jwt.TryGetPayloadValue<object>(claim, out var value) ? value as string : null;

    /// <summary>A claim that is seconds since 1970 (RFC 7519, NumericDate), rounded down; null when it is missing or something else.</summary>
    public static DateTimeOffset? Instant(this JsonWebToken jwt, string claim)
    {
        var seconds = (jwt.TryGetPayloadValue<object>(claim, out var value), value) switch
        {
            (true, int number) => number,
            (true, long number) => number,
            (true, double number) when double.IsFinite(number) && Math.Abs(number) < 1e12 => (long)Math.Floor(number),
            (true, decimal number) when Math.Abs(number) < 1_000_000_000_000 => (long)Math.Floor(number),
            _ => -1L,
        };
        return seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}

using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth;

/// <summary>Reads what a JWT says before it is known whose it is. Nothing of it is taken for granted, the kinds of its claims neither.</summary>
internal static class UnverifiedJwt
{
    /// <summary>Reads a JWT; null when the text is none, or a registered claim in it is of the wrong kind.</summary>
    public static JsonWebToken? Read(JsonWebTokenHandler handler, string text)
    {
        if (!handler.CanReadToken(text))
            return null;
        try
        {
            var jwt = handler.ReadJsonWebToken(text);
            return HasNumericTimes(jwt) ? jwt : null;
        }
        catch (Exception failure) when (failure is ArgumentException or JsonException)
        {
            // How the libraries say that the text is no token: no base64, no JSON, or a member of the wrong kind.
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

    // RFC 7519, section 2: a NumericDate is a JSON number. The library takes digits in a text for one.
    private static bool HasNumericTimes(JsonWebToken jwt)
    {
        var json = new Utf8JsonReader(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload));
        while (json.Read())
        {
            if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName
                && (json.ValueTextEquals("exp"u8) || json.ValueTextEquals("iat"u8) || json.ValueTextEquals("nbf"u8))
                && json.Read() && json.TokenType != JsonTokenType.Number)
            {
                return false;
            }
        }

        return true;
    }
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Clients;

/// <summary>
/// How a client's secret looks: <c>hubcs_</c>, 43 characters of chance, and 6 of a checksum. The prefix and the checksum let a scanner of
/// repositories or logs tell a leaked secret from any other text without asking the hub.
/// </summary>
public static class SecretFormat
{
    public const string Prefix = "hubcs_";

    /// <summary>What a registration token begins with; the rest is the same.</summary>
    public const string RegistrationPrefix = "hubrt_";

    private const int RandomBytes = 32;
    private const int RandomCharacters = 43;
    private const int ChecksumCharacters = 6;

    /// <summary>Characters of the whole secret.</summary>
    public const int Length = 6 + RandomCharacters + ChecksumCharacters;

    /// <summary>Makes a new secret.</summary>
    public static string Make(string prefix = Prefix)
    {
        var body = prefix + Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(RandomBytes));
        return body + Checksum(body);
    }

    /// <summary>Whether a text may be a secret of the hub: prefix, length, characters and checksum.</summary>
    public static bool IsWellFormed(string text, string prefix = Prefix)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Length
            && text.StartsWith(prefix, StringComparison.Ordinal)
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && text.EndsWith(Checksum(text[..^ChecksumCharacters]), StringComparison.Ordinal);
    }

    /// <summary>What may be kept and shown of a secret.</summary>
    internal static string ShownPart(string secret) => secret[..(Prefix.Length + 4)];

    private static string Checksum(string body) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(body)))[..ChecksumCharacters];
}

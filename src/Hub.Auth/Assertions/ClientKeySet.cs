using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Assertions;

/// <summary>The key set of a client, read.</summary>
/// <param name="Keys">Those that assertions may be signed by.</param>
/// <param name="All">All of them, for certificates, whose keys may be of other kinds; null when the library cannot read them.</param>
internal sealed record ClientKeySet(IReadOnlyList<ClientKey> Keys, JsonWebKeySet? All)
{
    /// <summary>The set of a client that has none, or whose set cannot be had.</summary>
    public static ClientKeySet Empty { get; } = new([], null);

    /// <summary>Reads a set; one of the two is null.</summary>
    public static (ClientKeySet? Set, string? Problem) Read(string text)
    {
        var (keys, problem) = ClientKeys.Read(text);
        return keys is null ? (null, problem) : (new(keys, ReadAll(text)), null);
    }

    private static JsonWebKeySet? ReadAll(string text)
    {
        try
        {
            return new(text);
        }
        catch (ArgumentException)
        {
            // How the library says that a member is of the wrong kind.
            return null;
        }
    }
}

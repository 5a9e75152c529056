using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Api.Hosting;

/// <summary>
/// Where the next page of a list starts: the row key of the last row sent, and a checksum over it and over what was listed, so that a
/// token of another list, of other filters or made up is told from a real one.
/// </summary>
internal static class PageToken
{
    private const int KeyBytes = 8;
    private const int CheckBytes = 4;

    /// <summary>Makes a token.</summary>
    /// <param name="list">Name of the list and its filters; the next call must ask for the same.</param>
    /// <param name="lastKey">Row key of the last row of this page.</param>
    public static string Encode(string list, long lastKey)
    {
        Span<byte> token = stackalloc byte[KeyBytes + CheckBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, lastKey);
        Check(list, token[..KeyBytes]).CopyTo(token[KeyBytes..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token; false when the hub did not make it for this list.</summary>
    public static bool TryDecode(string list, string token, out long lastKey)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + CheckBytes];
        lastKey = 0;
        if (token.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var written)
            || written != bytes.Length
            || !Check(list, bytes[..KeyBytes]).SequenceEqual(bytes[KeyBytes..]))
        {
            return false;
        }

        lastKey = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return true;
    }

    private static ReadOnlySpan<byte> Check(string list, ReadOnlySpan<byte> key) =>
        SHA256.HashData([.. key, .. Encoding.UTF8.GetBytes(list)]).AsSpan(0, CheckBytes);
}

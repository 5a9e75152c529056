using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Hub.Catalogue.V1;

namespace FeedMirror;

/// <summary>
/// Digest over a set of offers in any order: the XOR of SHA-256 over source, external id, revision and content of each. Two copies that hold
/// the same have the same digest.
/// </summary>
internal sealed class MirrorDigest
{
    private readonly byte[] _sum = new byte[SHA256.HashSizeInBytes];

    /// <summary>Offers so far.</summary>
    public long Count { get; private set; }

    public void Add(string source, Item item)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(source));
        Append(hash, Encoding.UTF8.GetBytes(item.ExternalId));
        Span<byte> revision = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(revision, item.Revision);
        hash.AppendData(revision);
        Append(hash, item.ToByteArray());
        var one = hash.GetHashAndReset();
        for (var i = 0; i < _sum.Length; i++)
            _sum[i] ^= one[i];
        Count++;
    }

    public override string ToString() => $"{Convert.ToHexStringLower(_sum)} of {Count} offers";

    private static void Append(IncrementalHash hash, byte[] part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}

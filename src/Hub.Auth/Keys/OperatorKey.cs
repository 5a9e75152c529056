using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Auth.Keys;

/// <summary>
/// The key an operator gives the hub. Three keys are derived from it: one encrypts the private parts of signing keys, one hashes client
/// secrets, one hashes the nonces of DPoP proofs.
/// </summary>
internal sealed class OperatorKey : IDisposable
{
    public const int Length = 32;

    private const byte Version = 1;
    private const int IdLength = 8;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeaderLength = 1 + IdLength + NonceLength + TagLength;

    private readonly byte[] _id;
    private readonly byte[] _hashKey;
    private readonly byte[] _nonceKey;
    private readonly AesGcm _cipher;

    public OperatorKey(ReadOnlySpan<byte> key)
    {
        var material = key.ToArray();
        _id = Derive(material, "hub operator key id v1", IdLength);
        _hashKey = Derive(material, "hub client secrets v1", 32);
        _nonceKey = Derive(material, "hub dpop nonces v1", 32);
        var wrapKey = Derive(material, "hub signing keys v1", 32);
        _cipher = new AesGcm(wrapKey, TagLength);
        CryptographicOperations.ZeroMemory(wrapKey);
        CryptographicOperations.ZeroMemory(material);
        Id = Convert.ToHexStringLower(_id);
    }

    /// <summary>Names the key without telling it.</summary>
    public string Id { get; }

    /// <summary>Encrypts a private key. <paramref name="name"/> is bound to it, so that two stored keys cannot be swapped.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain, string name)
    {
        // version | id of the operator key | nonce | tag | ciphertext
        var wrapped = new byte[HeaderLength + plain.Length];
        wrapped[0] = Version;
        _id.CopyTo(wrapped, 1);
        var nonce = wrapped.AsSpan(1 + IdLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        _cipher.Encrypt(
            nonce,
            plain,
            wrapped.AsSpan(HeaderLength),
            wrapped.AsSpan(1 + IdLength + NonceLength, TagLength),
            Encoding.UTF8.GetBytes(name));
        return wrapped;
    }

    /// <summary>Opens what <see cref="Wrap"/> closed; null when this is not the key it was closed with, or it was changed since.</summary>
    public byte[]? Unwrap(ReadOnlySpan<byte> wrapped, string name)
    {
        if (wrapped.Length < HeaderLength || wrapped[0] != Version)
            return null;

        var plain = new byte[wrapped.Length - HeaderLength];
        try
        {
            _cipher.Decrypt(
                wrapped.Slice(1 + IdLength, NonceLength),
                wrapped[HeaderLength..],
                wrapped.Slice(1 + IdLength + NonceLength, TagLength),
                plain,
                Encoding.UTF8.GetBytes(name));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Id of the operator key that closed it, to tell an operator which one is needed.</summary>
    public static string IdOf(ReadOnlySpan<byte> wrapped) =>
        wrapped.Length < HeaderLength ? "unknown" : Convert.ToHexStringLower(wrapped.Slice(1, IdLength));

    /// <summary>
    /// Hashes a client's secret. A keyed hash is enough: secrets are made by the hub with 256 bits of chance, so there is nothing to guess.
    /// </summary>
    public void HashSecret(string clientId, string secret, Span<byte> hash)
    {
        // The zero byte parts the two: neither holds one.
        var text = Encoding.UTF8.GetBytes(clientId + '\0' + secret);
        HMACSHA256.HashData(_hashKey, text, hash);
        CryptographicOperations.ZeroMemory(text);
    }

    /// <summary>Hashes the time slot of a nonce, as many bytes of it as there is room for, 32 at most.</summary>
    public void HashNonce(long slot, Span<byte> hash)
    {
        Span<byte> text = stackalloc byte[sizeof(long)];
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(text, slot);
        HMACSHA256.HashData(_nonceKey, text, whole);
        whole[..hash.Length].CopyTo(hash);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_nonceKey);
        CryptographicOperations.ZeroMemory(_hashKey);
    }

    private static byte[] Derive(byte[] key, string purpose, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, length, info: Encoding.UTF8.GetBytes(purpose));
}

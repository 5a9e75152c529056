using System.Security.Cryptography;
using System.Text;

namespace Hub.Auth.Audit;

/// <summary>
/// The public key of a log, as whoever verifies it takes it: <c>name+hash+base64</c> (C2SP signed-note). The platform has no Ed25519, so
/// the type is 0x02, ECDSA with P-256 and SHA-256, whose hash is over the key in SPKI format alone.
/// </summary>
internal sealed record VerifierKey
{
    private const byte Ecdsa = 2;
    private const int HashLength = 4;

    private readonly byte[] _spki;

    public VerifierKey(string name, byte[] spki)
    {
        Name = name;
        _spki = spki;
        Hash = SHA256.HashData(spki)[..HashLength];
        Text = $"{name}+{Convert.ToHexStringLower(Hash)}+{Convert.ToBase64String([Ecdsa, .. spki])}";
    }

    public string Name { get; }

    /// <summary>What a signature line names the key by.</summary>
    public byte[] Hash { get; }

    public string Text { get; }

    /// <summary>Reads a key; null when it is none of this type.</summary>
    public static VerifierKey? Parse(string text)
    {
        // The base64 may hold the sign that parts the three as well.
        var parts = text.Trim().Split('+', 3);
        var buffer = new byte[text.Length];
        if (parts.Length != 3 || parts[0].Length == 0 || !Convert.TryFromBase64String(parts[2], buffer, out var length)
            || length < 2 || buffer[0] != Ecdsa)
        {
            return null;
        }

        var key = new VerifierKey(parts[0], buffer[1..length]);
        return key.Text == text.Trim() && key.CanOpen() ? key : null;
    }

    /// <summary>Whether a signature over a text is this key's.</summary>
    public bool Verify(string text, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_spki, out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private bool CanOpen()
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(_spki, out _);
            return key.KeySize == 256;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

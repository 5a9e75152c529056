using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hub.Auth.Audit;

/// <summary>What a log was at one time: how many entries, and the root over them (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">Name of the log.</param>
/// <param name="Size">How many entries it had.</param>
/// <param name="RootHash">Root of the tree over them.</param>
internal sealed record Checkpoint(string Origin, long Size, byte[] RootHash)
{
    private const int MostSignatures = 16;

    /// <summary>What is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(RootHash)}\n");

    /// <summary>The checkpoint with its signature, as it is stored.</summary>
    public string Sign(VerifierKey key, ECDsa signer)
    {
        var signature = signer.SignData(Encoding.UTF8.GetBytes(Text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return $"{Text}\n— {key.Name} {Convert.ToBase64String([.. key.Hash, .. signature])}\n";
    }

    /// <summary>Reads a signed checkpoint; null when it is malformed, of another log, or not signed by the key.</summary>
    public static Checkpoint? Open(string note, VerifierKey key)
    {
        // C2SP signed-note: the last empty line parts text and signatures.
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n'))
            return null;

        var text = note[..(end + 1)];
        var lines = note[(end + 2)..^1].Split('\n');
        return lines.Length <= MostSignatures && lines.Any(line => IsSigned(line, text, key)) ? Parse(text, key.Name) : null;
    }

    private static bool IsSigned(string line, string text, VerifierKey key)
    {
        var buffer = new byte[line.Length];
        return line.Split(' ') is ["—", var name, var base64]
            && name == key.Name
            && Convert.TryFromBase64String(base64, buffer, out var length)
            && length > key.Hash.Length
            && buffer.AsSpan(0, key.Hash.Length).SequenceEqual(key.Hash)
            && key.Verify(text, buffer.AsSpan(key.Hash.Length, length - key.Hash.Length));
    }

    private static Checkpoint? Parse(string text, string origin)
    {
        if (text.Split('\n') is not [var first, var second, var third, ""] || first != origin)
            return null;

        var hash = new byte[MerkleTree.HashLength + 1];
        return long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && Convert.TryFromBase64String(third, hash, out var length)
            && length == MerkleTree.HashLength
            && new Checkpoint(first, size, hash[..length]) is { } read
            && read.Text == text
                ? read
                : null;
    }
}

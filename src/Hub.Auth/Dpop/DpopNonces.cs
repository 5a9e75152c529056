using System.Buffers.Binary;
using System.Security.Cryptography;
using Hub.Auth.Keys;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Dpop;

/// <summary>
/// The nonces of DPoP proofs (RFC 9449, sections 8 and 9). One is a minute and its keyed hash, so nothing is stored of it, and every node
/// that has the operator's key accepts those of the others.
/// </summary>
internal sealed class DpopNonces(OperatorKeys keys, DpopOptions options, TimeProvider time)
{
    private const int SlotLength = sizeof(long);
    private const int HashLength = 16;
    private const long SlotsBack = 5;

    private static readonly TimeSpan SlotTime = TimeSpan.FromMinutes(1);

    private volatile Newest? _newest;

    /// <summary>Whether every proof needs one.</summary>
    public bool AreRequired => options.RequiresNonce;

    /// <summary>The nonce to make proofs with from now on; it is good for five to six minutes.</summary>
    public string Current()
    {
        var slot = Slot();
        if (_newest is not { } newest || newest.Slot != slot)
            _newest = newest = new(slot, Make(keys.Newest, slot));
        return newest.Nonce;
    }

    /// <summary>Whether a nonce is one of these nodes, and neither too old nor, but for a minute, from the future.</summary>
    public bool IsGood(string nonce)
    {
        if (nonce.Length > 64 || Decode(nonce) is not { Length: SlotLength + HashLength } bytes)
            return false;

        var slot = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var now = Slot();
        return slot >= now - SlotsBack && slot <= now + 1 && keys.All.Any(key => IsMadeBy(key, slot, bytes.AsSpan(SlotLength)));
    }

    private long Slot() => time.GetUtcNow().UtcTicks / SlotTime.Ticks;

    private static string Make(OperatorKey key, long slot)
    {
        var nonce = new byte[SlotLength + HashLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce, slot);
        key.HashNonce(slot, nonce.AsSpan(SlotLength));
        return Base64UrlEncoder.Encode(nonce);
    }

    private static bool IsMadeBy(OperatorKey key, long slot, ReadOnlySpan<byte> hash)
    {
        Span<byte> expected = stackalloc byte[HashLength];
        key.HashNonce(slot, expected);
        return CryptographicOperations.FixedTimeEquals(expected, hash);
    }

    private static byte[]? Decode(string nonce)
    {
        try
        {
            return Base64UrlEncoder.DecodeBytes(nonce);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private sealed record Newest(long Slot, string Nonce);
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Hub.Auth.Limits;

/// <summary>Who is counted as one by address: an IPv4 address, or the /64 of an IPv6 address, all of which one subscriber has.</summary>
public readonly record struct Origin(ulong Network)
{
    // ::ffff:0:0/96, where IPv4 lies within IPv6, cut to where no /64 of the internet is.
    private const ulong OfIPv4 = 0x0000_FFFF_0000_0000;

    /// <summary>What an address counts with.</summary>
    public static Origin Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? new(OfIPv4 | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new(BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Hub.Auth.Limits;

/// <summary>
/// The proxies an operator has put before the hub. What they say of a request in headers is believed; what anybody else says there is not.
/// </summary>
public sealed class Proxies
{
    public const string Setting = "Hub:Proxies";

    private const string ForwardedFor = "X-Forwarded-For";

    private readonly IPNetwork[] _networks;

    private Proxies(IPNetwork[] networks) => _networks = networks;

    /// <summary>Reads the setting: addresses and networks such as 10.0.0.0/8, parted by commas or spaces.</summary>
    /// <exception cref="SettingException">One of them cannot be read.</exception>
    public static Proxies Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var given = (configuration[Setting] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        return new([.. given.Select(Parse)]);
    }

    /// <summary>Whether a request comes straight from one of them.</summary>
    public bool Brought(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Connection.RemoteIpAddress is { } address && Holds(address);
    }

    /// <summary>
    /// The address a request was sent from: that of the connection, or the last in X-Forwarded-For that is none of a proxy where a proxy
    /// brought it. What stands before that may be made up.
    /// </summary>
    internal IPAddress AddressOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.Loopback;
        if (_networks.Length == 0 || !Holds(address))
            return address;

        foreach (var text in string.Join(',', http.Request.Headers[ForwardedFor].OfType<string>()).Split(',').Reverse())
        {
            if (!IPAddress.TryParse(text.AsSpan().Trim(), out var told))
                return address;

            address = told;
            if (!Holds(told))
                return told;
        }

        return address;
    }

    private bool Holds(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }

    private static IPNetwork Parse(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;

        return IPAddress.TryParse(text, out var address)
            ? new(address, address.GetAddressBytes().Length * 8)
            : throw new SettingException($"{Setting} names '{text}', which is no address. Give addresses or networks such as 10.0.0.7 or 10.1.0.0/16, parted by commas.");
    }
}

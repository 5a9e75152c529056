using System.Net;
using Hub.Auth;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hub.Api.Hosting;

/// <summary>An address to listen on: a scheme, a host of this machine and a port.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">An IP address, <c>localhost</c>, or <c>*</c> for every address of the machine.</param>
/// <param name="Port">The port; 0 asks for a free one.</param>
internal sealed record ListenUrl(string Scheme, string Host, int Port)
{
    public bool IsTls => Scheme == Uri.UriSchemeHttps;

    /// <summary>The IP address to bind; null means both addresses of localhost.</summary>
    public IPAddress? Address => Host switch
    {
        "localhost" => null,
        "*" or "+" => IPAddress.IPv6Any,
        _ => IPAddress.Parse(Host.Trim('[', ']')),
    };

    /// <exception cref="SettingException">It is no such address.</exception>
    public static ListenUrl Parse(string setting, string text)
    {
        if (!TrySplit(text, out var address) || !IsBindable(address.Host))
        {
            throw new SettingException(
                $"{setting} is '{text}'. Set it to scheme, IP address (or localhost, or *) and port, for example http://127.0.0.1:5080.");
        }

        return new(address.Scheme, address.Host, address.Port);
    }

    public void Listen(KestrelServerOptions kestrel, Action<ListenOptions> configure)
    {
        if (Address is not { } address)
            kestrel.ListenLocalhost(Port, configure);
        else if (address.Equals(IPAddress.IPv6Any))
            kestrel.ListenAnyIP(Port, configure);
        else
            kestrel.Listen(address, Port, configure);
    }

    public override string ToString() => $"{Scheme}://{Host}:{Port}";

    private static bool TrySplit(string text, out BindingAddress address)
    {
        address = null!;
        try
        {
            address = BindingAddress.Parse(text);
        }
        catch (FormatException)
        {
            return false;
        }

        return address is { Scheme: "http" or "https", PathBase: "", IsUnixPipe: false, IsNamedPipe: false };
    }

    private static bool IsBindable(string host) => host is "localhost" or "*" or "+" || IPAddress.TryParse(host.Trim('[', ']'), out _);
}

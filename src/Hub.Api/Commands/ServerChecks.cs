using System.Net.Sockets;
using Hub.Api.Hosting;

namespace Hub.Api.Commands;

/// <summary>The checks of <c>hub doctor</c> about what the hub listens with.</summary>
internal static class ServerChecks
{
    private static readonly TimeSpan RenewalTime = TimeSpan.FromDays(30);

    public static IEnumerable<Finding> Examine(HubOptions options, TimeProvider time)
    {
        foreach (var (setting, url) in Urls(options))
            yield return Port(setting, url);
        if (options.Certificate is { } certificate)
            yield return Validity(certificate, time.GetUtcNow());
    }

    private static IEnumerable<(string Setting, ListenUrl Url)> Urls(HubOptions options)
    {
        yield return (HubOptions.HttpUrlSetting, options.HttpUrl);
        if (options.GrpcUrl != options.HttpUrl)
            yield return (HubOptions.GrpcUrlSetting, options.GrpcUrl);
    }

    private static Finding Port(string setting, ListenUrl url)
    {
        try
        {
            ReservedPorts.Bind(url).Dispose();
            return Finding.Ok("ports", $"{url} is free.");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Finding.Warn("ports", $"{url} is in use.", $"That is right if this hub is running; else stop what uses it, or set {setting}.");
        }
        catch (SocketException exception)
        {
            return Finding.Fail("ports", $"{url} cannot be used: {exception.Message}", $"Set {setting} to an address of this machine and a port above 1023.");
        }
    }

    private static Finding Validity(ServerCertificate certificate, DateTimeOffset now)
    {
        var end = new DateTimeOffset(certificate.Certificate.NotAfter);
        var told = $"The certificate of {certificate.Certificate.Subject} is valid until {Instants.Text(end)}.";
        return (end - now) switch
        {
            var left when left <= TimeSpan.Zero => Finding.Fail("certificate", told, "Renew it; partners refuse it now."),
            var left when left <= RenewalTime => Finding.Warn("certificate", told, "Renew it soon."),
            _ => Finding.Ok("certificate", told),
        };
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Hub.Auth.Assertions;

/// <summary>
/// Fetches the key set of a client from where it says it is. The address comes from a partner, so the hub must not be turned against its own
/// network by it: TLS alone, public addresses alone, checked after the name was resolved and connected to as checked, no redirects, no proxy.
/// </summary>
internal sealed class JwksFetch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;

    /// <param name="resolve">Finds the addresses of a name.</param>
    /// <param name="mayCall">Which addresses may be called.</param>
    /// <param name="trusts">Trusts a certificate beside those of the platform; null for none.</param>
    public JwksFetch(
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, Func<IPAddress, bool>? mayCall = null, Func<string, bool>? trusts = null)
    {
        resolve ??= Dns.GetHostAddressesAsync;
        mayCall ??= PublicAddresses.Contains;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = Patience,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, resolve, mayCall, cancel),
        };
        if (trusts is not null)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null && trusts(certificate.GetCertHashString());
        _http = new(handler) { Timeout = Patience, MaxResponseContentBufferSize = ClientKeys.LongestSet };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/jwk-set+json"));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Says why an address is not one to fetch keys from; null when it is.</summary>
    public static string? Problem(string address) => Uri.TryCreate(address, UriKind.Absolute, out var url) switch
    {
        false => "jwks_uri is no URL.",
        _ when url!.Scheme != Uri.UriSchemeHttps => "jwks_uri must begin with https://.",
        _ when url.UserInfo.Length > 0 || url.Fragment.Length > 0 => "jwks_uri must hold neither a user nor a fragment.",
        _ when address.Length > 2_000 => "jwks_uri has more than 2,000 characters.",
        _ when IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && !PublicAddresses.Contains(ip) => "jwks_uri must not be an address of a private network.",
        _ => null,
    };

    /// <summary>Fetches a set.</summary>
    /// <returns>The set, or why there is none.</returns>
    public async Task<(ClientKeySet? Set, string? Problem)> FetchAsync(string address, CancellationToken cancel)
    {
        if (Problem(address) is { } problem)
            return (null, problem);
        try
        {
            using var response = await _http.GetAsync(new Uri(address), HttpCompletionOption.ResponseContentRead, cancel);
            if (response.StatusCode != HttpStatusCode.OK)
                return (null, $"jwks_uri answered {(int)response.StatusCode}; it must answer 200 itself, without a redirect.");
            return response.Content.Headers.ContentType?.MediaType is "application/json" or "application/jwk-set+json"
                ? ClientKeySet.Read(Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancel)))
                : (null, "jwks_uri must answer application/jwk-set+json or application/json.");
        }
        catch (Exception failure) when (failure is HttpRequestException or AuthenticationException or IOException)
        {
            return (null, $"jwks_uri could not be fetched: {failure.InnerException?.Message ?? failure.Message}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, $"jwks_uri did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    public void Dispose() => _http.Dispose();

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint place, Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPAddress, bool> mayCall, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await resolve(place.Host, cancel);

        // One address that is not public tells of a name that is played with; none of them is called then.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => mayCall(address)))
            throw new IOException("its name does not lead to public addresses alone");

        // The very address that was checked: a second look at the name could find another.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, place.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

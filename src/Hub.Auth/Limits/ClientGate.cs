using Hub.Auth.Tokens;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Http;

namespace Hub.Auth.Limits;

/// <summary>
/// The way into each endpoint that clients authenticate at: the method, the limits, the form, and who the client is, in this order and
/// alike for all.
/// </summary>
internal sealed class ClientGate(ClientAuthenticator authenticator, RequestLimits limits, Proxies proxies)
{
    /// <summary>Lets a client in by its request; otherwise says why not.</summary>
    public async Task<Entry> EnterAsync(HttpContext http)
    {
        // RFC 6749, section 5.1: what carries a token must not be cached. Refusals are sent the same way.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            return new("-", TokenError.NotPosted);
        }

        var origin = OriginOf(http);
        if (limits.Request(origin) is { } pause)
            return new("-", TokenError.TooMany(pause));

        var (request, error) = await TokenRequest.ReadAsync(http.Request, http.RequestAborted);
        if (request is null)
            return new("-", error!);

        var id = request.Client.ClientId;
        var isSecret = request.Client.Method is ClientAuthenticationMethod.Basic or ClientAuthenticationMethod.Post;
        if ((isSecret ? limits.Try(origin, id) : limits.TrySigned(origin, id)) is { } wait)
            return new(id, TokenError.TooMany(wait));

        (var client, error) = await authenticator.CheckAsync(request.Client, http.RequestAborted);
        if (client is null)
        {
            if ((isSecret ? limits.Failed(origin, id) : limits.FailedSigned(origin)) is { } longer)
                error = TokenError.TooMany(longer);
            return new(id, error!) { Method = request.Client.Method.ToString() };
        }

        return limits.Succeeded(origin, id) is { } rest
            ? new(id, TokenError.TooMany(rest))
            : new(id, null, request, client) { Method = request.Client.Method.ToString() };
    }

    /// <summary>Whom a request is counted for.</summary>
    public Origin OriginOf(HttpContext http) => Origin.Of(proxies.AddressOf(http));

    /// <summary>Who came in with what; the last two are null when there is an error.</summary>
    internal readonly record struct Entry(string ClientId, TokenError? Error, TokenRequest? Request = null, ClientRecord? Client = null)
    {
        /// <summary>How the client meant to prove who it is; null where that was not looked at.</summary>
        public string? Method { get; init; }
    }
}

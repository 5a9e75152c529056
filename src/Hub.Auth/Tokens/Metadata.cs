using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hub.Auth.Certificates;
using Hub.Auth.Dpop;
using Hub.Auth.Introspection;
using Hub.Auth.Keys;
using Hub.Auth.Registration;
using Hub.Auth.Revocation;
using Hub.Data.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hub.Auth.Tokens;

/// <summary>What the token service can do (RFC 8414). What is not told here is refused.</summary>
internal sealed record ServerMetadata(
    string Issuer,
    string TokenEndpoint,
    string JwksUri,
    IReadOnlyList<string> ScopesSupported,
    IReadOnlyList<string> ResponseTypesSupported,
    IReadOnlyList<string> GrantTypesSupported,
    IReadOnlyList<string> TokenEndpointAuthMethodsSupported,
    string IntrospectionEndpoint,
    IReadOnlyList<string> IntrospectionEndpointAuthMethodsSupported,
    string RevocationEndpoint,
    IReadOnlyList<string> RevocationEndpointAuthMethodsSupported,
    IReadOnlyList<string> DpopSigningAlgValuesSupported,
    bool TlsClientCertificateBoundAccessTokens,
    MtlsAliases? MtlsEndpointAliases,
    IReadOnlyList<string> ProtectedResources)
{
    /// <summary>Where a program with a registration token registers itself (RFC 7591).</summary>
    public required string RegistrationEndpoint { get; init; }

    /// <summary>What assertions may be signed by (RFC 8414, section 2), alike at every endpoint.</summary>
    public IReadOnlyList<string> TokenEndpointAuthSigningAlgValuesSupported { get; } = DpopKey.Algorithms;

    public IReadOnlyList<string> IntrospectionEndpointAuthSigningAlgValuesSupported { get; } = DpopKey.Algorithms;

    public IReadOnlyList<string> RevocationEndpointAuthSigningAlgValuesSupported { get; } = DpopKey.Algorithms;
}

/// <summary>Where a client calls with its TLS certificate (RFC 8705, section 5).</summary>
internal sealed record MtlsAliases(string TokenEndpoint, string IntrospectionEndpoint, string RevocationEndpoint);

/// <summary>What a resource wants of a token (RFC 9728).</summary>
internal sealed record ResourceMetadata(
    string Resource,
    string ResourceName,
    IReadOnlyList<string> AuthorizationServers,
    IReadOnlyList<string> ScopesSupported,
    IReadOnlyList<string> BearerMethodsSupported,
    IReadOnlyList<string> DpopSigningAlgValuesSupported,
    bool DpopBoundAccessTokensRequired,
    bool TlsClientCertificateBoundAccessTokens);

/// <summary>The documents clients configure themselves from.</summary>
internal sealed class Metadata(AuthOptions options, CertificateOptions certificates, KeyRing keys)
{
    public const string JwksPath = "/.well-known/jwks.json";
    public const string ResourcePath = "/.well-known/oauth-protected-resource";

    private static readonly string CacheControl =
        string.Create(CultureInfo.InvariantCulture, $"public, max-age={KeyPeriods.JwksCacheTime.TotalSeconds:F0}");

    /// <summary>How clients may prove who they are; one authenticator serves every endpoint.</summary>
    public IReadOnlyList<string> AuthenticationMethods { get; } =
    [
        "client_secret_basic",
        "client_secret_post",
        "private_key_jwt",
        .. certificates is { AreTaken: true, Authorities.Count: > 0 } ? ["tls_client_auth"] : Array.Empty<string>(),
        .. certificates.AreTaken ? ["self_signed_tls_client_auth"] : Array.Empty<string>(),
    ];

    private static readonly Scopes GraphQLScopes = Scopes.DashboardRead | Scopes.DashboardPii;

    public void Map(IEndpointRouteBuilder routes)
    {
        // Statements of the hub, such as receipts, are signed by its own keys whoever gives the tokens.
        Map(routes, JwksPath, "application/jwk-set+json", () => keys.Current.Jwks);
        MapResources(routes);
        if (options.Authority is null)
            MapServer(routes);
    }

    private void MapServer(IEndpointRouteBuilder routes)
    {
        var server = Write(
            new(
                options.Issuer,
                options.Issuer + TokenEndpoint.Path,
                options.Issuer + JwksPath,
                ScopeNames.All,
                [],
                [TokenEndpoint.GrantType],
                AuthenticationMethods,
                options.Issuer + IntrospectionEndpoint.Path,
                AuthenticationMethods,
                options.Issuer + RevocationEndpoint.Path,
                AuthenticationMethods,
                DpopKey.Algorithms,
                certificates.AreTaken,
                certificates.Url is { } url
                    ? new(url + TokenEndpoint.Path, url + IntrospectionEndpoint.Path, url + RevocationEndpoint.Path)
                    : null,
                [options.GraphQLResource, options.GrpcResource])
            {
                RegistrationEndpoint = options.Issuer + RegistrationEndpoint.Path,
            },
            AuthJson.Default.ServerMetadata);

        Map(routes, "/.well-known/oauth-authorization-server", "application/json", () => server);
        Map(routes, "/.well-known/openid-configuration", "application/json", () => server);
    }

    private void MapResources(IEndpointRouteBuilder routes)
    {
        var graphQL = Write(Describe(Resources.GraphQL, "Integration Hub, GraphQL", GraphQLScopes), AuthJson.Default.ResourceMetadata);
        var grpc = Write(Describe(Resources.Grpc, "Integration Hub, gRPC", ~GraphQLScopes), AuthJson.Default.ResourceMetadata);

        // RFC 9728, section 3.3: a document names the very resource its address was made of. The issuer itself is none, so there is none without a path.
        Map(routes, ResourcePath + "/graphql", "application/json", () => graphQL);
        Map(routes, ResourcePath + "/grpc", "application/json", () => grpc);
    }

    // Which clients may use bearer tokens is the client's and its participant's, so a resource requires none of all.
    private ResourceMetadata Describe(Resources resource, string name, Scopes scopes) => new(
        options.Url(resource),
        name,
        [options.Authority?.OriginalString ?? options.Issuer],
        ScopeNames.Format(scopes).Split(' '),
        ["header"],
        DpopKey.Algorithms,
        DpopBoundAccessTokensRequired: false,
        certificates.AreTaken);

    private static byte[] Write<T>(T document, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(document, type);

    private static void Map(IEndpointRouteBuilder routes, string path, string contentType, Func<byte[]> document) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], http =>
        {
            // A new signing key is published for days before it signs (KeyPeriods), so an hour in caches does no harm.
            http.Response.Headers.CacheControl = CacheControl;
            http.Response.ContentType = contentType;
            var body = document();
            http.Response.ContentLength = body.Length;
            return HttpMethods.IsHead(http.Request.Method)
                ? Task.CompletedTask
                : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
        });
}

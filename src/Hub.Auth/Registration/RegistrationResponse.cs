using System.Text.Json.Nodes;
using Hub.Auth.Clients;
using Hub.Data.Clients;

namespace Hub.Auth.Registration;

/// <summary>A client that registered itself, as its program gets to know it (RFC 7591, section 3.2.1).</summary>
internal sealed record RegistrationResponse(
    string ClientId,
    long ClientIdIssuedAt,
    string? ClientSecret,
    long? ClientSecretExpiresAt,
    string? ClientName,
    string TokenEndpointAuthMethod,
    IReadOnlyList<string> GrantTypes,
    IReadOnlyList<string> ResponseTypes,
    string Scope,
    JsonNode? Jwks,
    string? JwksUri,
    string? TlsClientAuthSubjectDn,
    string? TlsClientAuthSanDns,
    string? TlsClientAuthSanUri,
    string? TlsClientAuthSanIp,
    string? TlsClientAuthSanEmail,
    bool DpopBoundAccessTokens,
    bool TlsClientCertificateBoundAccessTokens)
{
    /// <summary>PENDING: it gets no token before an operator has approved it.</summary>
    public string Status { get; } = "PENDING";

    public static RegistrationResponse Of(ClientCredential client, string secret, string grantType) => new(
        client.ClientId,
        client.CreatedAt.ToUnixTimeSeconds(),
        secret.Length > 0 ? secret : null,
        secret.Length > 0 ? 0 : null,
        client.Name,
        ProofNames.Of(client.AuthenticationMethod),
        [grantType],
        [],
        ScopeNames.Format(client.Scopes),
        client.Jwks is { } jwks ? JsonNode.Parse(jwks) : null,
        client.JwksUri,
        NameOf(client, CertificateName.SubjectDn),
        NameOf(client, CertificateName.SanDns),
        NameOf(client, CertificateName.SanUri),
        NameOf(client, CertificateName.SanIp),
        NameOf(client, CertificateName.SanEmail),
        client.RequiresDpop,
        client.BindsCertificate);

    private static string? NameOf(ClientCredential client, CertificateName kind) => client.CertificateName == kind ? client.CertificateNameValue : null;
}

using Hub.Auth.Assertions;
using Hub.Data.Clients;

namespace Hub.Auth.Clients;

/// <summary>How a client proves who it is, and what its tokens are bound to, as it is registered.</summary>
public sealed record ClientProof(AuthenticationMethod Method)
{
    /// <summary>A secret, sent in either way, and bearer tokens.</summary>
    public static ClientProof OfSecret { get; } = new(AuthenticationMethod.Secret);

    /// <summary>What a person calls the client; null when it is not told.</summary>
    public string? Name { get; init; }

    /// <summary>Its public keys as a JSON Web Key Set; null for none.</summary>
    public string? Jwks { get; init; }

    /// <summary>Where its public keys are; null when they are nowhere.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Which name of its certificate tells it; null unless it uses one of a trusted authority.</summary>
    public CertificateName? CertificateName { get; init; }

    /// <summary>The name its certificate bears.</summary>
    public string? CertificateNameValue { get; init; }

    /// <summary>Whether its tokens are bound to a key by DPoP.</summary>
    public bool RequiresDpop { get; init; }

    /// <summary>Whether its tokens are bound to its TLS certificate.</summary>
    public bool BindsCertificate { get; init; }

    /// <summary>Whether it has a secret.</summary>
    public bool HasSecret => Method.HasSecret();

    /// <summary>Says why it cannot be registered so; null when it can.</summary>
    public AdminRefusal? Refusal() => KeysRefusal() ?? CertificateRefusal() ?? NameRefusal();

    /// <summary>Says why clients of a participant that follows FAPI 2.0 cannot be registered so; null when they can.</summary>
    public AdminRefusal? RefusalByFapi() => this switch
    {
        { HasSecret: true } => new(
            "FAPI_FORBIDS_SECRETS",
            "method",
            "The participant follows FAPI 2.0, whose clients have no shared secrets.",
            "Peserta mengikuti FAPI 2.0, yang kliennya tidak memakai rahasia bersama.",
            "Register it for private_key_jwt, tls_client_auth or self_signed_tls_client_auth."),
        { RequiresDpop: false, BindsCertificate: false } => new(
            "FAPI_NEEDS_BOUND_TOKENS",
            "dpop",
            "The participant follows FAPI 2.0, whose tokens are bound to a key or a certificate.",
            "Peserta mengikuti FAPI 2.0, yang tokennya terikat pada kunci atau sertifikat.",
            "Have its tokens bound by DPoP or to its certificate."),
        _ => null,
    };

    private AdminRefusal? KeysRefusal() => this switch
    {
        { Jwks: not null, JwksUri: not null } => new(
            "KEYS_TWICE", "jwks", "Both jwks and jwks_uri are given.", "jwks dan jwks_uri diberikan bersamaan.", "Give one of them."),
        { Method: AuthenticationMethod.PrivateKeyJwt, Jwks: null, JwksUri: null } => new(
            "KEYS_MISSING",
            "jwks",
            "private_key_jwt needs the client's public keys.",
            "private_key_jwt memerlukan kunci publik klien.",
            "Give jwks, or a jwks_uri where the hub can fetch them."),
        { Method: AuthenticationMethod.SelfSignedTls, Jwks: null, JwksUri: null } => new(
            "KEYS_MISSING",
            "jwks",
            "self_signed_tls_client_auth needs the certificate's key.",
            "self_signed_tls_client_auth memerlukan kunci sertifikat.",
            "Give jwks with the key, or with the certificate in x5c, or a jwks_uri where the hub can fetch it."),
        { HasSecret: true, Jwks: not null } or { HasSecret: true, JwksUri: not null } => new(
            "KEYS_UNUSED",
            "jwks",
            "A client with a secret has no use for keys.",
            "Klien dengan rahasia tidak memakai kunci.",
            "Leave them out, or set the method private_key_jwt."),
        { JwksUri: { } address } when JwksFetch.Problem(address) is { } problem => new(
            "JWKS_URI_UNUSABLE", "jwks_uri", problem, "Alamat kunci klien tidak dapat dipakai.", "Give an https:// address that the public internet reaches."),
        { Jwks: { } text } => JwksRefusal(text),
        _ => null,
    };

    private AdminRefusal? JwksRefusal(string text) => ClientKeys.Read(text) switch
    {
        { Problem: { } problem } => new("JWKS_UNUSABLE", "jwks", problem, "Kunci klien tidak dapat dibaca.", "See RFC 7517 for the form of a key set."),
        { Keys: [] } when Method == AuthenticationMethod.PrivateKeyJwt => new(
            "JWKS_UNUSABLE",
            "jwks",
            "The key set holds no key that assertions can be signed by.",
            "Tidak ada kunci yang dapat menandatangani pernyataan klien.",
            "Give an EC key on P-256 (ES256), or an RSA key of 2048 to 4096 bits (PS256)."),
        _ => null,
    };

    private AdminRefusal? CertificateRefusal() => this switch
    {
        { Method: AuthenticationMethod.Tls, CertificateName: null } or { Method: AuthenticationMethod.Tls, CertificateNameValue: null or "" } => new(
            "CERTIFICATE_NAME_MISSING",
            "certificate_name",
            "tls_client_auth needs the name that the client's certificate bears.",
            "tls_client_auth memerlukan nama pada sertifikat klien.",
            "Give it as subject_dn, san_dns, san_uri, san_ip or san_email."),
        { Method: not AuthenticationMethod.Tls, CertificateName: not null } => new(
            "CERTIFICATE_NAME_UNUSED",
            "certificate_name",
            "Only tls_client_auth looks at a certificate's name.",
            "Nama sertifikat hanya dipakai oleh tls_client_auth.",
            "Leave it out, or set the method tls_client_auth."),
        { CertificateNameValue.Length: > 1_000 } => new(
            "CERTIFICATE_NAME_TOO_LONG",
            "certificate_name",
            "The name of the certificate has more than 1,000 characters.",
            "Nama sertifikat lebih dari 1.000 karakter.",
            "Give the name as the certificate bears it."),
        _ => null,
    };

    private AdminRefusal? NameRefusal() => Name is { Length: > 200 }
        ? new("NAME_TOO_LONG", "name", "The name has more than 200 characters.", "Nama lebih dari 200 karakter.", "Shorten it.")
        : null;
}

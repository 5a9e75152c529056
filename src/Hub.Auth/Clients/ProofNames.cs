using Hub.Data.Clients;

namespace Hub.Auth.Clients;

/// <summary>How methods, and the names of certificates, are written: in metadata, in RFC 7591 and RFC 8705, and in commands.</summary>
public static class ProofNames
{
    /// <summary>The methods, with the one that takes a secret either way first; it has no name outside of the hub.</summary>
    public static IReadOnlyList<(string Name, AuthenticationMethod Method)> Methods { get; } =
    [
        ("secret", AuthenticationMethod.Secret),
        ("client_secret_basic", AuthenticationMethod.SecretBasic),
        ("client_secret_post", AuthenticationMethod.SecretPost),
        ("private_key_jwt", AuthenticationMethod.PrivateKeyJwt),
        ("tls_client_auth", AuthenticationMethod.Tls),
        ("self_signed_tls_client_auth", AuthenticationMethod.SelfSignedTls),
    ];

    /// <summary>The names of certificates that tell a client (RFC 8705, section 2.1.2, without <c>tls_client_auth_</c>).</summary>
    public static IReadOnlyList<(string Name, CertificateName Kind)> Certificates { get; } =
    [
        ("subject_dn", CertificateName.SubjectDn),
        ("san_dns", CertificateName.SanDns),
        ("san_uri", CertificateName.SanUri),
        ("san_ip", CertificateName.SanIp),
        ("san_email", CertificateName.SanEmail),
    ];

    /// <summary>The name of a method.</summary>
    public static string Of(AuthenticationMethod method) => Methods.First(m => m.Method == method).Name;

    /// <summary>The method of a name; null when there is none.</summary>
    public static AuthenticationMethod? FindMethod(string name) => Methods.FirstOrDefault(m => m.Name == name) is { Name: not null } found ? found.Method : null;

    /// <summary>The kind of a name; null when there is none.</summary>
    public static CertificateName? FindCertificate(string name) =>
        Certificates.FirstOrDefault(n => n.Name == name) is { Name: not null } found ? found.Kind : null;
}

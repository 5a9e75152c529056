using System.CommandLine;
using Hub.Auth.Clients;
using Hub.Data.Clients;

namespace Hub.Api.Commands;

/// <summary>The options of <c>hub clients add</c> that say how a client proves who it is.</summary>
internal sealed class ProofOptions
{
    private static readonly (string Name, AuthenticationMethod Method)[] Methods =
    [
        ("secret", AuthenticationMethod.Secret),
        ("client_secret_basic", AuthenticationMethod.SecretBasic),
        ("client_secret_post", AuthenticationMethod.SecretPost),
        ("private_key_jwt", AuthenticationMethod.PrivateKeyJwt),
        ("tls_client_auth", AuthenticationMethod.Tls),
        ("self_signed_tls_client_auth", AuthenticationMethod.SelfSignedTls),
    ];

    private static readonly (string Name, CertificateName Kind)[] CertificateNames =
    [
        ("subject_dn", CertificateName.SubjectDn),
        ("san_dns", CertificateName.SanDns),
        ("san_uri", CertificateName.SanUri),
        ("san_ip", CertificateName.SanIp),
        ("san_email", CertificateName.SanEmail),
    ];

    private readonly Option<string> _method = new("--method")
    {
        Description = $"How it proves who it is: {string.Join(", ", Methods.Select(m => m.Name))}. secret takes either way of sending one.",
        DefaultValueFactory = _ => "secret",
    };

    private readonly Option<string?> _jwks = new("--jwks") { Description = "File with its public keys, a JSON Web Key Set." };
    private readonly Option<string?> _jwksUri = new("--jwks-uri") { Description = "https:// address where the hub fetches its public keys." };
    private readonly Option<string?> _certificateName = new("--certificate-name")
    {
        Description = $"Name its certificate bears, as KIND=NAME; kinds are {string.Join(", ", CertificateNames.Select(n => n.Name))}.",
    };

    private readonly Option<bool> _dpop = new("--dpop") { Description = "Its tokens are bound to a key by DPoP." };
    private readonly Option<bool> _bindCertificate = new("--bind-certificate") { Description = "Its tokens are bound to its TLS certificate." };
    private readonly Option<string?> _name = new("--name") { Description = "What people call the program." };

    /// <summary>The name of a method, as metadata and RFC 7591 write it.</summary>
    public static string NameOf(AuthenticationMethod method) => Array.Find(Methods, m => m.Method == method).Name;

    public void AddTo(Command command)
    {
        command.Add(_method);
        command.Add(_jwks);
        command.Add(_jwksUri);
        command.Add(_certificateName);
        command.Add(_dpop);
        command.Add(_bindCertificate);
        command.Add(_name);
    }

    /// <summary>Reads what was given; one of the two is null.</summary>
    public async Task<(ClientProof? Proof, CommandResult.Refused? Wrong)> ReadAsync(ParseResult parsed, CancellationToken cancel)
    {
        var given = parsed.GetValue(_method)!;
        if (Array.Find(Methods, m => m.Name == given) is not { Name: not null } method)
        {
            return (null, new(
                "METHOD_UNKNOWN", "method", $"There is no method '{given}'.", $"Use one of {string.Join(", ", Methods.Select(m => m.Name))}."));
        }

        var certificate = parsed.GetValue(_certificateName)?.Split('=', 2);
        var kind = certificate is null ? default : Array.Find(CertificateNames, n => n.Name == certificate[0]);
        if (certificate is not null && (kind.Name is null || certificate.Length < 2))
        {
            return (null, new(
                "CERTIFICATE_NAME_MALFORMED",
                "certificate_name",
                $"'{parsed.GetValue(_certificateName)}' is no name of a certificate.",
                $"Write KIND=NAME, such as san_dns=client.example.org; kinds are {string.Join(", ", CertificateNames.Select(n => n.Name))}."));
        }

        string? jwks = null;
        if (parsed.GetValue(_jwks) is { } path)
        {
            try
            {
                jwks = await File.ReadAllTextAsync(path, cancel);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return (null, new("JWKS_UNREADABLE", "jwks", $"{path} cannot be read: {failure.Message}", "Give a file that the command may read."));
            }
        }

        return (
            new(method.Method)
            {
                Name = parsed.GetValue(_name),
                Jwks = jwks,
                JwksUri = parsed.GetValue(_jwksUri),
                CertificateName = certificate is null ? null : kind.Kind,
                CertificateNameValue = certificate?[1],
                RequiresDpop = parsed.GetValue(_dpop),
                BindsCertificate = parsed.GetValue(_bindCertificate),
            },
            null);
    }
}

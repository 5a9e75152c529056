using System.CommandLine;
using Hub.Auth.Clients;

namespace Hub.Api.Commands;

/// <summary>The options of <c>hub clients add</c> and <c>set-keys</c> that say how a client proves who it is.</summary>
internal sealed class ProofOptions
{
    private static readonly string Methods = string.Join(", ", ProofNames.Methods.Select(m => m.Name));
    private static readonly string CertificateKinds = string.Join(", ", ProofNames.Certificates.Select(n => n.Name));

    private readonly Option<string> _method = new("--method")
    {
        Description = $"How it proves who it is: {Methods}. secret takes either way of sending one.",
        DefaultValueFactory = _ => "secret",
    };

    private readonly Option<string?> _jwks = new("--jwks") { Description = "File with its public keys, a JSON Web Key Set." };
    private readonly Option<string?> _jwksUri = new("--jwks-uri") { Description = "https:// address where the hub fetches its public keys." };
    private readonly Option<string?> _certificateName = new("--certificate-name")
    {
        Description = $"Name its certificate bears, as KIND=NAME; kinds are {CertificateKinds}.",
    };

    private readonly Option<bool> _dpop = new("--dpop") { Description = "Its tokens are bound to a key by DPoP." };
    private readonly Option<bool> _bindCertificate = new("--bind-certificate") { Description = "Its tokens are bound to its TLS certificate." };
    private readonly Option<string?> _name = new("--name") { Description = "What people call the program." };

    public void AddTo(Command command)
    {
        command.Add(_method);
        AddKeysTo(command);
        command.Add(_dpop);
        command.Add(_bindCertificate);
        command.Add(_name);
    }

    /// <summary>Adds those that name keys and certificates alone.</summary>
    public void AddKeysTo(Command command)
    {
        command.Add(_jwks);
        command.Add(_jwksUri);
        command.Add(_certificateName);
    }

    /// <summary>Reads what was given; one of the two is null.</summary>
    public async Task<(ClientProof? Proof, CommandResult.Refused? Wrong)> ReadAsync(ParseResult parsed, CancellationToken cancel)
    {
        var given = parsed.GetValue(_method)!;
        if (ProofNames.FindMethod(given) is not { } method)
        {
            return (null, new(
                "METHOD_UNKNOWN", "method", $"There is no method '{given}'.", $"Use one of {Methods}."));
        }

        var (keys, wrong) = await ReadKeysAsync(parsed, cancel);
        if (keys is null)
            return (null, wrong);

        return (
            new(method)
            {
                Name = parsed.GetValue(_name),
                Jwks = keys.Jwks,
                JwksUri = keys.JwksUri,
                CertificateName = keys.CertificateName,
                CertificateNameValue = keys.CertificateNameValue,
                RequiresDpop = parsed.GetValue(_dpop),
                BindsCertificate = parsed.GetValue(_bindCertificate),
            },
            null);
    }

    /// <summary>Reads the keys and the certificate's name that were given; one of the two is null.</summary>
    public async Task<(NewKeys? Keys, CommandResult.Refused? Wrong)> ReadKeysAsync(ParseResult parsed, CancellationToken cancel)
    {
        var certificate = parsed.GetValue(_certificateName)?.Split('=', 2);
        var kind = certificate is null ? null : ProofNames.FindCertificate(certificate[0]);
        if (certificate is not null && (kind is null || certificate.Length < 2))
        {
            return (null, new(
                "CERTIFICATE_NAME_MALFORMED",
                "certificate_name",
                $"'{parsed.GetValue(_certificateName)}' is no name of a certificate.",
                $"Write KIND=NAME, such as san_dns=client.example.org; kinds are {CertificateKinds}."));
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

        return (new() { Jwks = jwks, JwksUri = parsed.GetValue(_jwksUri), CertificateName = kind, CertificateNameValue = certificate?[1] }, null);
    }
}

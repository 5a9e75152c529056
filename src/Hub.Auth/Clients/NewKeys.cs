using System.Security.Cryptography;
using System.Text;
using Hub.Data.Clients;

namespace Hub.Auth.Clients;

/// <summary>
/// What a client proves itself by from now on, in place of what it had. Old and new keys side by side are one set with both. What is null
/// stays as it is; a key set takes the place of an address and an address that of a key set.
/// </summary>
public sealed record NewKeys
{
    /// <summary>Its public keys as a JSON Web Key Set.</summary>
    public string? Jwks { get; init; }

    /// <summary>Where its public keys are.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Which name of its certificate tells it.</summary>
    public CertificateName? CertificateName { get; init; }

    /// <summary>The name its certificate bears.</summary>
    public string? CertificateNameValue { get; init; }

    /// <summary>Puts them in the place of those a client has, if it could be made with them.</summary>
    /// <returns>Why it could not, and nothing is changed; null when it could.</returns>
    internal AdminRefusal? Replace(ClientCredential client)
    {
        var areKeysKept = Jwks is null && JwksUri is null;
        var proof = new ClientProof(client.AuthenticationMethod)
        {
            Jwks = areKeysKept ? client.Jwks : Jwks,
            JwksUri = areKeysKept ? client.JwksUri : JwksUri,
            CertificateName = CertificateName ?? client.CertificateName,
            CertificateNameValue = CertificateName is null ? client.CertificateNameValue : CertificateNameValue,
        };
        if (proof.Refusal() is { } refusal)
            return refusal;

        (client.Jwks, client.JwksUri) = (proof.Jwks, proof.JwksUri);
        (client.CertificateName, client.CertificateNameValue) = (proof.CertificateName, proof.CertificateNameValue);
        return null;
    }

    /// <summary>
    /// What a client proves itself by, for the audit log: of a key set and of a name, which may be a person's, the SHA-256, as
    /// <c>sha256sum</c> tells it of the file.
    /// </summary>
    internal static string Describe(ClientCredential client)
    {
        string?[] all =
        [
            client.Jwks is { } jwks ? $"jwks {Hash(jwks)}" : null,
            client.JwksUri is { } address ? $"jwks_uri {address}" : null,
            client.CertificateName is { } kind ? $"{ProofNames.Certificates.First(c => c.Kind == kind).Name} {Hash(client.CertificateNameValue ?? "")}" : null,
        ];
        return string.Join(", ", all.OfType<string>());
    }

    private static string Hash(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

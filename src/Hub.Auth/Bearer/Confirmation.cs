using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Hub.Auth.Bearer;

/// <summary>What a token is bound to (RFC 7800): who sends it must prove to have that.</summary>
/// <param name="KeyThumbprint">Thumbprint of a key it proves by DPoP, <c>jkt</c> (RFC 9449, section 6.1); null for none.</param>
/// <param name="CertificateThumbprint">Thumbprint of its TLS certificate, <c>x5t#S256</c> (RFC 8705, section 3.1); null for none.</param>
public sealed record Confirmation(string? KeyThumbprint, string? CertificateThumbprint)
{
    internal const string Claim = "cnf";

    private const string KeyMember = "jkt";
    private const string CertificateMember = "x5t#S256";

    internal Dictionary<string, object> ToClaim()
    {
        var claim = new Dictionary<string, object>();
        if (KeyThumbprint is not null)
            claim[KeyMember] = KeyThumbprint;
        if (CertificateThumbprint is not null)
            claim[CertificateMember] = CertificateThumbprint;
        return claim;
    }

    /// <summary>Reads what a token is bound to, null for nothing; false when it is bound to what the hub cannot check.</summary>
    internal static bool TryRead(JsonWebToken jwt, out Confirmation? confirmation)
    {
        confirmation = null;
        if (!jwt.TryGetPayloadValue<object>(Claim, out var value))
            return true;
        if (value is not JsonElement { ValueKind: JsonValueKind.Object } members)
            return false;

        confirmation = new(null, null);
        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String || member.Name is not (KeyMember or CertificateMember))
                return false;
            confirmation = member.Name == KeyMember
                ? confirmation with { KeyThumbprint = member.Value.GetString() }
                : confirmation with { CertificateThumbprint = member.Value.GetString() };
        }

        return confirmation is not { KeyThumbprint: null, CertificateThumbprint: null };
    }
}

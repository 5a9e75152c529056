using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Data.Clients;

namespace Hub.Auth.Certificates;

/// <summary>The names a certificate bears (RFC 8705, section 2.1.2).</summary>
internal static class CertificateNames
{
    private const string SubjectAlternativeName = "2.5.29.17";

    // GeneralName of RFC 5280, section 4.2.1.6.
    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    /// <summary>Whether a certificate bears exactly this name.</summary>
    public static bool Has(X509Certificate2 certificate, CertificateName kind, string name)
    {
        if (kind == CertificateName.SubjectDn)
            return IsSubject(certificate.SubjectName, name);

        try
        {
            return certificate.Extensions.FirstOrDefault(e => e.Oid?.Value == SubjectAlternativeName) is { } extension
                && Read(extension.RawData).Any(held => held.Kind == kind && AreSame(kind, held.Name, name));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    // RFC 4514 writes the same name in several ways, so the names are compared part by part.
    private static bool IsSubject(X500DistinguishedName subject, string name)
    {
        try
        {
            return subject.RawData.Length > 2 && Parts(subject).SequenceEqual(Parts(new X500DistinguishedName(name)));
        }
        catch (CryptographicException)
        {
            // Not a distinguished name, or one with two values in a part, which clients cannot be registered by.
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static IEnumerable<(string? Type, string? Value)> Parts(X500DistinguishedName name) =>
        name.EnumerateRelativeDistinguishedNames().Select(part => (part.GetSingleElementType().Value, part.GetSingleElementValue()));

    private static bool AreSame(CertificateName kind, string held, string name) => kind switch
    {
        CertificateName.SanDns => held.Equals(name, StringComparison.OrdinalIgnoreCase),
        CertificateName.SanIp => IPAddress.TryParse(name, out var address) && held == address.ToString(),
        _ => held == name,
    };

    private static List<(CertificateName Kind, string Name)> Read(byte[] extension)
    {
        var names = new List<(CertificateName, string)>();
        var sequence = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            if (tag.HasSameClassAndValue(Email))
                names.Add((CertificateName.SanEmail, sequence.ReadCharacterString(UniversalTagNumber.IA5String, Email)));
            else if (tag.HasSameClassAndValue(Dns))
                names.Add((CertificateName.SanDns, sequence.ReadCharacterString(UniversalTagNumber.IA5String, Dns)));
            else if (tag.HasSameClassAndValue(Uri))
                names.Add((CertificateName.SanUri, sequence.ReadCharacterString(UniversalTagNumber.IA5String, Uri)));
            else if (tag.HasSameClassAndValue(Address) && sequence.ReadOctetString(Address) is { Length: 4 or 16 } bytes)
                names.Add((CertificateName.SanIp, new IPAddress(bytes).ToString()));
            else if (!tag.HasSameClassAndValue(Address))
                sequence.ReadEncodedValue();
        }

        return names;
    }
}

using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hub.Auth.Certificates;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Hub.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Tests.Certificates;

public sealed class CertificateAuthenticationTests : IDisposable
{
    private const string Subject = "CN=platform, O=\"Arunika, Ltd\", C=ID";

    private readonly ManualClock _clock = new();
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _stranger;
    private readonly CertificateAuthentication _authentication;

    public CertificateAuthenticationTests()
    {
        _authority = CertificateMaker.Authority("CN=Authority", _clock.GetUtcNow());
        _stranger = CertificateMaker.Authority("CN=Authority", _clock.GetUtcNow());
        _authentication = new(Options(_authority), _clock);
    }

    [Theory]
    [InlineData(Subject, true)]
    [InlineData("CN=platform,O=\"Arunika, Ltd\",C=ID", true)]
    [InlineData("cn=platform, o=\"Arunika, Ltd\", c=ID", true)]
    [InlineData("CN=Platform, O=\"Arunika, Ltd\", C=ID", false)]
    [InlineData("C=ID, O=\"Arunika, Ltd\", CN=platform", false)]
    [InlineData("CN=platform", false)]
    [InlineData("CN=platform, O=\"Arunika, Ltd\", C=ID, ST=Bali", false)]
    [InlineData("platform", false)]
    [InlineData("", false)]
    public void The_subject_has_to_be_the_same(string name, bool isSame)
    {
        using var certificate = Make();

        Assert.Equal(isSame, _authentication.Check(Client(CertificateName.SubjectDn, name), certificate, null));
    }

    [Theory]
    [InlineData(CertificateName.SanDns, "platform.test", true)]
    [InlineData(CertificateName.SanDns, "PLATFORM.test", true)]
    [InlineData(CertificateName.SanDns, "other.test", false)]
    [InlineData(CertificateName.SanDns, "https://platform.test/a", false)]
    [InlineData(CertificateName.SanUri, "https://platform.test/a", true)]
    [InlineData(CertificateName.SanUri, "https://platform.test/A", false)]
    [InlineData(CertificateName.SanEmail, "ops@platform.test", true)]
    [InlineData(CertificateName.SanEmail, "platform.test", false)]
    [InlineData(CertificateName.SanIp, "10.1.2.3", true)]
    [InlineData(CertificateName.SanIp, "2001:db8:0::1", true)]
    [InlineData(CertificateName.SanIp, "10.1.2.4", false)]
    public void A_further_name_has_to_be_the_same_and_of_its_kind(CertificateName kind, string name, bool isSame)
    {
        using var certificate = Make(names: names =>
        {
            names.AddDnsName("platform.test");
            names.AddUri(new("https://platform.test/a"));
            names.AddEmailAddress("ops@platform.test");
            names.AddIpAddress(IPAddress.Parse("10.1.2.3"));
            names.AddIpAddress(IPAddress.Parse("2001:db8::1"));
        });

        Assert.Equal(isSame, _authentication.Check(Client(kind, name), certificate, null));
    }

    [Fact]
    public void A_certificate_without_further_names_has_none()
    {
        using var certificate = Make();

        Assert.False(_authentication.Check(Client(CertificateName.SanDns, "platform.test"), certificate, null));
    }

    [Fact]
    public void Who_is_vouched_for_by_a_stranger_of_the_same_name_is_refused()
    {
        using var certificate = CertificateMaker.Make(Subject, _clock.GetUtcNow(), _stranger);

        Assert.False(_authentication.Check(Client(), certificate, null));
    }

    [Fact]
    public void Who_vouches_for_itself_is_refused()
    {
        using var certificate = CertificateMaker.Make(Subject, _clock.GetUtcNow());

        Assert.False(_authentication.Check(Client(), certificate, null));
    }

    [Fact]
    public void A_certificate_for_servers_is_refused()
    {
        using var certificate = CertificateMaker.Make(Subject, _clock.GetUtcNow(), _authority, CertificateMaker.ServerPurpose);

        Assert.False(_authentication.Check(Client(), certificate, null));
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(8)]
    public void A_certificate_out_of_its_time_is_refused(int days)
    {
        using var certificate = Make();

        _clock.Advance(TimeSpan.FromDays(days));

        Assert.False(_authentication.Check(Client(), certificate, null));
        Assert.False(_authentication.Check(SelfSigned(), certificate, KeysOf(certificate)));
    }

    [Fact]
    public void Without_authorities_nobody_is_trusted()
    {
        using var certificate = Make();

        Assert.False(new CertificateAuthentication(Options(null), _clock).Check(Client(), certificate, null));
    }

    [Fact]
    public void Without_a_certificate_nobody_is_let_in()
    {
        Assert.False(_authentication.Check(Client(), null, null));
    }

    [Fact]
    public void Another_method_than_by_certificate_is_not_met_by_one()
    {
        using var certificate = Make();

        Assert.False(_authentication.Check(Client() with { AuthenticationMethod = AuthenticationMethod.PrivateKeyJwt }, certificate, KeysOf(certificate)));
    }

    [Fact]
    public void A_self_signed_certificate_is_known_by_its_key_or_by_itself()
    {
        using var certificate = CertificateMaker.Make(Subject, _clock.GetUtcNow());
        var whole = new JsonWebKeySet($$"""{"keys":[{"kty":"EC","x5c":["{{Convert.ToBase64String(certificate.RawData)}}"]}]}""");

        Assert.True(_authentication.Check(SelfSigned(), certificate, KeysOf(certificate)));
        Assert.True(_authentication.Check(SelfSigned(), certificate, whole));
    }

    [Fact]
    public void A_self_signed_certificate_of_another_key_is_refused()
    {
        using var certificate = CertificateMaker.Make(Subject, _clock.GetUtcNow());
        using var other = CertificateMaker.Make(Subject, _clock.GetUtcNow());
        var broken = new JsonWebKeySet("""{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},{"kty":"EC","x5c":["!"]},{"kty":"oct","k":"AA"}]}""");

        Assert.False(_authentication.Check(SelfSigned(), certificate, KeysOf(other)));
        Assert.False(_authentication.Check(SelfSigned(), certificate, broken));
        Assert.False(_authentication.Check(SelfSigned(), certificate, null));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _folder.Dispose();
    }

    private CertificateOptions Options(X509Certificate2? authority)
    {
        var path = Path.Combine(_folder.Path, "authorities.pem");
        if (authority is not null)
            File.WriteAllText(path, authority.ExportCertificatePem());
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(CertificateOptions.AuthoritiesSetting, authority is null ? "" : path)]).Build();
        return CertificateOptions.Read(configuration, new HostingEnvironment { EnvironmentName = Environments.Production });
    }

    private X509Certificate2 Make(Action<SubjectAlternativeNameBuilder>? names = null) =>
        CertificateMaker.Make(Subject, _clock.GetUtcNow(), _authority, names: names);

    private static JsonWebKeySet KeysOf(X509Certificate2 certificate)
    {
        var point = certificate.GetECDsaPublicKey()!.ExportParameters(false).Q;
        return new($$"""{"keys":[{"kty":"EC","crv":"P-256","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}]}""");
    }

    private static ClientRecord SelfSigned() => Client() with { AuthenticationMethod = AuthenticationMethod.SelfSignedTls };

    private static ClientRecord Client(CertificateName kind = CertificateName.SubjectDn, string name = Subject) =>
        new("client", ClientStatus.Active, Scopes.CatalogueRead, 1, Guid.Empty, ParticipantStatus.Active, [])
        {
            AuthenticationMethod = AuthenticationMethod.Tls, CertificateName = kind, CertificateNameValue = name,
        };
}

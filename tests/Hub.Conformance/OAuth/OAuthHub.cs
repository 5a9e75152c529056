using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.Testing;

namespace Hub.Conformance.OAuth;

/// <summary>Two hubs with TLS on one data directory, and clients of every kind, made by commands. The second asks for DPoP nonces, and believes a proxy that is not there.</summary>
public sealed class OAuthHub : IAsyncDisposable
{
    private const string Subject = "CN=platform, O=Arunika";
    private const string Scopes = "catalogue.read dashboard.read feed.read";

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly TemporaryFolder _folder = new();
    private readonly TlsFiles _tls;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly JsonObject _clients = [];
    private HubProcess? _first;
    private HubProcess? _second;

    public OAuthHub() => _tls = new(_folder.Path, _now);

    private HubProcess First => _first!;

    /// <summary>Starts all of it once, and gives the file with what a client program needs.</summary>
    internal async Task<string> StartAsync(CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            if (!File.Exists(In("config.json")))
                await StartAllAsync(cancel);
        }
        finally
        {
            _oneAtATime.Release();
        }

        return In("config.json");
    }

    private async Task StartAllAsync(CancellationToken cancel)
    {
        var data = Directory.CreateDirectory(In("data")).FullName;
        _first = await HubProcess.StartTlsAsync(data, _tls, cancel);
        var issuer = First.HttpUrl.ToString().TrimEnd('/');
        _second = await HubProcess.StartTlsAsync(
            data, _tls, cancel,
            ("Hub:Auth:Issuer", issuer), ("Hub:Auth:Dpop:RequireNonce", "true"), ("Hub:Proxies", "203.0.113.9"), ("Hub:Auth:ClientCertificates:Header", "Client-Cert"));
        MakeCertificates();
        MakeKeys();
        await AddClientsAsync(cancel);
        await File.WriteAllTextAsync(In("config.json"), new JsonObject
        {
            ["issuer"] = issuer,
            ["mtls"] = First.MtlsUrl!.ToString().TrimEnd('/'),
            ["node2"] = _second.HttpUrl.ToString().TrimEnd('/'),
            ["ca"] = _tls.AuthorityPath,
            ["folder"] = _folder.Path,
            ["clients"] = _clients,
        }.ToJsonString(), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
            await _second.DisposeAsync();
        if (_first is not null)
            await _first.DisposeAsync();
        _tls.Dispose();
        _oneAtATime.Dispose();
        _folder.Dispose();
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private void MakeCertificates()
    {
        using var otherAuthority = CertificateMaker.Authority("CN=Authority", _now.AddDays(-60));
        Make("platform", Subject, _tls.Authority);
        Make("stranger", Subject, otherAuthority);
        Make("server", Subject, _tls.Authority, CertificateMaker.ServerPurpose);
        Make("expired", Subject, _tls.Authority, daysAgo: 30);
        Make("nobody", "CN=nobody", _tls.Authority, hasNames: false);
        Make("self", "CN=self", null);

        void Make(string name, string subject, X509Certificate2? authority, string purpose = CertificateMaker.ClientPurpose, int daysAgo = 0, bool hasNames = true)
        {
            using var certificate = CertificateMaker.Make(subject, _now.AddDays(-daysAgo), authority, purpose, hasNames ? AddNames : null);
            _tls.Write(name, certificate);
        }

        static void AddNames(SubjectAlternativeNameBuilder names)
        {
            names.AddDnsName("platform.test");
            names.AddUri(new("https://platform.test/a"));
            names.AddIpAddress(IPAddress.Parse("10.1.2.3"));
            names.AddEmailAddress("ops@platform.test");
        }
    }

    private void MakeKeys()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2_048);
        using var self = X509CertificateLoader.LoadCertificateFromFile(In("self.pem"));
        File.WriteAllText(In("ec.key"), curve.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(In("rsa.key"), rsa.ExportPkcs8PrivateKeyPem());
        var modulus = rsa.ExportParameters(false);
        WriteSet("keys", Curve(curve, "ec"), new { kty = "RSA", kid = "rsa", n = Text(modulus.Modulus!), e = Text(modulus.Exponent!) });
        WriteSet("self-key", Curve(self.GetECDsaPublicKey()!, "self"));
        WriteSet("self-whole", new { kty = "EC", x5c = new[] { Convert.ToBase64String(self.RawData) } });

        void WriteSet(string name, params object[] keys) => File.WriteAllText(In(name + ".json"), JsonSerializer.Serialize(new { keys }));

        static object Curve(ECDsa key, string kid)
        {
            var point = key.ExportParameters(false).Q;
            return new { kty = "EC", crv = "P-256", kid, x = Text(point.X!), y = Text(point.Y!) };
        }

        static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
    }

    private async Task AddClientsAsync(CancellationToken cancel)
    {
        var one = await AddParticipantAsync("Arunika Training", cancel);
        var two = await AddParticipantAsync("Balai Kerja", cancel);
        var strict = await AddParticipantAsync("Bank Kursus", cancel);
        await First.RunAsync(cancel, "participants", "set-fapi", strict, "on");

        foreach (var name in (string[])["both", "sibling", "guessed", "disabled"])
            await AddAsync(name, one);
        await AddAsync("other", two);
        await AddAsync("operator", two, "--scopes", "registry.admin");
        await AddAsync("onlyBasic", one, "--method", "client_secret_basic");
        await AddAsync("onlyPost", one, "--method", "client_secret_post");
        await AddAsync("dpopOnly", one, "--dpop");
        await AddAsync("boundSecret", one, "--bind-certificate");
        await AddAsync("key", one, "--method", "private_key_jwt", "--jwks", In("keys.json"));
        await AddAsync("fapi", strict, "--method", "private_key_jwt", "--jwks", In("keys.json"), "--dpop");
        await AddAsync("subjectDn", one, "--method", "tls_client_auth", "--certificate-name", "subject_dn=" + Subject);
        await AddAsync("sanDns", one, "--method", "tls_client_auth", "--certificate-name", "san_dns=platform.test");
        await AddAsync("sanUri", one, "--method", "tls_client_auth", "--certificate-name", "san_uri=https://platform.test/a");
        await AddAsync("sanIp", one, "--method", "tls_client_auth", "--certificate-name", "san_ip=10.1.2.3");
        await AddAsync("sanEmail", one, "--method", "tls_client_auth", "--certificate-name", "san_email=ops@platform.test");
        await AddAsync("bound", one, "--method", "tls_client_auth", "--certificate-name", "subject_dn=" + Subject, "--bind-certificate");
        await AddAsync("selfKey", one, "--method", "self_signed_tls_client_auth", "--jwks", In("self-key.json"));
        await AddAsync("selfWhole", one, "--method", "self_signed_tls_client_auth", "--jwks", In("self-whole.json"));
        await First.RunAsync(cancel, "clients", "disable", (string)_clients["disabled"]!["id"]!, "--reason", "for the suite");

        async Task AddAsync(string name, string participant, params string[] options)
        {
            string[] scopes = options.Contains("--scopes") ? [] : ["--scopes", Scopes];
            var made = await First.RunAsync(cancel, ["clients", "add", "--participant", participant, .. scopes, .. options]);
            _clients[name] = new JsonObject
            {
                ["id"] = made.GetProperty("client_id").GetString(),
                ["secret"] = made.GetProperty("client_secret").GetString(),
                ["scopes"] = made.GetProperty("scopes").GetString(),
                ["participant"] = participant,
            };
        }
    }

    private async Task<string> AddParticipantAsync(string name, CancellationToken cancel) =>
        (await First.RunAsync(cancel, "participants", "add", name, "--kind", "PROVIDER")).GetProperty("id").GetString()!;
}

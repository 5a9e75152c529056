using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Api.Hosting;
using Hub.Auth;
using Hub.Registry.V1;
using Hub.Testing;
using Microsoft.Extensions.Configuration;

namespace Hub.Api.Tests.Hosting;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_tls_port_speaks_http_1_and_grpc()
    {
        var (path, keyPath) = WritePem(password: null);
        await using var hub = await RunningHub.StartAsync(
            Cancel, "--Hub:HttpUrl=https://127.0.0.1:0", "--Hub:GrpcUrl=", $"--Hub:Certificate:Path={path}", $"--Hub:Certificate:KeyPath={keyPath}");
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Subject == "CN=hub.test" };
        using var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = hub.GrpcUrl };
        using var channel = GrpcChannel.ForAddress(hub.GrpcUrl, new() { HttpHandler = handler });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/ready") { Version = HttpVersion.Version11 };
        using var response = await http.SendAsync(request, Cancel);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await new RegistryService.RegistryServiceClient(channel).ListParticipantsAsync(new(), cancellationToken: Cancel));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpVersion.Version11, response.Version);
        Assert.Equal("max-age=31536000", response.Headers.GetValues("Strict-Transport-Security").Single());
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hunter2")]
    public void A_pem_file_is_loaded_with_its_key(string? password)
    {
        var (path, keyPath) = WritePem(password);

        var certificate = Read(("Hub:Certificate:Path", path), ("Hub:Certificate:KeyPath", keyPath), ("Hub:Certificate:Password", password));

        Assert.True(certificate!.Certificate.HasPrivateKey);
        Assert.Empty(certificate.Chain);
    }

    [Fact]
    public void A_pkcs12_file_is_loaded_with_its_password()
    {
        using var made = Make();
        var path = Path.Combine(_folder.Path, "hub.pfx");
        File.WriteAllBytes(path, made.Export(X509ContentType.Pkcs12, "hunter2"));

        var certificate = Read(("Hub:Certificate:Path", path), ("Hub:Certificate:Password", "hunter2"));

        Assert.True(certificate!.Certificate.HasPrivateKey);
    }

    [Fact]
    public void A_wrong_password_is_told_without_it()
    {
        var (path, keyPath) = WritePem("hunter2");

        var refusal = Assert.Throws<SettingException>(() =>
            Read(("Hub:Certificate:Path", path), ("Hub:Certificate:KeyPath", keyPath), ("Hub:Certificate:Password", "wrong guess")));

        Assert.Contains("Hub:Certificate:Path", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong guess", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static ServerCertificate? Read(params (string Key, string? Value)[] settings) => ServerCertificate.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build());

    private (string Path, string KeyPath) WritePem(string? password)
    {
        using var made = Make();
        var (path, keyPath) = (Path.Combine(_folder.Path, "hub.pem"), Path.Combine(_folder.Path, "hub.key"));
        using var key = made.GetECDsaPrivateKey()!;
        File.WriteAllText(path, made.ExportCertificatePem());
        File.WriteAllText(keyPath, password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(password, new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1_000)));
        return (path, keyPath);
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=hub.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}

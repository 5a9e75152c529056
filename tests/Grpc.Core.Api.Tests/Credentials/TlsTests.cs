using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Grpc.Core.Api.Tests.Credentials;

public sealed class TlsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_self_signed_certificate_that_is_pinned_is_trusted()
    {
        using var certificate = SelfSigned();
        await using var host = await TrialHost.StartAsync(certificate: certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, shown, _, _) => shown is not null && shown.GetCertHashString() == certificate.GetCertHashString();
        var client = host.Client(options =>
        {
            options.HttpHandler = handler;
            options.Credentials = new SslCredentials();
        });

        var answer = await client.UnaryAsync(new Ask { Text = "halo" }, cancellationToken: Cancel);

        Assert.Equal("https", host.Address.Scheme);
        Assert.Equal("halo", answer.Text);
    }

    [Fact]
    public async Task A_self_signed_certificate_that_is_not_pinned_is_refused()
    {
        using var certificate = SelfSigned();
        await using var host = await TrialHost.StartAsync(certificate: certificate);
        var client = host.Client(options => options.Credentials = ChannelCredentials.SecureSsl);

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await client.UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.NotNull(failure.Status.DebugException);
    }

    [Fact]
    public async Task Call_credentials_go_over_tls()
    {
        using var certificate = SelfSigned();
        await using var host = await TrialHost.StartAsync(certificate: certificate);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, shown, _, _) => shown is not null && shown.GetCertHashString() == certificate.GetCertHashString();
        var reader = CallCredentials.FromInterceptor((_, headers) =>
        {
            headers.Add("authorization", "Bearer reader");
            return Task.CompletedTask;
        });
        var client = host.Client(options =>
        {
            options.HttpHandler = handler;
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, reader);
        });

        var answer = await client.GuardedAsync(new Ask { Text = "halo" }, cancellationToken: Cancel);

        Assert.Equal("halo", answer.Text);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());

        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddDays(1));
    }
}

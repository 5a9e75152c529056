using System.IO.Compression;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Api.Hosting;

/// <summary>The process itself: listeners, limits, gRPC, health, start and stop.</summary>
internal static class HostingModule
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(10);

    // Counted over each write: whoever takes a large answer takes it at this rate, and a small one within the patience.
    private const double SlowestReader = 8 * 1024;
    private static readonly TimeSpan ReaderPatience = TimeSpan.FromSeconds(45);

    /// <summary>Adds the host. Returns its settings, checked; what is added after reads them.</summary>
    public static HubOptions AddHosting(this WebApplicationBuilder builder)
    {
        var ports = new ReservedPorts();
        var options = HubOptions.Read(builder.Configuration, builder.Environment, ports);
        builder.Services.AddSingleton(options);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHostedService<Startup>();
        builder.Services.AddHostedService<ReadinessWatch>();
        builder.Services.AddProblemDetails();

        // Says which names the hub answers to (AllowedHosts); a page for browsers is not among its answers.
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.IncludeFailureMessage = false);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HubOptions.DrainLimit);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.CreateBoundListenSocket = ports.Take);
        builder.Services.AddSingleton(services => new AddressBook(options.MaxConnectionsPerAddress, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<ConnectionGuard>();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MaxMessageBytes;
            grpc.ResponseCompressionAlgorithm = "gzip";
            grpc.ResponseCompressionLevel = CompressionLevel.Fastest;
            grpc.Interceptors.Add<FailureInterceptor>();
            grpc.Interceptors.Add<EmptyAnswers>();
        });
        return options;
    }

    /// <summary>Puts error answers in front and maps health.</summary>
    public static void MapHosting(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseGrpcEdge();
        app.MapHealthEndpoints();
    }

    private static void Configure(KestrelServerOptions kestrel, HubOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
        kestrel.Limits.MaxRequestBodySize = options.MaxMessageBytes;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
        kestrel.Limits.MinResponseDataRate = new(SlowestReader, ReaderPatience);
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.MaxStreamsPerConnection;

        // A partner behind a router that forgets connections is noticed within a minute, not at the next write.
        kestrel.Limits.Http2.KeepAlivePingDelay = PingAfter;
        kestrel.Limits.Http2.KeepAlivePingTimeout = PingPatience;

        // Room for one full batch on the way, so that a distant partner is not held back by round trips.
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;

        var guard = kestrel.ApplicationServices.GetRequiredService<ConnectionGuard>();
        if (options.Certificate is { } certificate)
        {
            options.HttpUrl.Listen(kestrel, listen => ListenTls(listen, guard, certificate, takesCertificates: false));
            options.MtlsUrl?.Listen(kestrel, listen => ListenTls(listen, guard, certificate, takesCertificates: true));
            return;
        }

        // Without TLS there is no negotiation: a port speaks HTTP/1.1 or HTTP/2, and gRPC needs the latter.
        options.HttpUrl.Listen(kestrel, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            guard.BoundAddresses(listen);
        });
        options.GrpcUrl.Listen(kestrel, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            guard.BoundAddresses(listen);
            guard.CountFrames(listen);
        });
    }

    private static void ListenTls(ListenOptions listen, ConnectionGuard guard, ServerCertificate certificate, bool takesCertificates)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        guard.BoundAddresses(listen);
        listen.UseHttps(https =>
        {
            https.ServerCertificate = certificate.Certificate;
            https.ServerCertificateChain = certificate.Chain;
            if (!takesCertificates)
                return;

            // Any is taken here, also self-signed ones and none: whose it is and what it is good for is decided with each request.
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        });
        guard.CountFrames(listen);
    }
}

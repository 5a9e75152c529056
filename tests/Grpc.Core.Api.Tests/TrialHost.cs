using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.Core.Api.Tests;

/// <summary>The trial service on a loopback port of its own, over HTTP/2 without TLS unless a certificate is given.</summary>
internal sealed class TrialHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<GrpcChannel> _channels = [];

    private TrialHost(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<TrialHost> StartAsync(
        TrialHandlers? handlers = null,
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Services.AddSingleton(handlers ?? new TrialHandlers());
        builder.Services.AddGrpc(options ?? (static _ => { }));
        builder.Services.AddAuthentication(BearerOfNames.SchemeName)
            .AddScheme<BearerOfNamesOptions, BearerOfNames>(BearerOfNames.SchemeName, null);
        builder.Services.AddAuthorizationBuilder().AddPolicy("read", policy => policy.RequireRole("reader"));
        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGrpcService<TrialServer>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TrialHost(app);
    }

    public GrpcChannel Channel(Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);

        var channel = GrpcChannel.ForAddress(Address, options);
        _channels.Add(channel);
        return channel;
    }

    public TrialService.TrialServiceClient Client(Action<GrpcChannelOptions>? configure = null) => new(Channel(configure));

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();

        await _app.DisposeAsync();
    }
}

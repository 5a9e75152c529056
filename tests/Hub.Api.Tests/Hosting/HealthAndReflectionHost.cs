using System.Net;
using Google.Api;
using Google.Protobuf.Reflection;
using Grpc.Net.Client;
using Hub.Api.Hosting;
using Hub.Catalogue.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hub.Api.Tests.Hosting;

/// <summary>The two standard services alone, on a loopback port, with the catalogue's contract and one file of extensions.</summary>
internal sealed class HealthAndReflectionHost : IAsyncDisposable
{
    public static readonly FileDescriptor[] Files = [CatalogueSyncServiceReflection.Descriptor, AnnotationsReflection.Descriptor];

    private HealthAndReflectionHost(WebApplication app)
    {
        App = app;
        Channel = GrpcChannel.ForAddress(app.Urls.First());
    }

    public WebApplication App { get; }

    public GrpcChannel Channel { get; }

    public ServingStatus Status => App.Services.GetRequiredService<ServingStatus>();

    public static async Task<HealthAndReflectionHost> StartAsync(bool withReflection = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options => options.Interceptors.Add<FailureInterceptor>());
        builder.AddHealthAndReflection(Files);

        var app = builder.Build();
        app.MapHealthAndReflection(withReflection);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await App.DisposeAsync();
    }
}

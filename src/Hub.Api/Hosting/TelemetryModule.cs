using Hub.Auth;
using Hub.GraphQL.Execution;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hub.Api.Hosting;

/// <summary>Sends traces to a collector: one span for an HTTP request or gRPC call, and one for a GraphQL operation.</summary>
internal static class TelemetryModule
{
    public const string EndpointSetting = "Hub:Telemetry:OtlpEndpoint";

    /// <summary>What ASP.NET Core calls its own activities.</summary>
    private const string RequestSource = "Microsoft.AspNetCore";

    /// <summary>Adds the exporter if it is asked for; without it nothing is traced.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (ReadEndpoint(builder.Configuration) is not { } endpoint)
            return;
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService("hub"))
            .AddSource(RequestSource, OperationActivity.SourceName)
            .AddOtlpExporter(otlp =>
            {
                otlp.Endpoint = endpoint;
                otlp.Protocol = endpoint.AbsolutePath.Length > 1 ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            })
            .Build());
        builder.Services.AddHostedService<TelemetryService>();
    }

    /// <exception cref="SettingException">It is no URL of HTTP.</exception>
    private static Uri? ReadEndpoint(IConfiguration configuration) => configuration[EndpointSetting] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" => url,
        var text => throw new SettingException(
            $"{EndpointSetting} is '{text}'. Set it to a URL such as http://collector:4317 (gRPC) or http://collector:4318/v1/traces (HTTP), or remove it."),
    };
}

/// <summary>Begins to trace when the hub starts; what was not sent yet is sent when the services are disposed of.</summary>
internal sealed class TelemetryService(TracerProvider traces) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => traces.ForceFlush(1_000), cancellationToken);
}

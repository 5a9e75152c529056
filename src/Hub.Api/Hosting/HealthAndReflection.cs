using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1;

namespace Hub.Api.Hosting;

/// <summary>The two standard services beside the hub's own.</summary>
internal static class HealthAndReflection
{
    /// <summary>
    /// Registers both services. <paramref name="files"/> are the proto files whose services the hub serves; imports and the two
    /// services' own files need not be named.
    /// </summary>
    public static void AddHealthAndReflection(this IHostApplicationBuilder builder, params IEnumerable<FileDescriptor> files)
    {
        var index = new DescriptorIndex([.. files, HealthReflection.Descriptor, ReflectionReflection.Descriptor]);
        builder.Services.AddSingleton(index);
        builder.Services.AddSingleton(new ServingStatus(index.Services));
    }

    /// <summary>
    /// Maps both services for callers without a token, reflection only if wanted. Health says NOT_SERVING as soon as the process is
    /// told to stop, before the listeners close.
    /// </summary>
    public static void MapHealthAndReflection(this WebApplication app, bool withReflection = true)
    {
        app.MapGrpcService<HealthService>().AllowAnonymous();
        if (withReflection)
            app.MapGrpcService<ReflectionService>().AllowAnonymous();

        app.Lifetime.ApplicationStopping.Register(app.Services.GetRequiredService<ServingStatus>().Stop);
    }
}

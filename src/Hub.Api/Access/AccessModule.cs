using Grpc.AspNetCore.Server;
using Hub.Api.Hosting;
using Hub.Data.Clients;

namespace Hub.Api.Access;

/// <summary>Puts access control before every gRPC call, and before the HTTP endpoints that ask for it.</summary>
internal static class AccessModule
{
    /// <summary>Adds access control. It comes after what tells failures, so that a refusal passes through that too.</summary>
    public static IHostApplicationBuilder AddAccess(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(p => new AccessRules(p.GetRequiredService<DescriptorIndex>().Files));
        builder.Services.AddSingleton<AccessInterceptor>();
        builder.Services.AddSingleton<LimitTrailers>();
        builder.Services.AddSingleton<HttpAccess>();
        builder.Services.Configure<GrpcServiceOptions>(grpc =>
        {
            grpc.Interceptors.Add<AccessInterceptor>();
            grpc.Interceptors.Add<LimitTrailers>();
        });
        return builder;
    }

    /// <summary>Lets only callers in whose token is meant for GraphQL and has one of these scopes.</summary>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder endpoint, Scopes anyOf)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(built =>
        {
            var inner = built.RequestDelegate ?? throw new InvalidOperationException("An endpoint without a handler cannot be guarded.");
            built.Metadata.Add(AccessRule.Needs(anyOf));
            built.RequestDelegate = http => http.RequestServices.GetRequiredService<HttpAccess>().InvokeAsync(http, anyOf, inner);
        });
        return endpoint;
    }
}

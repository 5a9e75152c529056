using Hub.GraphQL.Execution;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.GraphQL.Http;

/// <summary>Maps the engine to a path.</summary>
public static class GraphQLEndpointRouteBuilder
{
    /// <summary>
    /// Answers GraphQL over HTTP, server-sent events and, behind the WebSockets middleware, WebSockets at a path, with the <see cref="GraphQLEngine"/> of the host's services. Add the host's
    /// authorization policy to what is returned: it is checked before anything of the request is read.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(
        this IEndpointRouteBuilder endpoints, string pattern, Action<GraphQLHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var options = new GraphQLHttpOptions();
        configure?.Invoke(options);
        var services = endpoints.ServiceProvider;
        var endpoint = new GraphQLEndpoint(
            services.GetRequiredService<GraphQLEngine>(),
            options,
            services.GetRequiredService<ILogger<GraphQLEndpoint>>(),
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        return endpoints.Map(pattern, endpoint.HandleAsync);
    }
}

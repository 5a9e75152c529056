namespace Hub.Api.Clusters;

/// <summary>Composes what is told of clusters. They are made by a follower of the change log.</summary>
internal static class ClustersModule
{
    public static IEndpointRouteBuilder MapClusters(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<ClusterReader>();
        return endpoints;
    }
}

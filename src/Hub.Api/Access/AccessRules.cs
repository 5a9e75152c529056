using System.Collections.Frozen;
using Hub.Data.Clients;

namespace Hub.Api.Access;

/// <summary>Who may call which gRPC method: the one table. A method that is not in it is refused to everyone.</summary>
internal static class AccessRules
{
    private const Scopes CatalogueReader = Scopes.CatalogueRead | Scopes.CatalogueWrite;

    private static readonly (string Service, string Methods, AccessRule Rule)[] Table =
    [
        ("grpc.health.v1.Health", "Check List Watch", AccessRule.Open),
        ("grpc.reflection.v1.ServerReflection", "ServerReflectionInfo", AccessRule.Open),

        ("hub.registry.v1.RegistryService", "GetParticipant ListParticipants", AccessRule.AnyToken),
        ("hub.registry.v1.RegistryService", "CreateParticipant CreateSource", AccessRule.Needs(Scopes.RegistryAdmin)),

        ("hub.catalogue.v1.CatalogueSyncService", "GetSource ListSources GetSession ListVerdicts", AccessRule.Needs(CatalogueReader)),
        ("hub.catalogue.v1.CatalogueSyncService", "GetItem ValidateItems", AccessRule.Needs(CatalogueReader)),
        ("hub.catalogue.v1.CatalogueSyncService", "Sync UpsertItems", AccessRule.Needs(Scopes.CatalogueWrite)),
        ("hub.catalogue.v1.CatalogueSyncService", "ApproveWithdrawals DiscardWithdrawals", AccessRule.Needs(Scopes.CatalogueWrite)),
        ("hub.catalogue.v1.CatalogueSyncService", "ApproveItems RefuseItems", AccessRule.Needs(Scopes.RegistryAdmin)),

        ("hub.clusters.v1.ClusterService", "ListClusters GetClusterOf", AccessRule.Needs(Scopes.FeedRead)),
        ("hub.feed.v1.ChangeFeedService", "Watch GetFeedState", AccessRule.Needs(Scopes.FeedRead)),
    ];

    /// <summary>Every rule by the method it is for, as a call names it: <c>/package.Service/Method</c>.</summary>
    public static FrozenDictionary<string, AccessRule> ByMethod { get; } = Table
        .SelectMany(row => row.Methods.Split(' ').Select(method => KeyValuePair.Create($"/{row.Service}/{method}", row.Rule)))
        .ToFrozenDictionary();
}

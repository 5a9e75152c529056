using Hub.Data.Catalogue;
using Hub.Data.Clusters;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Clusters;

/// <summary>What dashboards see of clusters. Only published members are shown.</summary>
internal static class ClustersSchema
{
    public static TypeBuilder<Offer> ClusterField(this TypeBuilder<Offer> offer) => offer
        .Field("cluster", o => o.ClusterMember!.Cluster, "Offers that look like the same, this one among them; null when nothing like it is known.");

    public static void AddClusters(this SchemaBuilder schema) => schema
        .Enum<ClusterEvidence>("ClusterEvidence", "What ties an offer to its cluster.", evidence => evidence
            .Value(ClusterEvidence.ProviderAndCourseCode, "Courses with the same provider code and course code.")
            .Value(ClusterEvidence.TitleProviderMode, "Courses with a near-equal title, the same provider and the same mode.")
            .Value(ClusterEvidence.TitleEmployerPlace, "Vacancies with a near-equal title, the same employer and the same place."))
        .Type<Cluster>("Cluster", "Two or more offers of one kind that look like the same course or vacancy. The offers stay as they are.", cluster => cluster
            .Requires("dashboard.read")
            .Key(c => c.Id)
            .Id(c => c.PublicId, "Opaque id. It follows from the oldest member, so it stays while others join and leave.")
            .Field("kind", c => c.Kind, "Kind of its members.")
            .Field("size", c => c.Size, "Members, 2 or more.")
            .Field("sourceCount", c => c.SourceCount, "Catalogues its members come from.")
            .Field("participantCount", c => c.ParticipantCount, "Participants its members come from.")
            .Field("score", c => c.Score, "The weakest tie that holds it together, 0.8 to 1: without ties up to that score it would fall apart.")
            .Connection<ClusterMember>("members", c => c.Members, "Its members, the oldest first.", members => members
                .DefaultOrder(m => m.OfferId).PageSize(standard: 50, most: 256)))
        .Type<ClusterMember>("ClusterMember", "One offer of a cluster, by its strongest tie to another of them.", member => member
            .Requires("dashboard.read")
            .Where(m => m.Offer.State == OfferState.Published)
            .Key(m => m.OfferId)
            .Field("offer", m => m.Offer, "The offer.", f => f.As("Offer"))
            .Field("cluster", m => m.Cluster, "The cluster.")
            .Field("evidence", m => m.Evidence, "What ties it.")
            .Field("score", m => m.Score, "1 for equal codes, else how equal the titles are, 0.8 to 1."))
        .Connection<Cluster>(
            "clusters",
            "Offers that look like the same, over all participants, the largest clusters first. What was stored a moment ago may not be in its " +
                "cluster yet: `followers` tells.",
            c => c.DefaultOrder(x => x.Size, descending: true))
        .Lookup<Cluster>("cluster", "The cluster of an id; null when there is none any more.", c => c.PublicId, "id", "Id of the cluster.");
}

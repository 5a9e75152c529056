using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Clusters.V1;
using Hub.Data;
using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Stored = Hub.Data.Clusters;

namespace Hub.Api.Clusters;

/// <summary>Clusters over gRPC. Only published offers are told.</summary>
internal sealed class ClusterReader(IDbContextFactory<HubDbContext> contexts) : ClusterService.ClusterServiceBase
{
    private const int StandardPage = 50;
    private const int LargestPage = 500;

    public override async Task<ListClustersResponse> ListClusters(ListClustersRequest request, ServerCallContext context)
    {
        var size = ClusterRequests.PageSize(request.PageSize, StandardPage, LargestPage);
        var kinds = ClusterRequests.Kinds(request.Kinds);
        var list = $"clusters {string.Join(',', kinds.Order())} {request.MinParticipants}";
        var after = ClusterRequests.After(list, request.PageToken);

        await using var db = await contexts.CreateDbContextAsync(context.CancellationToken);
        var clusters = db.Clusters.AsNoTracking().Where(c => c.Id > after && c.ParticipantCount >= request.MinParticipants);
        if (kinds.Count > 0)
            clusters = clusters.Where(c => kinds.Contains(c.Kind));
        var rows = await clusters.OrderBy(c => c.Id).Take(size + 1).ToListAsync(context.CancellationToken);
        var page = rows.Take(size).ToList();
        return new()
        {
            Clusters = { await MessagesAsync(db, page, context.CancellationToken) },
            NextPageToken = rows.Count > size ? PageToken.Encode(list, page[^1].Id) : "",
        };
    }

    public override async Task<GetClusterOfResponse> GetClusterOf(GetClusterOfRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var found = Guid.TryParseExact(request.OfferId, "D", out var id)
            ? await db.Offers.AsNoTracking().Where(o => o.PublicId == id && o.State == OfferState.Published)
                .Select(o => new { o.ClusterMember!.Cluster })
                .FirstOrDefaultAsync(cancel)
            : null;
        if (found is null)
            throw ClusterRequests.OfferNotFound(request.OfferId);
        return new() { Cluster = found.Cluster is null ? null : (await MessagesAsync(db, [found.Cluster], cancel))[0] };
    }

    private static async Task<List<Cluster>> MessagesAsync(HubDbContext db, List<Stored.Cluster> clusters, CancellationToken cancel)
    {
        var ids = clusters.Select(c => c.Id).ToList();
        var members = await db.ClusterMembers.AsNoTracking()
            .Where(m => ids.Contains(m.ClusterId) && m.Offer.State == OfferState.Published)
            .OrderBy(m => m.OfferId)
            .Select(m => new Row(m.ClusterId, m.Offer.PublicId, m.Offer.Source.PublicId, m.Offer.ExternalId, m.Evidence, m.Score))
            .ToListAsync(cancel);
        var byCluster = members.ToLookup(member => member.Cluster, member => member.ToMessage());
        return [.. clusters.Select(cluster => new Cluster
        {
            Id = cluster.PublicId.ToString(),
            Kind = (Registry.V1.OfferKind)cluster.Kind,
            Size = cluster.Size,
            SourceCount = cluster.SourceCount,
            ParticipantCount = cluster.ParticipantCount,
            Score = cluster.Score,
            Members = { byCluster[cluster.Id] },
        })];
    }

    /// <summary>A member as the database tells it: ids are made texts here, for SQL would take the bytes for one.</summary>
    private sealed record Row(long Cluster, Guid Offer, Guid Source, string ExternalId, Stored.ClusterEvidence Evidence, double Score)
    {
        public ClusterMember ToMessage() => new()
        {
            OfferId = Offer.ToString(),
            Source = Source.ToString(),
            ExternalId = ExternalId,
            Evidence = (ClusterEvidence)Evidence,
            Score = Score,
        };
    }
}

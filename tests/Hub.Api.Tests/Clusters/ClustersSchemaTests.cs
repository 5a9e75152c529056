using Hub.Api.Tests.Dashboard;
using Hub.Data.Catalogue;
using Hub.Data.Clusters;

namespace Hub.Api.Tests.Clusters;

public sealed class ClustersSchemaTests : IAsyncLifetime
{
    private static readonly Guid Id = new("0198a1b2-0000-8000-8000-000000000101");

    private DashboardHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The vacancies of the hub as one cluster; the second of them is withdrawn, which the follower has not seen yet.</summary>
    public async ValueTask InitializeAsync()
    {
        _hub = await DashboardHub.StartAsync();
        await using var db = _hub.Database.Open();
        db.Add(new Cluster { Id = 1, PublicId = Id, Kind = OfferKind.Vacancy, Size = 2, SourceCount = 1, ParticipantCount = 1, Score = 0.9 });
        db.Add(new ClusterMember { OfferId = 1, ClusterId = 1, Evidence = ClusterEvidence.TitleEmployerPlace, Score = 0.9 });
        db.Add(new ClusterMember { OfferId = 2, ClusterId = 1, Evidence = ClusterEvidence.TitleEmployerPlace, Score = 0.9 });
        await db.SaveChangesAsync(Cancel);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Clusters_show_their_published_members()
    {
        Assert.Equal(
            "{\"data\":{\"clusters\":{\"totalCount\":1,\"nodes\":[{\"id\":\"0198a1b2-0000-8000-8000-000000000101\",\"kind\":\"VACANCY\",\"size\":2,\"sourceCount\":1," +
                "\"participantCount\":1,\"score\":0.9,\"members\":{\"nodes\":[{\"evidence\":\"TITLE_EMPLOYER_PLACE\",\"score\":0.9,\"offer\":{\"title\":\"Welder\"}}]}}]}}}",
            await _hub.Run(
                "{ clusters { totalCount nodes { id kind size sourceCount participantCount score members { nodes { evidence score offer { title } } } } } }"));
    }

    [Fact]
    public async Task Clusters_are_filtered_ordered_and_counted_like_every_list()
    {
        Assert.Equal(
            "{\"data\":{\"none\":{\"nodes\":[]},\"one\":{\"nodes\":[{\"size\":2}],\"aggregate\":{\"count\":1,\"sum\":{\"size\":2}}}}}",
            await _hub.Run(
                "{ none: clusters(where: {participantCount: {gt: 1}}) { nodes { size } } " +
                    "one: clusters(where: {kind: {eq: VACANCY}, members: {some: {evidence: {eq: TITLE_EMPLOYER_PLACE}}}}, orderBy: [{field: SCORE, direction: DESC}]) " +
                    "{ nodes { size } aggregate { count sum { size } } } }"));
    }

    [Fact]
    public async Task An_offer_leads_to_its_cluster_or_to_none()
    {
        Assert.Equal(
            "{\"data\":{\"vacancies\":{\"nodes\":[{\"title\":\"Welder\",\"cluster\":{\"size\":2}}]},\"courses\":{\"nodes\":[{\"cluster\":null}]}," +
                "\"offers\":{\"nodes\":[{\"title\":\"Welder\"}]},\"node\":{\"__typename\":\"Cluster\"}}}",
            await _hub.Run(
                "query($id: ID!) { vacancies { nodes { title cluster { size } } } courses { nodes { cluster { size } } } " +
                    "offers(where: {cluster: {size: {gte: 2}}}) { nodes { title } } node(id: $id) { __typename } }",
                new { id = Id }));
    }
}

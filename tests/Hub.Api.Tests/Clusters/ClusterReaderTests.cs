using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Clusters.V1;
using Hub.Data;
using Hub.Data.Followers;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OfferKind = Hub.Registry.V1.OfferKind;

namespace Hub.Api.Tests.Clusters;

/// <summary>Clusters as another partner reads them: two platforms sell the same course, and one of them employs too.</summary>
public sealed class ClusterReaderTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> _sources = [];
    private RunningHub _hub = null!;
    private GrpcChannel _channel = null!;
    private ClusterService.ClusterServiceClient _clusters = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _channel = _hub.Channel(await _hub.TokenAsync("feed.read", Cancel, "Portal Kota"));
        _clusters = new(_channel);
        await SendAsync("Platform Satu", Course("a", "Barista Dasar", "B-01", "PT Maju"), Course("b", "Menjahit", "J-01", "PT Maju"), Vacancy("v1", "Kasir"), Vacancy("v2", "Kasir !"));
        await SendAsync("Platform Dua", Course("x", "Meracik kopi", "b 01", null), Course("y", "Kursus menjahit", null, "Maju"));
        Assert.True(await _hub.Services.GetRequiredService<FollowerRunner>().CatchUpAsync(Cancel));
    }

    [Fact]
    public async Task Clusters_are_listed_with_their_members_and_what_ties_them()
    {
        var answer = await _clusters.ListClustersAsync(new(), cancellationToken: Cancel);

        Assert.Equal(
            ["Course 2 2: a ProviderAndCourseCode 1, x ProviderAndCourseCode 1", "Course 2 2: b TitleProviderMode 1, y TitleProviderMode 1", "Vacancy 1 1: v1 TitleEmployerPlace 1, v2 TitleEmployerPlace 1"],
            answer.Clusters.Select(Told));
        Assert.Equal("", answer.NextPageToken);
        Assert.Equal([_sources["Platform Satu"], _sources["Platform Dua"]], answer.Clusters[0].Members.Select(m => m.Source));
    }

    [Fact]
    public async Task Pages_and_filters_hold_every_cluster_once()
    {
        var first = await _clusters.ListClustersAsync(new() { PageSize = 1, MinParticipants = 2 }, cancellationToken: Cancel);
        var second = await _clusters.ListClustersAsync(new() { PageSize = 1, MinParticipants = 2, PageToken = first.NextPageToken }, cancellationToken: Cancel);
        var vacancies = await _clusters.ListClustersAsync(new() { Kinds = { OfferKind.Vacancy } }, cancellationToken: Cancel);

        Assert.Equal(["a", "b"], first.Clusters.Concat(second.Clusters).Select(c => c.Members[0].ExternalId));
        Assert.Equal("", second.NextPageToken);
        Assert.Equal("v1", Assert.Single(vacancies.Clusters).Members[0].ExternalId);
    }

    [Fact]
    public async Task An_offer_knows_its_cluster_until_it_is_withdrawn()
    {
        var listed = (await _clusters.ListClustersAsync(new(), cancellationToken: Cancel)).Clusters[0];
        var (a, x) = (listed.Members[0].OfferId, listed.Members[1].OfferId);
        Assert.Equal(listed, (await _clusters.GetClusterOfAsync(new() { OfferId = x }, cancellationToken: Cancel)).Cluster);

        await SendAsync("Platform Satu", new Item { ExternalId = "a", Revision = 2, Tombstone = new() });
        var notYet = await _clusters.GetClusterOfAsync(new() { OfferId = x }, cancellationToken: Cancel);
        Assert.DoesNotContain(a, notYet.Cluster?.Members.Select(m => m.OfferId) ?? []);

        Assert.True(await _hub.Services.GetRequiredService<FollowerRunner>().CatchUpAsync(Cancel));
        Assert.Null((await _clusters.GetClusterOfAsync(new() { OfferId = x }, cancellationToken: Cancel)).Cluster);
        var gone = await RefusedAsync(StatusCode.NotFound, () => _clusters.GetClusterOfAsync(new() { OfferId = a }, cancellationToken: Cancel));
        Assert.Equal("OFFER_NOT_FOUND", gone.Reason);
    }

    [Theory]
    [InlineData(501, "", 1, "PAGE_SIZE")]
    [InlineData(-1, "", 1, "PAGE_SIZE")]
    [InlineData(1, "made up", 1, "PAGE_TOKEN_MALFORMED")]
    [InlineData(1, "", 0, "ENUM_VALUE_UNKNOWN")]
    [InlineData(1, "", 77, "ENUM_VALUE_UNKNOWN")]
    public async Task A_list_that_cannot_be_is_refused(int size, string token, int kind, string reason)
    {
        var request = new ListClustersRequest { PageSize = size, PageToken = token, Kinds = { (OfferKind)kind } };

        var details = await RefusedAsync(StatusCode.InvalidArgument, () => _clusters.ListClustersAsync(request, cancellationToken: Cancel));

        Assert.Equal(reason, details.Reason);
        Assert.Single(details.BadRequest!.FieldViolations);
    }

    [Fact]
    public async Task Who_may_not_read_the_feed_may_not_read_clusters()
    {
        using var channel = _hub.Channel(await _hub.TokenAsync("catalogue.write", Cancel, "Platform Tiga"));

        var details = await RefusedAsync(
            StatusCode.PermissionDenied, () => new ClusterService.ClusterServiceClient(channel).ListClustersAsync(new(), cancellationToken: Cancel));

        Assert.Equal("SCOPE_MISSING", details.Reason);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    private static string Told(Cluster cluster) =>
        $"{cluster.Kind} {cluster.SourceCount} {cluster.ParticipantCount}: {string.Join(", ", cluster.Members.Select(m => $"{m.ExternalId} {m.Evidence} {m.Score}"))}";

    /// <summary>Sends items to the one source of a participant, which is registered when it is first named.</summary>
    private async Task SendAsync(string participant, params Item[] items)
    {
        if (!_sources.TryGetValue(participant, out var source))
        {
            var store = _hub.Services.GetRequiredService<ParticipantStore>();
            await _hub.TokenAsync("catalogue.write", Cancel, participant);
            await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
            var owner = await db.Participants.SingleAsync(p => p.LegalName == participant, Cancel);
            var (_, added) = await store.AddSourceAsync(new(owner.PublicId, "catalogue", OfferKinds.Course | OfferKinds.Vacancy), Cancel);
            _sources[participant] = source = added!.PublicId.ToString();
        }

        var (rules, access) = (_hub.Services.GetRequiredService<Hub.Api.Catalogue.SourceAccess>(), _hub.Services.GetRequiredService<Hub.Data.Catalogue.OfferStore>());
        await using var sources = await _hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        var stored = await sources.Sources.SingleAsync(s => s.PublicId == Guid.Parse(source), Cancel);
        var checkedItems = items.Select((item, i) => Hub.Api.Catalogue.OfferRules.Check(item, i + 1, rules.RulesOf(stored)).Write).ToArray();
        var result = await access.UpsertAsync(stored.Id, checkedItems, Cancel);
        Assert.All(result.Decisions, decision => Assert.Equal(Hub.Data.Catalogue.Outcome.Applied, decision.Outcome));
    }

    private static Item Course(string id, string title, string? code, string? provider) => new()
    {
        ExternalId = id, Revision = 1,
        Course = new() { Title = title, CourseCode = code ?? "", ProviderCode = code is null ? "" : "LPK-7", ProviderName = provider ?? "", Mode = DeliveryMode.Online },
    };

    private static Item Vacancy(string id, string title) => new()
    {
        ExternalId = id, Revision = 1,
        Vacancy = new() { Title = title, Employer = new() { Name = "PT Toko Kita" }, AreaCodes = { "33.25" } },
    };

    private static async Task<FailureDetails> RefusedAsync<T>(StatusCode code, Func<AsyncUnaryCall<T>> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.Equal(code, exception.StatusCode);
        return FailureDetails.Of(exception);
    }
}

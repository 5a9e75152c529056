using Grpc.Core;
using Grpc.Net.Client;
using Hub.Api.Commands;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Areas;
using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Outcome = Hub.Catalogue.V1.Outcome;
using ReviewFault = Hub.Catalogue.V1.ReviewFault;

namespace Hub.Api.Tests.Catalogue;

/// <summary>Reviews by an operator and releases from quarantine, over gRPC.</summary>
public sealed class ReviewCallTests : IAsyncLifetime
{
    private RunningHub _hub = null!;
    private GrpcChannel _partner = null!;
    private CatalogueSyncService.CatalogueSyncServiceClient _sync = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _partner = _hub.Channel(await _hub.TokenAsync("catalogue.write catalogue.read", Cancel, "Mitra"));
        _sync = new(_partner);
    }

    public async ValueTask DisposeAsync()
    {
        _partner.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task An_operator_approves_and_refuses_and_the_partner_sees_input_beside_what_is_shown()
    {
        var source = await AddSourceAsync(VerificationPolicy.BeforePublish);
        using var channel = _hub.Channel(await _hub.TokenAsync("registry.admin", Cancel, "Operator"));
        var operators = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        var upserted = await _sync.UpsertItemsAsync(new() { Source = source, Items = { Gig("a", 1), Gig("b", 1) } }, cancellationToken: Cancel);
        var waiting = await GetAsync(source, "a");

        var approved = await operators.ApproveItemsAsync(
            new() { Source = source, Keys = { new Key { ExternalId = "a", Revision = 1 }, new Key { ExternalId = "b", Revision = 9 } } }, cancellationToken: Cancel);
        var refused = await operators.RefuseItemsAsync(
            new() { Source = source, Keys = { new Key { ExternalId = "b", Revision = 1 } }, Reason = "tanpa alamat" }, cancellationToken: Cancel);
        await _sync.UpsertItemsAsync(new() { Source = source, Items = { Gig("a", 2, title: "Cuci AC") } }, cancellationToken: Cancel);
        var (a, b) = (await GetAsync(source, "a"), await GetAsync(source, "b"));

        Assert.Equal([(Outcome.Held, "PENDING_REVIEW")], upserted.Verdicts.Select(v => (v.Outcome, v.Reason)).Distinct());
        Assert.Equal((ItemState.PendingReview, null, true), (waiting.State, waiting.Published, waiting.Waiting));
        Assert.Equal((1L, 1L), (approved.Approved, refused.Refused));
        Assert.Equal((ReviewFault.OtherRevision, 1L), (approved.Problems.Single().Fault, approved.Problems.Single().WaitingRevision));
        Assert.Equal((ItemState.Published, "Servis AC", "Cuci AC", true), (a.State, a.Published.Gig.Title, a.Input.Gig.Title, a.Waiting));
        Assert.Equal((ItemState.Rejected, "REVIEW_REFUSED", "Servis AC"), (b.State, b.Verdict.Reason, b.Input.Gig.Title));
        Assert.Contains("tanpa alamat", b.Verdict.Text.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_may_not_review_and_other_policies_have_nothing_to_review()
    {
        var source = await AddSourceAsync(VerificationPolicy.Trusted);
        using var channel = _hub.Channel(await _hub.TokenAsync("registry.admin", Cancel, "Operator"));
        var request = new ApproveItemsRequest { Source = source, Keys = { new Key { ExternalId = "a", Revision = 1 } } };

        var partner = await Assert.ThrowsAsync<RpcException>(() => _sync.ApproveItemsAsync(request, cancellationToken: Cancel).ResponseAsync);
        var trusted = await Assert.ThrowsAsync<RpcException>(
            () => new CatalogueSyncService.CatalogueSyncServiceClient(channel).ApproveItemsAsync(request, cancellationToken: Cancel).ResponseAsync);

        Assert.Equal((StatusCode.PermissionDenied, StatusCode.FailedPrecondition), (partner.StatusCode, trusted.StatusCode));
        Assert.Equal("SOURCE_HAS_NO_REVIEW", FailureDetails.Of(trusted).Reason);
    }

    [Fact]
    public async Task A_list_of_areas_that_grew_between_two_starts_releases_what_waited_for_it()
    {
        var source = await AddSourceAsync(VerificationPolicy.AfterPublish);
        var first = await _sync.UpsertItemsAsync(
            new() { Source = source, Items = { Gig("a", 1, area: "98.01"), Gig("b", 1, area: "99") } }, cancellationToken: Cancel);
        await using (var db = await OpenAsync())
            Assert.Equal(new(2, null), await AreaLoad.AddAsync(db, ["code,name", "98,Provinsi Baru", "98.01,Kabupaten Baru"], Cancel));

        await _hub.RestartAsync(Cancel);
        await _hub.Services.GetRequiredService<QuarantineRelease>().RunAsync(Cancel);

        Assert.Equal([Outcome.Quarantined, Outcome.Quarantined], first.Verdicts.Select(v => v.Outcome));
        await using var after = await OpenAsync();
        Assert.Equal(
            ["a Published 98.01", "b Quarantined "],
            (await after.Offers.OrderBy(o => o.ExternalId).ToListAsync(Cancel)).Select(o => $"{o.ExternalId} {o.State} {o.KnownAreaCode}"));
    }

    [Fact]
    public async Task The_list_of_areas_is_read_again_when_it_grew_under_a_running_hub()
    {
        var areas = _hub.Services.GetRequiredService<Hub.Api.Catalogue.AreaReference>();
        var path = Path.Combine(_hub.DataDirectory, "areas.csv");
        await File.WriteAllTextAsync(path, "98,Provinsi Baru\n98.01,Kabupaten Baru\n", Cancel);

        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await HubCommand.RunAsync(
            ["areas", "load", path, "--data-directory", _hub.DataDirectory], _ => throw new InvalidOperationException(), output, error, Cancel);

        Assert.Equal((0, true, false, "98.01"), (code, await areas.RefreshAsync(Cancel), await areas.RefreshAsync(Cancel), areas.Current.Known("98.01")));
    }

    private async Task<GetItemResponse> GetAsync(string source, string id) =>
        await _sync.GetItemAsync(new() { Source = source, ExternalId = id }, cancellationToken: Cancel);

    private async Task<string> AddSourceAsync(VerificationPolicy policy)
    {
        await using var db = await OpenAsync();
        var owner = await db.Participants.SingleAsync(p => p.LegalName == "Mitra", Cancel);
        var (_, source) = await _hub.Services.GetRequiredService<ParticipantStore>()
            .AddSourceAsync(new(owner.PublicId, "catalogue", OfferKinds.Gig, VerificationPolicy: policy), Cancel);
        return source!.PublicId.ToString();
    }

    private Task<HubDbContext> OpenAsync() => _hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);

    private static Item Gig(string id, long revision, string title = "Servis AC", string area = "31.74") => new()
    {
        ExternalId = id,
        Revision = revision,
        Gig = new() { Title = title, Sector = Sector.Repair, AreaCodes = { area } },
    };
}

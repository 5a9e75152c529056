using Grpc.Core;
using Hub.Api.Access;
using Hub.Api.Hosting;
using Hub.Auth.Audit;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>Takes catalogues from partners and tells them what became of each item.</summary>
internal sealed class CatalogueSync(SyncServices services, CatalogueReader reader, ItemReviews reviews, AuditLog audit)
    : CatalogueSyncService.CatalogueSyncServiceBase
{
    public override async Task Sync(
        IAsyncStreamReader<SyncRequest> requestStream, IServerStreamWriter<SyncResponse> responseStream, ServerCallContext context)
    {
        var stream = new SyncStream(services, context.GetCaller(), requestStream, responseStream, context.GetLiveCaller());
        await stream.RunAsync(context.CancellationToken);
    }

    public override async Task<UpsertItemsResponse> UpsertItems(UpsertItemsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        ItemsRules.CheckCount(request.Items, "items");
        var participant = context.GetCaller().ParticipantId;
        using var pass = services.Uploads.Enter(participant);
        await services.Pace.WaitAsync(participant, request.Items.Count, services.Uploads.OthersRun(participant), cancel);
        var source = await services.Sources.FindForWritingAsync(context.GetCaller(), request.Source, cancel);
        var rules = services.Sources.RulesOf(source);
        var items = request.Items.Select((item, i) => OfferRules.Check(item, i + 1, rules)).ToArray();
        var result = await services.Queue.RunAsync(
            items.Sum(item => ItemCosts.Of(item)),
            token => services.Offers.UpsertAsync(source.Id, [.. items.Select(i => i.Write)], token, source.ParticipantId),
            cancel);

        return new()
        {
            Counts = Verdicts.CountsOf(result.Session!.Totals),
            Verdicts = { Verdicts.OfAll([.. items.Select(item => ItemReport.Of(item))], result.Decisions, services.Time.GetUtcNow()) },
        };
    }

    public override async Task<ValidateItemsResponse> ValidateItems(ValidateItemsRequest request, ServerCallContext context)
    {
        var cancel = context.CancellationToken;
        ItemsRules.CheckCount(request.Items, "items");
        var source = await services.Sources.FindAsync(context.GetCaller(), request.Source, cancel);
        var rules = services.Sources.RulesOf(source);
        var (items, decisions) = await ValidationStream.DecideAsync(services, source.Id, source.ParticipantId, SyncMode.Delta, rules, request.Items, 1, cancel);

        var totals = default(SessionTotals);
        foreach (var decision in decisions)
            totals.Add(decision);
        return new() { Counts = Verdicts.CountsOf(totals), Verdicts = { Verdicts.OfAll(items, decisions, services.Time.GetUtcNow()) } };
    }

    public override async Task<GetSourceResponse> GetSource(GetSourceRequest request, ServerCallContext context) =>
        new() { Source = await reader.GetSourceAsync(context.GetCaller(), request.Source, context.CancellationToken) };

    public override Task<ListSourcesResponse> ListSources(ListSourcesRequest request, ServerCallContext context) =>
        reader.ListSourcesAsync(context.GetCaller(), request, context.CancellationToken);

    public override async Task<GetSessionResponse> GetSession(GetSessionRequest request, ServerCallContext context) =>
        new() { Session = await reader.GetSessionAsync(context.GetCaller(), request.SessionId, context.CancellationToken) };

    public override Task<ListVerdictsResponse> ListVerdicts(ListVerdictsRequest request, ServerCallContext context) =>
        reader.ListVerdictsAsync(context.GetCaller(), request, context.CancellationToken);

    public override Task<GetItemResponse> GetItem(GetItemRequest request, ServerCallContext context) =>
        reader.GetItemAsync(context.GetCaller(), request, context.CancellationToken);

    public override async Task<ApproveWithdrawalsResponse> ApproveWithdrawals(ApproveWithdrawalsRequest request, ServerCallContext context)
    {
        if (request.Ceiling < 1)
            throw CatalogueFailures.Invalid(FailureReasons.CeilingMissing, "ceiling");

        var caller = context.GetCaller();
        var session = await reader.FindSessionAsync(caller, request.SessionId, context.CancellationToken);
        var result = await services.Offers.ApproveWithdrawalsAsync(session, request.Ceiling, context.CancellationToken, caller.ParticipantId);
        if (result.Fault != SessionFault.None)
            throw CatalogueFailures.Of(result.Fault, result.Detail, request.SessionId);
        services.Log.WithdrawalsApproved(session, result.Settled, caller.ClientId, result.Superseded);
        await audit.RecordAsync(new(AuditEvents.WithdrawalsApproved)
        {
            Participant = caller.ParticipantPublicId.ToString(), Subject = request.SessionId, Count = result.Settled, Detail = $"ceiling {request.Ceiling}",
        });
        return new() { Withdrawn = result.Settled, Superseded = result.Superseded };
    }

    public override async Task<DiscardWithdrawalsResponse> DiscardWithdrawals(DiscardWithdrawalsRequest request, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var session = await reader.FindSessionAsync(caller, request.SessionId, context.CancellationToken);
        var result = await services.Offers.DiscardWithdrawalsAsync(session, context.CancellationToken, caller.ParticipantId);
        await audit.RecordAsync(new(AuditEvents.WithdrawalsDiscarded)
        {
            Participant = caller.ParticipantPublicId.ToString(), Subject = request.SessionId, Count = result.Settled,
        });
        return new() { Discarded = result.Settled };
    }

    public override async Task<ApproveItemsResponse> ApproveItems(ApproveItemsRequest request, ServerCallContext context)
    {
        var keys = ReviewRules.Keys(request.Keys);
        var source = await services.Sources.FindForReviewAsync(request.Source, context.CancellationToken);
        var result = await reviews.ApproveAsync(source.Id, keys, context.CancellationToken);
        services.Log.ItemsApproved(source.PublicId, result.Settled, context.GetCaller().ClientId);
        await audit.RecordAsync(new(AuditEvents.ItemsApproved) { Subject = source.PublicId.ToString(), Count = result.Settled });
        return new() { Approved = result.Settled, Problems = { result.Problems.Select(ReviewRules.Message) } };
    }

    public override async Task<RefuseItemsResponse> RefuseItems(RefuseItemsRequest request, ServerCallContext context)
    {
        var keys = ReviewRules.Keys(request.Keys);
        var why = ReviewRules.Why(request.Reason);
        var source = await services.Sources.FindForReviewAsync(request.Source, context.CancellationToken);
        var result = await reviews.RefuseAsync(source.Id, keys, why, context.CancellationToken);
        services.Log.ItemsRefused(source.PublicId, result.Settled, context.GetCaller().ClientId);
        await audit.RecordAsync(new(AuditEvents.ItemsRefused) { Subject = source.PublicId.ToString(), Count = result.Settled, Reason = why });
        return new() { Refused = result.Settled, Problems = { result.Problems.Select(ReviewRules.Message) } };
    }
}

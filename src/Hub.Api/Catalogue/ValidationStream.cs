using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using RevisionPolicy = Hub.Catalogue.V1.RevisionPolicy;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>A sync stream that checks and stores nothing: no session, no acknowledgement of durability.</summary>
internal sealed class ValidationStream(
    SyncServices services, SyncTask task, SyncMessages messages, IServerStreamWriter<SyncResponse> responses)
{
    private readonly SourceWatch _watch = new(services, task.Source.Id);
    private SessionTotals _totals;
    private long _checkedThrough;

    public async Task RunAsync(SyncLife life)
    {
        await responses.WriteAsync(new()
            {
                Opened = new()
                {
                    Credits = services.Options.Credits,
                    MostItems = CatalogueOptions.MostItems,
                    MostBytes = services.Options.StreamBytes,
                    MostUploads = services.Options.Uploads,
                },
            }, life.Answering);
        while (await messages.ReadItemsAsync(life.Reading) is { } items)
        {
            if (!await _watch.IsActiveAsync(life.Reading))
                break;
            await CheckAsync(items, life);
        }

        _watch.ThrowIfSuspended(null);
        if (messages.Commit is { } commit)
        {
            SessionRules.EndOf(commit, task.Rules.HasEpochs ? RevisionPolicy.Epoch : RevisionPolicy.Counter);
            await messages.RefuseMoreAsync(life.Reading);
        }

        await responses.WriteAsync(
            new() { Closed = new() { Outcome = CloseOutcome.Validated, Counts = Verdicts.CountsOf(_totals) } }, life.Answering);
    }

    private async Task CheckAsync(Items items, SyncLife life)
    {
        if (items.FirstSequence > _checkedThrough + 1)
            throw CatalogueFailures.Of(SessionFault.SequenceGap, _checkedThrough, "");

        // As in an upload, what came before is skipped as a repeat.
        var skipped = (int)Math.Min(items.Items_.Count, _checkedThrough + 1 - items.FirstSequence);
        var part = new ProgressPart();
        if (skipped < items.Items_.Count)
        {
            var (checkedItems, decisions) = await DecideAsync(
                services, task.Source.Id, task.Source.ParticipantId, task.Request.Mode, task.Rules, [.. items.Items_.Skip(skipped)], items.FirstSequence + skipped, life.Reading);
            _checkedThrough = items.FirstSequence + items.Items_.Count - 1;
            var now = services.Time.GetUtcNow();
            for (var i = 0; i < decisions.Count; i++)
            {
                _totals.Add(decisions[i]);
                if (!task.AllVerdicts && !Verdicts.IsNeeded(checkedItems[i], decisions[i]))
                    continue;
                var verdict = Verdicts.Of(checkedItems[i], decisions[i], now);
                if (part.TryAdd(verdict))
                    continue;
                await SendAsync(part, life);
                part.TryAdd(verdict);
            }
        }

        await SendAsync(part, life);
    }

    private Task SendAsync(ProgressPart part, SyncLife life) =>
        responses.WriteAsync(part.Take(Verdicts.CountsOf(_totals)), life.Answering);

    /// <summary>Checks items and decides on them as if they came now.</summary>
    public static async Task<(ItemReport[] Items, IReadOnlyList<ItemDecision> Decisions)> DecideAsync(
        SyncServices services, long sourceId, long lane, SyncMode mode, RuleContext rules, IReadOnlyList<Item> items, long firstSequence, CancellationToken cancel)
    {
        var checkedItems = items.Select((item, i) => OfferRules.Check(item, firstSequence + i, rules)).ToArray();
        var decisions = await services.Queue.RunAsync(
            checkedItems.Sum(item => ItemCosts.Of(item)),
            token => services.Offers.ValidateAsync(sourceId, mode, [.. checkedItems.Select(c => c.Write)], token, lane),
            cancel);
        return ([.. checkedItems.Select(item => ItemReport.Of(item))], decisions);
    }
}

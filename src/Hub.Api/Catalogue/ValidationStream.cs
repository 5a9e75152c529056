using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>A sync stream that checks and stores nothing: no session, no acknowledgement of durability.</summary>
internal sealed class ValidationStream(
    SyncServices services, long sourceId, RuleContext rules, IAsyncStreamReader<SyncRequest> requests, IServerStreamWriter<SyncResponse> responses)
{
    public async Task RunAsync(Open open, CancellationToken cancel)
    {
        await responses.WriteAsync(new() { Opened = new() { Credits = services.Options.Credits } }, cancel);
        var totals = default(SessionTotals);
        while (await requests.MoveNext(cancel) && requests.Current.Commit is null)
        {
            if (requests.Current.Items is not { } items)
            {
                throw CatalogueFailures.Invalid(
                    "MESSAGE_UNEXPECTED", "message", "A validation takes Items, then ends.", "Validasi hanya menerima Items.");
            }

            ItemsRules.Check(items);
            var progress = new Progress();
            var (checkedItems, decisions) = await DecideAsync(services, sourceId, (SyncMode)open.Mode, rules, items.Items_, items.FirstSequence, cancel);
            for (var i = 0; i < decisions.Count; i++)
            {
                totals.Add(decisions[i]);
                if (open.AllVerdicts || Verdicts.IsNeeded(checkedItems[i], decisions[i]))
                    progress.Verdicts.Add(Verdicts.Of(checkedItems[i], decisions[i], services.Time.GetUtcNow()));
            }

            progress.Counts = Verdicts.CountsOf(totals);
            await responses.WriteAsync(new() { Progress = progress }, cancel);
        }

        await responses.WriteAsync(
            new() { Closed = new() { Outcome = CloseOutcome.Validated, Counts = Verdicts.CountsOf(totals) } }, cancel);
    }

    /// <summary>Checks items and decides on them as if they came now.</summary>
    public static async Task<(CheckedItem[] Items, IReadOnlyList<ItemDecision> Decisions)> DecideAsync(
        SyncServices services, long sourceId, SyncMode mode, RuleContext rules, IReadOnlyList<Item> items, long firstSequence, CancellationToken cancel)
    {
        var checkedItems = items.Select((item, i) => OfferRules.Check(item, firstSequence + i, rules)).ToArray();
        var decisions = await services.Offers.ValidateAsync(sourceId, mode, [.. checkedItems.Select(c => c.Write)], cancel);
        return (checkedItems, decisions);
    }
}

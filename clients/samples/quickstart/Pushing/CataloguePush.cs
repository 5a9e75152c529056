using Grpc.Core;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Samples.Quickstart.Bundled;
using Hub.Samples.Quickstart.Onboarding;
using Hub.Samples.Quickstart.Running;
using Hub.Samples.Quickstart.Showing;
using PartnerSync;

namespace Hub.Samples.Quickstart.Pushing;

/// <summary>Pushes the bundled catalogues of all partners, each with its own token, all at once.</summary>
internal sealed class CataloguePush(HubProcess hub, HttpClient http, Screen screen, TimeProvider time)
{
    private const int ItemsAMessage = 50;

    /// <summary>Pushes and returns the verdicts that came back, with the name of their catalogue.</summary>
    /// <exception cref="QuickstartFailure">A push did not end.</exception>
    public async Task<IReadOnlyList<(string Source, Verdict Verdict)>> RunAsync(Members members, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var catalogues = PartnerPlan.All.Select(plan => (Plan: plan, Items: CatalogueFile.Read(plan.File, today))).ToList();
        List<(string Source, Verdict Verdict)> verdicts = [];

        using var channel = GrpcChannel.ForAddress(hub.GrpcUrl);
        await PushProgressBoard.ShowAsync(
            screen,
            catalogues.ToDictionary(catalogue => catalogue.Plan.Source, catalogue => catalogue.Items.Count),
            progress => Task.WhenAll(catalogues.Select(catalogue => PushAsync(catalogue.Plan, catalogue.Items, progress))));
        return [.. verdicts.OrderBy(entry => catalogues.FindIndex(catalogue => catalogue.Plan.Source == entry.Source))];

        async Task PushAsync(PartnerPlan plan, List<Item> items, Action<string, PushProgress> progress)
        {
            var partner = members.Partners[plan.Key];
            var listener = new Listener(plan.Source, progress, verdicts);
            using var token = new HubToken(http, HubCredentials.ForHub(hub.HttpUrl, partner.Client.Id, partner.Client.Secret), time);
            var push = new SyncPush(channel.CreateCallInvoker(), token, time);
            await TellFailureAsync(plan, () => push.RunAsync(Options(plan, partner, items.Count), items, listener, cancel));
        }
    }

    private static PushOptions Options(PartnerPlan plan, Partner partner, int count) => new()
    {
        Source = partner.SourceId,
        Mode = plan.Mode,
        BatchSize = ItemsAMessage,
        ExpectedCount = count,
        RetryFor = TimeSpan.FromSeconds(20),
    };

    private async Task TellFailureAsync(PartnerPlan plan, Func<Task> push)
    {
        var what = $"The catalogue '{plan.Source}' of {plan.Name} was not pushed.";
        var cure = $"Read hub.log in the data folder, or look at {hub.HttpUrl}health/ready while the hub runs.";
        try
        {
            await push();
        }
        catch (RpcException exception)
        {
            throw new QuickstartFailure(what, HubFailure.From(exception).ToString(), cure);
        }
        catch (Exception exception) when (exception is HubTokenException or HttpRequestException or InvalidDataException)
        {
            throw new QuickstartFailure(what, exception.Message, cure);
        }
    }

    private sealed class Listener(string source, Action<string, PushProgress> progress, List<(string Source, Verdict Verdict)> verdicts) : PushListener
    {
        public override void OnProgress(in PushProgress now) => progress(source, now);

        public override void OnVerdict(Verdict verdict)
        {
            lock (verdicts)
                verdicts.Add((source, verdict));
        }
    }
}

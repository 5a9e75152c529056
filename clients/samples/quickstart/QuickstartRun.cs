using System.Text.Json;
using Hub.Samples.Quickstart.Dashboard;
using Hub.Samples.Quickstart.Onboarding;
using Hub.Samples.Quickstart.Pushing;
using Hub.Samples.Quickstart.Running;
using Hub.Samples.Quickstart.Showing;
using PartnerSync;

namespace Hub.Samples.Quickstart;

/// <summary>The hub's whole way, once: start, onboard, push, ask, show.</summary>
internal sealed class QuickstartRun(Screen screen, TimeProvider time)
{
    private const int Success = 0;
    private const int Failure = 1;

    /// <summary>Runs and returns the exit code.</summary>
    /// <param name="folder">Folder of the hub's data; null makes one that is removed at the end.</param>
    /// <param name="exit">True ends once everything was shown; else the hub stays up until <paramref name="cancel"/>.</param>
    /// <param name="cancel">Stops the hub and ends.</param>
    public async Task<int> RunAsync(DirectoryInfo? folder, bool exit, CancellationToken cancel)
    {
        var data = folder ?? Directory.CreateTempSubdirectory("hub-quickstart-");
        var isUp = false;
        try
        {
            await RunInAsync(data.FullName, exit, () => isUp = true, cancel);
        }
        catch (QuickstartFailure failure)
        {
            screen.Failure(failure.What, failure.Why, failure.Cure);
            screen.Done($"No hub is left running. What it stored and logged is in {data.FullName}.");
            return Failure;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            screen.Done("The hub was stopped.");
        }

        if (folder is null)
            data.Delete(recursive: true);
        return isUp ? Success : Failure;
    }

    private async Task RunInAsync(string data, bool exit, Action up, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        Make(data);
        using var http = new HttpClient();
        var program = new HubProgram(data);

        screen.Step("Onboarding three participants");
        var onboarder = new Onboarder(
            new(program), data, plan => screen.Done($"{plan.Name}, {plan.Kind}, with the catalogue '{plan.Source}' ({plan.OfferKinds})"));
        var members = await onboarder.OnboardAsync(cancel);

        screen.Step("Starting the hub");
        await using var hub = await HubProcess.StartAsync(program, http, cancel);
        screen.Done($"HTTP on {hub.HttpUrl}, gRPC on {hub.GrpcUrl}, data in {data}");

        screen.Step("Pushing their catalogues over gRPC");
        var verdicts = await new CataloguePush(hub, http, screen, time).RunAsync(members, cancel);

        screen.Step($"Verdicts that need attention: {verdicts.Count}");
        VerdictTable.Show(screen, verdicts);

        screen.Step("Asking across all of them over GraphQL");
        using var token = new HubToken(http, HubCredentials.ForHub(hub.HttpUrl, members.Dashboard.Id, members.Dashboard.Secret), time);
        DashboardTable.Show(screen, await AskAsync(hub, http, token, cancel));

        up();
        screen.Step($"Done in {time.GetElapsedTime(started).TotalSeconds:0.0} s");
        if (exit)
            return;

        Welcome.Show(screen, hub, members, await token.GetAsync(cancel));
        throw await hub.EndAsync(cancel);
    }

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new QuickstartFailure("The data folder cannot be made.", exception.Message, "Give another folder by --data.");
        }
    }

    private static async Task<JsonElement> AskAsync(HubProcess hub, HttpClient http, HubToken token, CancellationToken cancel)
    {
        try
        {
            return await new DashboardQuery(http, new(hub.HttpUrl, "/graphql")).RunAsync(await token.GetAsync(cancel), cancel);
        }
        catch (Exception exception) when (exception is HubTokenException or HttpRequestException)
        {
            throw new QuickstartFailure("There is no token for the dashboard.", exception.Message, "Read hub.log in the data folder.");
        }
    }
}

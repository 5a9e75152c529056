using System.Text.Json;
using Hub.Samples.Quickstart.Running;

namespace Hub.Samples.Quickstart.Onboarding;

/// <summary>
/// Brings the partners in with the hub's own commands. What came out is kept beside the hub's data, so that a second run in the same
/// folder goes on with the same partners, and finds its catalogues unchanged.
/// </summary>
internal sealed class Onboarder(HubCommand hub, string dataDirectory, Action<PartnerPlan> added)
{
    private readonly string _file = Path.Combine(dataDirectory, "quickstart.json");

    /// <summary>Brings in who is not known yet, and tells each one that is there.</summary>
    /// <exception cref="QuickstartFailure">A command was refused, or the file of an earlier run cannot be read.</exception>
    public async Task<Members> OnboardAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is { } known)
        {
            foreach (var plan in PartnerPlan.All)
                added(plan);
            return known;
        }

        // The first command makes the database; after that, commands may run side by side.
        var first = await AddAsync(PartnerPlan.All[0], cancel);
        var dashboard = AddDashboardAsync(first.ParticipantId, cancel);
        Partner[] partners = [first, .. await Task.WhenAll(PartnerPlan.All.Skip(1).Select(plan => AddAsync(plan, cancel)))];

        var members = new Members(PartnerPlan.All.Zip(partners).ToDictionary(pair => pair.First.Key, pair => pair.Second), await dashboard);
        await WriteAsync(members, cancel);
        return members;
    }

    private async Task<Partner> AddAsync(PartnerPlan plan, CancellationToken cancel)
    {
        var answer = await hub.RunAsync(
            ["onboard", plan.Name, "--kind", plan.Kind, "--source", plan.Source, "--kinds", plan.OfferKinds], cancel);
        added(plan);
        return new(IdOf(answer.GetProperty("participant")), IdOf(answer.GetProperty("source")), ClientOf(answer.GetProperty("client")));
    }

    private async Task<Client> AddDashboardAsync(string participantId, CancellationToken cancel) =>
        ClientOf(await hub.RunAsync(["clients", "add", "--participant", participantId, "--scopes", "dashboard.read"], cancel));

    private static string IdOf(JsonElement added) => added.GetProperty("id").GetString()!;

    private static Client ClientOf(JsonElement client) =>
        new(client.GetProperty("client_id").GetString()!, client.GetProperty("client_secret").GetString()!);

    private async Task<Members?> ReadAsync(CancellationToken cancel)
    {
        if (!File.Exists(_file))
            return null;

        await using var file = File.OpenRead(_file);
        try
        {
            return await JsonSerializer.DeserializeAsync<Members>(file, cancellationToken: cancel);
        }
        catch (JsonException exception)
        {
            throw new QuickstartFailure($"{_file} cannot be read.", exception.Message, "Give another folder by --data, or empty this one.");
        }
    }

    private async Task WriteAsync(Members members, CancellationToken cancel)
    {
        // It holds secrets: only this user may read it.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using var file = new FileStream(_file, options);
        await JsonSerializer.SerializeAsync(file, members, cancellationToken: cancel);
    }
}

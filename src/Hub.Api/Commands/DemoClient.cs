using System.Text.Json.Nodes;
using Hub.Api.Hosting;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Data.Participants;

namespace Hub.Api.Commands;

/// <summary>
/// Somebody to be in the first minute: in Development, an empty hub registers one participant with a source and a client of the everyday
/// scopes. Its secret is made by chance and shown once, as every secret. Production never has one.
/// </summary>
/// <param name="ParticipantId">Public id of the participant.</param>
/// <param name="SourceId">Public id of its source.</param>
/// <param name="Client">The client, with its secret.</param>
internal sealed record DemoClient(Guid ParticipantId, Guid SourceId, NewClient Client)
{
    private const string Scopes = "catalogue.write catalogue.read feed.read dashboard.read";

    /// <summary>Registers the demo, unless anybody was registered before; null then.</summary>
    public static async Task<DemoClient?> AddAsync(IServiceProvider services, CancellationToken cancel)
    {
        if (!await services.GetRequiredService<ParticipantStore>().IsEmptyAsync(cancel))
            return null;

        var registration = services.GetRequiredService<Registration>();
        var (participant, _) = await registration.AddAsync(new("Demo Platform", ParticipantKind.Platform), cancel);
        var (source, _) = await registration.AddSourceAsync(
            new(participant!.PublicId, "Demo catalogue", OfferKinds.Course | OfferKinds.CourseRun | OfferKinds.Gig | OfferKinds.Vacancy), cancel);
        var (client, _) = await services.GetRequiredService<ClientAdmin>().AddAsync(participant.PublicId, Scopes, cancel);
        return new(participant.PublicId, source!.PublicId, client!);
    }

    public JsonObject ToJson() => new()
    {
        ["participant_id"] = ParticipantId.ToString(),
        ["source_id"] = SourceId.ToString(),
        ["client_id"] = Client.ClientId,
        ["client_secret"] = Client.Secret,
        ["scopes"] = Scopes,
    };

    public string ToText(HubOptions hub) => $"""

        The hub was empty, so it made a demo client. Its secret is shown this once. For another terminal:

        export HUB_HTTP={hub.HttpUrl} HUB_GRPC={hub.GrpcUrl}
        export HUB_SOURCE={SourceId}
        export HUB_CLIENT_ID={Client.ClientId}
        export HUB_CLIENT_SECRET={Client.Secret}

        A token for ten minutes, and a browser page to use it on ({hub.HttpUrl}/graphql):

        curl -s {hub.HttpUrl}/connect/token -u {Client.ClientId}:{Client.Secret} -d grant_type=client_credentials

        """;
}

using System.CommandLine;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Data.Clients;
using Hub.Data.Participants;

namespace Hub.Api.Commands;

/// <summary><c>hub onboard</c>: a participant, its source and its client at once, for the everyday case.</summary>
internal static class OnboardCommand
{
    private const string PartnerScopes = "catalogue.write catalogue.read";

    public static Command Create(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Legal name, 1 to 200 characters." };
        var kind = new Option<string>("--kind") { Description = $"One of {Codes.List<ParticipantKind>()}.", Required = true };
        var source = new Option<string>("--source") { Description = "Name of its catalogue, 1 to 120 characters.", Required = true };
        var kinds = new Option<string>("--kinds")
        {
            Description = $"Kinds of offer the catalogue may hold, parted by commas: {Codes.List<OfferKinds>()}.",
            Required = true,
        };
        var scopes = new Option<string>("--scopes")
        {
            Description = $"Scopes of its client, parted by spaces: {string.Join(", ", ScopeNames.All)}.",
            DefaultValueFactory = _ => PartnerScopes,
        };
        var command = new Command("onboard", "Registers a participant with a source and a client, and prints the secret, this once.")
        {
            name, kind, source, kinds, scopes,
        };

        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            if (Codes.Find<ParticipantKind>(parsed.GetRequiredValue(kind)) is not { } found)
                return CodeUnknown.Refuse<ParticipantKind>("kind", parsed.GetRequiredValue(kind));
            var (held, unknown) = SourceCommands.ParseKinds(parsed.GetRequiredValue(kinds));
            if (unknown is not null)
                return CodeUnknown.Refuse<OfferKinds>("kinds", unknown);

            return await AddAsync(
                hub,
                new(parsed.GetRequiredValue(name), found),
                new(Guid.Empty, parsed.GetRequiredValue(source), held),
                parsed.GetRequiredValue(scopes),
                cancel);
        }));
        return command;
    }

    private static async Task<CommandResult> AddAsync(
        IServiceProvider hub, NewParticipant participant, NewSource source, string scopes, CancellationToken cancel)
    {
        // All is checked before anything is stored: a refusal leaves no participant without a source or a client.
        if (ClientAdmin.Check(scopes) is { } refused)
            return ClientStandingCommands.Refusal(refused);
        var registration = hub.GetRequiredService<Registration>();
        if (Registration.Check(source) is [_, ..] wrong)
            return ParticipantCommands.Refusal(wrong);

        var (owner, problems) = await registration.AddAsync(participant, cancel);
        if (owner is null)
            return ParticipantCommands.Refusal(problems);

        var (catalogue, _) = await registration.AddSourceAsync(source with { Participant = owner.PublicId }, cancel);
        var (client, _) = await hub.GetRequiredService<ClientAdmin>().AddAsync(owner.PublicId, scopes, cancel);
        return new CommandResult.Done(
            new()
            {
                ["participant"] = ParticipantCommands.Json(owner),
                ["source"] = SourceCommands.Json(catalogue!),
                ["client"] = ClientCommands.Json(client!),
            },
            $"""
            participant    {owner.PublicId}  {owner.LegalName}
            source         {catalogue!.PublicId}  {catalogue.Name}
            {ClientCommands.Text(client!)}
            """);
    }
}

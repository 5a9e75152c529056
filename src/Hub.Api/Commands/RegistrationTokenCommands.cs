using System.CommandLine;
using System.Text.Json.Nodes;
using Hub.Api.Participants;
using Hub.Auth.Registration;

namespace Hub.Api.Commands;

/// <summary><c>hub registration-tokens add</c>, <c>list</c> and <c>revoke</c>.</summary>
internal static class RegistrationTokenCommands
{
    public static Command Create(CommandRunner runner) =>
        new("registration-tokens", "Lets programs of a participant register themselves; each waits for hub clients approve.")
        {
            CreateAdd(runner),
            CreateList(runner),
            CreateRevoke(runner),
        };

    private static Command CreateAdd(CommandRunner runner)
    {
        var participant = new Option<string>("--participant") { Description = "Id of the participant whose programs it registers.", Required = true };
        var uses = new Option<int>("--uses") { Description = $"How many programs it registers, 1 to {RegistrationTokens.MostUses}.", DefaultValueFactory = _ => 1 };
        var validFor = new Option<string>("--valid-for") { Description = "How long it lasts, such as 12h or 7d; 90d at most.", DefaultValueFactory = _ => "7d" };
        var command = new Command("add", "Makes a registration token and prints it, this once.") { participant, uses, validFor };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var owner = parsed.GetRequiredValue(participant);
            if (!Guid.TryParseExact(owner, "D", out var id))
                return ParticipantCommands.Refusal([Registration.ParticipantMissing(owner)]);
            var text = parsed.GetRequiredValue(validFor);
            if (ClientSecretCommands.ParseDuration(text) is not { } lifetime)
                return ClientSecretCommands.DurationMalformed("valid_for", text);

            var (made, refusal) = await hub.GetRequiredService<RegistrationTokens>().AddAsync(id, parsed.GetValue(uses), lifetime, cancel);
            return made is null
                ? ClientStandingCommands.Refusal(refusal!)
                : new CommandResult.Done(
                    new()
                    {
                        ["registration_token"] = made.Token,
                        ["prefix"] = made.Prefix,
                        ["participant_id"] = made.ParticipantPublicId.ToString(),
                        ["uses"] = made.Uses,
                        ["expires_at"] = Instants.Text(made.ExpiresAt),
                    },
                    $"""
                    registration_token  {made.Token}
                    uses                {made.Uses}
                    expires_at          {Instants.Text(made.ExpiresAt)}
                    It is shown this once. The program sends it as a bearer token to /connect/register; approve what it registers with hub clients approve.
                    """);
        }));
        return command;
    }

    private static Command CreateList(CommandRunner runner)
    {
        var command = new Command("list", "Lists the registration tokens, those used up and expired too.");
        command.SetAction(runner.Offline(async (_, hub, cancel) =>
        {
            var all = await hub.GetRequiredService<RegistrationTokens>().ListAsync(cancel);
            return new CommandResult.Done(
                new()
                {
                    ["registration_tokens"] = new JsonArray([.. all.Select(token => new JsonObject
                    {
                        ["id"] = token.Id,
                        ["prefix"] = token.Prefix,
                        ["participant_id"] = token.ParticipantPublicId.ToString(),
                        ["participant_name"] = token.ParticipantName,
                        ["uses_left"] = token.UsesLeft,
                        ["created_at"] = Instants.Text(token.CreatedAt),
                        ["expires_at"] = Instants.Text(token.ExpiresAt),
                    })]),
                },
                all is []
                    ? "There are no registration tokens. Make one: hub registration-tokens add --participant ID"
                    : string.Join('\n', all.Select(token =>
                        $"{token.Id}  {token.Prefix}…  {token.UsesLeft} left  until {Instants.Text(token.ExpiresAt)}  ({token.ParticipantName})")));
        }));
        return command;
    }

    private static Command CreateRevoke(CommandRunner runner)
    {
        var id = new Argument<long>("id") { Description = "Number of the token, as the list shows it." };
        var command = new Command("revoke", "Removes a registration token; it registers nothing from then on.") { id };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
            await hub.GetRequiredService<RegistrationTokens>().RevokeAsync(parsed.GetRequiredValue(id), cancel) is { } refusal
                ? ClientStandingCommands.Refusal(refusal)
                : new CommandResult.Done(
                    new() { ["id"] = parsed.GetRequiredValue(id) }, $"The registration token {parsed.GetRequiredValue(id)} registers nothing any more.")));
        return command;
    }
}

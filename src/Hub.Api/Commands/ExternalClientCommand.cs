using System.CommandLine;
using Hub.Auth.Clients;
using Hub.Data.Clients;

namespace Hub.Api.Commands;

/// <summary><c>hub clients add-external</c>.</summary>
internal static class ExternalClientCommand
{
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("client") { Description = "Id of the client at the issuer of Hub:Auth:Authority, as its tokens bear it." };
        var participant = new Option<Guid>("--participant") { Description = "Id of the participant it calls for.", Required = true };
        var scopes = new Option<string>("--scopes") { Description = $"The most its tokens may allow: {string.Join(", ", ScopeNames.All)}.", Required = true };
        var command = new Command("add-external", "Registers a client of another issuer; it gets no secret here.") { id, participant, scopes };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) => ClientStandingCommands.Tell(
            await hub.GetRequiredService<ExternalClients>().AddAsync(
                parsed.GetRequiredValue(participant), parsed.GetRequiredValue(id), parsed.GetRequiredValue(scopes), cancel),
            ClientStandingCommands.Text)));
        return command;
    }
}

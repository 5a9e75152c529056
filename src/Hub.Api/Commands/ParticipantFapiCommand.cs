using System.CommandLine;
using Hub.Api.Participants;

namespace Hub.Api.Commands;

/// <summary><c>hub participants set-fapi</c>.</summary>
internal static class ParticipantFapiCommand
{
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("participant") { Description = "Id of the participant." };
        var value = new Argument<string>("value") { Description = "on or off." };
        var why = ClientStandingCommands.Why();
        var command = new Command(
            "set-fapi", "Holds the clients of a participant to FAPI 2.0, or no longer: no shared secrets, and only tokens that are bound to their sender.")
        {
            id, value, why,
        };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            bool? requiresFapi = parsed.GetRequiredValue(value) switch
            {
                "on" => true,
                "off" => false,
                _ => null,
            };
            if (requiresFapi is null)
                return new CommandResult.Refused("VALUE_UNKNOWN", "value", $"There is no value '{parsed.GetRequiredValue(value)}'.", "Write on or off.");

            var (participant, refusal) = await hub.GetRequiredService<ParticipantStanding>()
                .UpdateAsync(parsed.GetRequiredValue(id), null, requiresFapi, parsed.GetValue(why), cancel);
            return participant is null
                ? ClientStandingCommands.Refusal(refusal!)
                : new CommandResult.Done(
                    ParticipantCommands.Json(participant),
                    $"FAPI 2.0 is {parsed.GetRequiredValue(value)} for {ParticipantCommands.Line(participant)}");
        }));
        return command;
    }
}

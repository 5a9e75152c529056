using System.CommandLine;
using Hub.Api.Participants;
using Hub.Data.Participants;

namespace Hub.Api.Commands;

/// <summary><c>hub participants suspend</c> and <c>resume</c>.</summary>
internal static class ParticipantStandingCommands
{
    public static Command CreateSuspend(CommandRunner runner) => Create(
        runner,
        "suspend",
        "Suspends a participant: its clients get and use no token within a second, its offers are hidden within a minute. Deletes nothing.",
        ParticipantStatus.Suspended);

    public static Command CreateResume(CommandRunner runner) => Create(
        runner, "resume", "Lifts the suspension of a participant; its offers come back within a minute.", ParticipantStatus.Active);

    private static Command Create(CommandRunner runner, string name, string description, ParticipantStatus status)
    {
        var id = new Argument<string>("participant") { Description = "Id of the participant." };
        var why = ClientStandingCommands.Why();
        var command = new Command(name, description) { id, why };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var given = parsed.GetRequiredValue(id);
            var (participant, refusal) = await hub.GetRequiredService<ParticipantStanding>().UpdateAsync(given, status, null, parsed.GetValue(why), cancel);
            return participant is null
                ? ClientStandingCommands.Refusal(refusal!)
                : new CommandResult.Done(
                    ParticipantCommands.Json(participant),
                    $"{(status == ParticipantStatus.Suspended ? "Suspended" : "Resumed")} {ParticipantCommands.Line(participant)}");
        }));
        return command;
    }
}

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
        var command = new Command(name, description) { id };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var given = parsed.GetRequiredValue(id);
            var participant = Guid.TryParseExact(given, "D", out var publicId)
                ? await hub.GetRequiredService<Standing>().UpdateAsync(publicId, status, null, cancel)
                : null;
            return participant is null
                ? ParticipantCommands.Refusal([Registration.ParticipantMissing(given)])
                : new CommandResult.Done(
                    ParticipantCommands.Json(participant),
                    $"{(status == ParticipantStatus.Suspended ? "Suspended" : "Resumed")} {ParticipantCommands.Line(participant)}");
        }));
        return command;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Hub.Api.Participants;
using Hub.Data.Participants;

namespace Hub.Api.Commands;

/// <summary><c>hub participants</c>: <c>add</c> and <c>list</c> are here, the rest beside.</summary>
internal static class ParticipantCommands
{
    public static Command Create(CommandRunner runner) => new("participants", "Registers the organisations of the federation.")
    {
        CreateAdd(runner),
        CreateList(runner),
        ParticipantStandingCommands.CreateSuspend(runner),
        ParticipantStandingCommands.CreateResume(runner),
        ParticipantFapiCommand.Create(runner),
    };

    private static Command CreateAdd(CommandRunner runner)
    {
        var name = new Argument<string>("name") { Description = "Legal name, 1 to 200 characters." };
        var kind = new Option<string>("--kind") { Description = $"One of {Codes.List<ParticipantKind>()}.", Required = true };
        var nib = new Option<string?>("--nib") { Description = "Business identification number, 13 digits." };
        var area = new Option<string?>("--area") { Description = "Kemendagri code of its seat, for example 33.25." };
        var command = new Command("add", "Registers a participant.") { name, kind, nib, area };

        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            if (Codes.Find<ParticipantKind>(parsed.GetRequiredValue(kind)) is not { } found)
                return CodeUnknown.Refuse<ParticipantKind>("kind", parsed.GetRequiredValue(kind));

            var added = new NewParticipant(parsed.GetRequiredValue(name), found, parsed.GetValue(nib), parsed.GetValue(area));
            var (participant, problems) = await hub.GetRequiredService<Registration>().AddAsync(added, cancel);
            return participant is null ? Refusal(problems) : new CommandResult.Done(Json(participant), $"Registered {Line(participant)}");
        }));
        return command;
    }

    private static Command CreateList(CommandRunner runner)
    {
        var command = new Command("list", "Lists the participants in the order they were registered.");
        command.SetAction(runner.Offline(async (_, hub, cancel) =>
        {
            var all = await hub.GetRequiredService<ParticipantStore>().ListAsync(0, int.MaxValue, cancel);
            return new CommandResult.Done(
                new() { ["participants"] = new JsonArray([.. all.Select(Json)]) },
                all is [] ? "There are no participants. Add one: hub participants add NAME --kind PLATFORM" : string.Join('\n', all.Select(Line)));
        }));
        return command;
    }

    /// <summary>Tells the first problem; the next shows once it is solved.</summary>
    public static CommandResult.Refused Refusal(IReadOnlyList<RegistrationProblem> problems) =>
        new(problems[0].Reason, problems[0].Field, problems[0].Message, problems[0].Fix);

    internal static JsonObject Json(Participant participant) => new()
    {
        ["id"] = participant.PublicId.ToString(),
        ["legal_name"] = participant.LegalName,
        ["kind"] = Codes.Of(participant.Kind),
        ["status"] = Codes.Of(participant.Status),
        ["requires_fapi"] = participant.RequiresFapi,
        ["nib"] = participant.Nib,
        ["area_code"] = participant.AreaCode,
        ["created_at"] = Instants.Text(participant.CreatedAt),
    };

    internal static string Line(Participant participant) =>
        $"{participant.PublicId}  {Codes.Of(participant.Kind),-10}  {Codes.Of(participant.Status),-9}  {participant.LegalName}";
}

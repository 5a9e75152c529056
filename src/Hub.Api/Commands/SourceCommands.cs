using System.CommandLine;
using System.Text.Json.Nodes;
using Hub.Api.Participants;
using Hub.Auth.Audit;
using Hub.Data.Participants;

namespace Hub.Api.Commands;

/// <summary><c>hub sources add</c>, <c>list</c>, <c>suspend</c> and <c>resume</c>.</summary>
internal static class SourceCommands
{
    public static Command Create(CommandRunner runner) => new("sources", "Registers the catalogues of participants.")
    {
        CreateAdd(runner),
        CreateList(runner),
        CreateStanding(runner, "suspend", "Suspends a source: it may not sync, and its offers are hidden within a minute. Deletes nothing.", suspended: true),
        CreateStanding(runner, "resume", "Lifts the suspension of a source; its offers come back within a minute.", suspended: false),
    };

    private static Command CreateAdd(CommandRunner runner)
    {
        var participant = new Option<string>("--participant") { Description = "Id of the participant that owns it.", Required = true };
        var name = new Option<string>("--name") { Description = "Name, 1 to 120 characters, unique within the participant.", Required = true };
        var kinds = new Option<string>("--kinds")
        {
            Description = $"Kinds of offer it may hold, parted by commas: {Codes.List<OfferKinds>()}.",
            Required = true,
        };
        var lease = new Option<int?>("--lease-hours") { Description = $"Hours of silence before it is stale; {Source.DefaultLeaseHours} unless given." };
        var guard = new Option<int?>("--withdrawal-guard")
        {
            Description = "Withdrawals one session may make before they are held; unless given, the larger of 20 and a tenth of its live offers.",
        };
        var policy = new Option<string>("--verification-policy")
        {
            Description = $"One of {Codes.List<VerificationPolicy>()}.",
            DefaultValueFactory = _ => Codes.Of(VerificationPolicy.AfterPublish),
        };
        var profile = new Option<string>("--vacancy-profile")
        {
            Description = $"One of {Codes.List<VacancyProfile>()}.",
            DefaultValueFactory = _ => Codes.Of(VacancyProfile.General),
        };
        var command = new Command("add", "Registers a source.") { participant, name, kinds, lease, guard, policy, profile };

        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var owner = parsed.GetRequiredValue(participant);
            if (!Guid.TryParseExact(owner, "D", out var ownerId))
                return ParticipantCommands.Refusal([Registration.ParticipantMissing(owner)]);
            var (held, unknown) = ParseKinds(parsed.GetRequiredValue(kinds));
            if (unknown is not null)
                return CodeUnknown.Refuse<OfferKinds>("kinds", unknown);
            if (Codes.Find<VerificationPolicy>(parsed.GetRequiredValue(policy)) is not { } shown)
                return CodeUnknown.Refuse<VerificationPolicy>("verification_policy", parsed.GetRequiredValue(policy));
            if (Codes.Find<VacancyProfile>(parsed.GetRequiredValue(profile)) is not { } compulsory)
                return CodeUnknown.Refuse<VacancyProfile>("vacancy_profile", parsed.GetRequiredValue(profile));

            var added = new NewSource(
                ownerId, parsed.GetRequiredValue(name), held, parsed.GetValue(lease), parsed.GetValue(guard), shown, compulsory);
            var (source, problems) = await hub.GetRequiredService<Registration>().AddSourceAsync(added, cancel);
            return source is null ? ParticipantCommands.Refusal(problems) : new CommandResult.Done(Json(source), $"Registered {Line(source)}");
        }));
        return command;
    }

    private static Command CreateList(CommandRunner runner)
    {
        var participant = new Option<Guid?>("--participant") { Description = "Only those of this participant." };
        var command = new Command("list", "Lists the sources in the order they were registered.") { participant };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var all = await hub.GetRequiredService<ParticipantStore>().ListSourcesAsync(parsed.GetValue(participant), cancel);
            return new CommandResult.Done(
                new() { ["sources"] = new JsonArray([.. all.Select(Json)]) },
                all is [] ? "There are no sources. Add one: hub sources add --participant ID --name NAME --kinds COURSE" : string.Join('\n', all.Select(Line)));
        }));
        return command;
    }

    private static Command CreateStanding(CommandRunner runner, string name, string description, bool suspended)
    {
        var id = new Argument<string>("source") { Description = "Id of the source." };
        var command = new Command(name, description) { id };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var given = parsed.GetRequiredValue(id);
            var source = Guid.TryParseExact(given, "D", out var publicId)
                ? await hub.GetRequiredService<ParticipantStore>().SetSuspendedAsync(publicId, suspended, cancel)
                : null;
            if (source is not null)
            {
                await hub.GetRequiredService<AuditLog>().RecordAsync(new(suspended ? AuditEvents.SourceSuspended : AuditEvents.SourceResumed)
                {
                    Participant = source.Participant.PublicId.ToString(), Subject = source.PublicId.ToString(),
                });
            }

            return source is null
                ? new CommandResult.Refused("SOURCE_NOT_FOUND", "source", $"There is no source {given}.", "hub sources list shows them all.")
                : new CommandResult.Done(Json(source), $"{(suspended ? "Suspended" : "Resumed")} {Line(source)}");
        }));
        return command;
    }

    internal static (OfferKinds Kinds, string? Unknown) ParseKinds(string text)
    {
        var kinds = OfferKinds.None;
        foreach (var code in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Codes.Find<OfferKinds>(code) is not { } kind)
                return (kinds, code);
            kinds |= kind;
        }

        return (kinds, null);
    }

    internal static JsonObject Json(Source source) => new()
    {
        ["id"] = source.PublicId.ToString(),
        ["participant_id"] = source.Participant.PublicId.ToString(),
        ["name"] = source.Name,
        ["offer_kinds"] = new JsonArray([.. Codes.OfFlags(source.OfferKinds).Select(code => JsonValue.Create(code))]),
        ["state"] = Codes.Of(source.State),
        ["suspended_by"] = source.SuspendedBy is { } by ? Codes.Of(by) : null,
        ["lease_hours"] = source.LeaseHours,
        ["withdrawal_guard"] = source.WithdrawalGuard,
        ["verification_policy"] = Codes.Of(source.VerificationPolicy),
        ["vacancy_profile"] = Codes.Of(source.VacancyProfile),
        ["live_offers"] = source.LiveOffers,
    };

    private static string Line(Source source) =>
        $"{source.PublicId}  {Codes.Of(source.State),-9}  {string.Join(',', Codes.OfFlags(source.OfferKinds)),-12}  "
        + $"{source.Name} ({source.Participant.LegalName})";
}

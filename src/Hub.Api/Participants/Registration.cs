using Hub.Auth.Audit;
using Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>Registers participants and sources, checked, for the gRPC service and for operators' commands alike.</summary>
internal sealed class Registration(ParticipantStore store, AuditLog audit)
{
    /// <summary>Registers a participant, or says everything that is wrong with it.</summary>
    public async Task<(Participant? Participant, IReadOnlyList<RegistrationProblem> Problems)> AddAsync(NewParticipant given, CancellationToken cancel)
    {
        var added = given with { LegalName = Cleaned(given.LegalName) };
        List<RegistrationProblem> problems = [.. RegistrationRules.Check(added)];
        if (added.AreaCode is { } area && problems.All(problem => problem.Field != "area_code") && !await store.KnowsAreaAsync(area, cancel))
        {
            problems.Add(new(
                ProblemKind.Invalid,
                "area_code",
                "AREA_CODE_UNKNOWN",
                $"There is no area {area}.",
                $"Wilayah {area} tidak dikenal.",
                "Use the Kemendagri code of a province or regency, for example 33.25, or leave it out."));
        }

        if (problems is not [])
            return (null, problems);

        var participant = await store.AddAsync(added, cancel);
        await audit.RecordAsync(new(AuditEvents.ParticipantAdded) { Participant = participant.PublicId.ToString() });
        return (participant, []);
    }

    /// <summary>Registers a source, or says everything that is wrong with it.</summary>
    public async Task<(Source? Source, IReadOnlyList<RegistrationProblem> Problems)> AddSourceAsync(NewSource given, CancellationToken cancel)
    {
        var added = given with { Name = Cleaned(given.Name) };
        if (Check(added) is [_, ..] problems)
            return (null, problems);

        switch (await store.AddSourceAsync(added, cancel))
        {
            case { Outcome: SourceOutcome.ParticipantMissing }:
                return (null, [ParticipantMissing(added.Participant.ToString())]);
            case { Outcome: SourceOutcome.NameTaken }:
                return (null, [NameTaken(added.Name)]);
            case { Source: var source }:
                await audit.RecordAsync(new(AuditEvents.SourceAdded)
                {
                    Participant = added.Participant.ToString(), Subject = source!.PublicId.ToString(),
                });
                return (source, []);
        }
    }

    /// <summary>Everything that is wrong with a source in itself, whoever it belongs to.</summary>
    public static IReadOnlyList<RegistrationProblem> Check(NewSource given) => [.. RegistrationRules.Check(given with { Name = Cleaned(given.Name) })];

    /// <summary>Says that a public id names no participant.</summary>
    public static RegistrationProblem ParticipantMissing(string id) => new(
        ProblemKind.Missing,
        "participant_id",
        "PARTICIPANT_NOT_FOUND",
        $"There is no participant {id}.",
        $"Peserta {id} tidak ditemukan.",
        "Use an id from the list of participants.");

    private static RegistrationProblem NameTaken(string name) => new(
        ProblemKind.Taken,
        "name",
        "SOURCE_NAME_TAKEN",
        $"The participant has a source named '{name}' already.",
        $"Peserta sudah memiliki sumber bernama '{name}'.",
        "Choose another name, or use the source that is there.");

    // Equal names must be equal bytes, or uniqueness means nothing.
    private static string Cleaned(string text) => text.Trim().Normalize();
}

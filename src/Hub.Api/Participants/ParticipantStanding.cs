using Hub.Auth;
using Hub.Auth.Audit;
using Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>Whether a participant may act, and by which profile its clients do.</summary>
internal sealed class ParticipantStanding(ParticipantStore store, AuditLog audit)
{
    /// <summary>Sets what is given; null leaves either as it is. What is so already is left as it is.</summary>
    /// <param name="id">Public id of the participant, as given.</param>
    /// <param name="status">Whether it may act.</param>
    /// <param name="requiresFapi">Whether its clients must follow the FAPI 2.0 security profile.</param>
    /// <param name="why">Why it is changed; null when that was not said.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(Participant? Participant, AdminRefusal? Refusal)> UpdateAsync(
        string id, ParticipantStatus? status, bool? requiresFapi, string? why, CancellationToken cancel)
    {
        if (AdminReason.Check(why) is { } tooLong)
            return (null, tooLong);
        if (!Guid.TryParseExact(id, "D", out var publicId) || await store.FindAsync(publicId, cancel) is not { } before)
            return (null, NotFound(id));

        var after = await store.UpdateAsync(publicId, status, requiresFapi, cancel);
        if (after is null)
            return (null, NotFound(id));

        if (after.Status != before.Status)
        {
            await RecordAsync(
                after.Status == ParticipantStatus.Suspended ? AuditEvents.ParticipantSuspended : AuditEvents.ParticipantResumed, after, why);
        }

        if (after.RequiresFapi != before.RequiresFapi)
            await RecordAsync(after.RequiresFapi ? AuditEvents.FapiRequired : AuditEvents.FapiLifted, after, why);
        return (after, null);
    }

    private Task RecordAsync(string name, Participant participant, string? why) =>
        audit.RecordAsync(new(name) { Participant = participant.PublicId.ToString(), Reason = AdminReason.Of(why) });

    private static AdminRefusal NotFound(string id) => new(
        "PARTICIPANT_NOT_FOUND", "id", $"There is no participant {id}.", $"Tidak ada peserta {id}.", "Use an id from the list of participants.");
}

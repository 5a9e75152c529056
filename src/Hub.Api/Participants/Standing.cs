using Hub.Auth.Audit;
using Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>Suspends participants and lifts it, and sets the profile of their clients; remembers who did.</summary>
internal sealed class Standing(ParticipantStore store, AuditLog audit)
{
    /// <summary>Changes what is given and leaves the rest.</summary>
    /// <returns>The participant; null when there is none.</returns>
    public async Task<Participant?> UpdateAsync(Guid publicId, ParticipantStatus? status, bool? requiresFapi, CancellationToken cancel)
    {
        if (await store.UpdateAsync(publicId, status, requiresFapi, cancel) is not { } participant)
            return null;

        if (status is { } set)
            await RecordAsync(set == ParticipantStatus.Suspended ? AuditEvents.ParticipantSuspended : AuditEvents.ParticipantResumed, publicId);
        if (requiresFapi is { } required)
            await RecordAsync(required ? AuditEvents.FapiRequired : AuditEvents.FapiLifted, publicId);
        return participant;
    }

    private Task RecordAsync(string name, Guid publicId) => audit.RecordAsync(new(name) { Participant = publicId.ToString() });
}

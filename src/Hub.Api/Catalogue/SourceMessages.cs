using Google.Protobuf.WellKnownTypes;
using Hub.Registry.V1;

namespace Hub.Api.Catalogue;

/// <summary>Builds the contract's sources from what is stored.</summary>
internal static class SourceMessages
{
    public static Hub.Registry.V1.Source Of(Hub.Data.Participants.Source source, Guid participant)
    {
        var message = new Hub.Registry.V1.Source
        {
            Id = source.PublicId.ToString(),
            ParticipantId = participant.ToString(),
            Name = source.Name,
            State = (Hub.Registry.V1.SourceState)source.State,
            LeaseHours = source.LeaseHours,
            VerificationPolicy = (Hub.Registry.V1.VerificationPolicy)source.VerificationPolicy,
            VacancyProfile = (Hub.Registry.V1.VacancyProfile)source.VacancyProfile,
            CreatedAt = Timestamp.FromDateTimeOffset(source.CreatedAt),
            LastSyncAt = source.LastSyncAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
            LiveOffers = source.LiveOffers,
        };
        if (source.State == Hub.Data.Participants.SourceState.Suspended)
            message.SuspendedBy = source.IsClosed ? SuspendedBy.Operator : SuspendedBy.Silence;
        if (source.WithdrawalGuard is { } guard)
            message.WithdrawalGuard = guard;
        foreach (var kind in (OfferKind[])[OfferKind.Course, OfferKind.CourseRun, OfferKind.Gig, OfferKind.Vacancy])
        {
            if (((int)source.OfferKinds & (1 << (int)kind)) != 0)
                message.OfferKinds.Add(kind);
        }

        return message;
    }
}

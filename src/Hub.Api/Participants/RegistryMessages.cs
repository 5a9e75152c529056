using Google.Protobuf.WellKnownTypes;
using Hub.Registry.V1;
using Stored = Hub.Data.Participants;

namespace Hub.Api.Participants;

/// <summary>Turns registry messages into what is stored, and back. The numbers of the enums are the same on both sides.</summary>
internal static class RegistryMessages
{
    public static Stored.NewParticipant ToStored(this Participant message) => new(
        message.LegalName,
        (Stored.ParticipantKind)message.Kind,
        message.HasNib ? message.Nib : null,
        message.HasAreaCode ? message.AreaCode : null);

    public static Participant ToMessage(this Stored.Participant stored)
    {
        var message = new Participant
        {
            Id = stored.PublicId.ToString(),
            LegalName = stored.LegalName,
            Kind = (ParticipantKind)stored.Kind,
            Status = (ParticipantStatus)stored.Status,
            CreatedAt = stored.CreatedAt.ToTimestamp(),
            RequiresFapi = stored.RequiresFapi,
        };
        if (stored.Nib is { } nib)
            message.Nib = nib;
        if (stored.AreaCode is { } area)
            message.AreaCode = area;
        return message;
    }

    public static Stored.NewSource ToStored(this Source message, Guid participant) => new(
        participant,
        message.Name,
        (Stored.OfferKinds)message.OfferKinds.Aggregate(0, (bits, kind) => bits | 1 << (int)kind),
        message.HasLeaseHours ? message.LeaseHours : null,
        message.HasWithdrawalGuard ? message.WithdrawalGuard : null,
        message.VerificationPolicy == VerificationPolicy.Unspecified
            ? Stored.VerificationPolicy.AfterPublish
            : (Stored.VerificationPolicy)message.VerificationPolicy,
        message.VacancyProfile == VacancyProfile.Unspecified ? Stored.VacancyProfile.General : (Stored.VacancyProfile)message.VacancyProfile);

    public static Source ToMessage(this Stored.Source stored)
    {
        var message = new Source
        {
            Id = stored.PublicId.ToString(),
            ParticipantId = stored.Participant.PublicId.ToString(),
            Name = stored.Name,
            OfferKinds = { Kinds(stored.OfferKinds) },
            State = (SourceState)stored.State,
            LeaseHours = stored.LeaseHours,
            VerificationPolicy = (VerificationPolicy)stored.VerificationPolicy,
            VacancyProfile = (VacancyProfile)stored.VacancyProfile,
            CreatedAt = stored.CreatedAt.ToTimestamp(),
            LastSyncAt = stored.LastSyncAt?.ToTimestamp(),
            LiveOffers = stored.LiveOffers,
        };
        if (stored.WithdrawalGuard is { } guard)
            message.WithdrawalGuard = guard;
        return message;
    }

    private static IEnumerable<OfferKind> Kinds(Stored.OfferKinds kinds) =>
        System.Enum.GetValues<OfferKind>().Where(kind => kind != OfferKind.Unspecified && kinds.HasFlag((Stored.OfferKinds)(1 << (int)kind)));
}

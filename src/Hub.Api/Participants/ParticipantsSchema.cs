using Hub.Api.Catalogue;
using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Participants;

/// <summary>What dashboards see of participants and their catalogues.</summary>
internal static class ParticipantsSchema
{
    public static void AddParticipants(this SchemaBuilder schema)
    {
        AddEnums(schema);
        schema
            .Type<Participant>("Participant", "An organisation of the federation.", participant => participant
                .Requires("dashboard.read")
                .Key(p => p.Id)
                .Id(p => p.PublicId)
                .Field("legalName", p => p.LegalName, "Legal name, as registered.")
                .Field("kind", p => p.Kind, "Kind of organisation.")
                .Field("status", p => p.Status, "Whether it may act.")
                .Field("nib", p => p.Nib, "Business identification number (NIB); null when it has none.")
                .Field("areaCode", p => p.AreaCode, "Kemendagri code of its seat; null when not told.")
                .Field("createdAt", p => p.CreatedAt, "When it was registered.")
                .Connection("sources", p => p.Sources, "Its catalogues.", sources => sources.DefaultOrder(s => s.Name))
                .AllOffers(p => p.Sources.SelectMany(s => s.Offers), "of all its catalogues"))
            .Type<Source>("Source", "One catalogue of one participant.", source => source
                .Requires("dashboard.read")
                .Key(s => s.Id)
                .Id(s => s.PublicId)
                .EntityKey("participant { id } name")
                .Field("name", s => s.Name, "Name, unique within the participant.")
                .Field("participant", s => s.Participant, "The participant whose catalogue it is.")
                .Field("offerKinds", s => s.OfferKinds, "Kinds of offer it may hold.", f => f.As("OfferKind"))
                .Field("state", s => s.State, "How it stands with the hub.")
                .Field("leaseHours", s => s.LeaseHours, "Hours of silence before it is marked stale.")
                .Field("verificationPolicy", s => s.VerificationPolicy, "When an offer of it may be shown.")
                .Field("vacancyProfile", s => s.VacancyProfile, "Which vacancy fields are compulsory.")
                .Field("createdAt", s => s.CreatedAt, "When it was registered.")
                .Field("lastSyncAt", s => s.LastSyncAt, "When a session of it last did anything; null before the first.")
                .Computed(
                    "leaseEndsAt",
                    s => new { s.LastSyncAt, s.CreatedAt, s.LeaseHours },
                    s => (s.LastSyncAt ?? s.CreatedAt).AddHours(s.LeaseHours),
                    "When its lease ends unless it syncs before; a source is stale after that.")
                .Field("liveOffers", s => s.LiveOffers, "Offers of it that are shown now.")
                .SourceHealth()
                .Connection<Offer>("offers", s => s.Offers, "Its offers of every kind, newest first.", c => c.Of("Offer").DefaultOrder(o => o.Id, descending: true))
                .Connection<Offer>("courses", s => s.Offers, "Its courses.", c => c.Of("Course").DefaultOrder(o => o.PublishedAt, descending: true))
                .Connection<Offer>("courseRuns", s => s.Offers, "Its course runs.", c => c.Of("CourseRun").DefaultOrder(o => o.PublishedAt, descending: true))
                .Connection<Offer>("gigs", s => s.Offers, "Its gigs.", c => c.Of("Gig").DefaultOrder(o => o.PublishedAt, descending: true))
                .Connection<Offer>("vacancies", s => s.Offers, "Its vacancies.", c => c.Of("Vacancy").DefaultOrder(o => o.PublishedAt, descending: true)))
            .Connection<Participant>("participants", "Organisations of the federation.")
            .Connection<Source>("sources", "Catalogues of all participants.")
            .Lookup<Participant>("participant", "The participant of an id; null when there is none.", p => p.PublicId, "id", "Id of the participant.")
            .Lookup<Source>("source", "The catalogue of an id; null when there is none.", s => s.PublicId, "id", "Id of the source.");
    }

    private static void AddEnums(SchemaBuilder schema) => schema
        .Enum<ParticipantKind>("ParticipantKind", "Kind of organisation a participant is.", kind => kind
            .Value(ParticipantKind.Platform, "A platform that lists offers of many.")
            .Value(ParticipantKind.Provider, "A training provider.")
            .Value(ParticipantKind.Employer, "An employer.")
            .Value(ParticipantKind.Agency, "A public agency.")
            .Value(ParticipantKind.Payer, "A bank or wallet that pays out.")
            .Value(ParticipantKind.Certifier, "A certification body.")
            .Value(ParticipantKind.MentorOrg, "An organisation that mentors."))
        .Enum<ParticipantStatus>("ParticipantStatus", "Whether a participant may act.", status => status
            .Value(ParticipantStatus.Active, "It may.")
            .Value(ParticipantStatus.Suspended, "It may not, until the operator lets it again."))
        .Enum<SourceState>("SourceState", "How a source stands with the hub.", state => state
            .Value(SourceState.Active, "It syncs as agreed.")
            .Value(SourceState.Stale, "It has been silent past its lease.")
            .Value(SourceState.Suspended, "It may not sync, until the operator lets it again."))
        .Enum<VerificationPolicy>("VerificationPolicy", "When an offer of a source may be shown.", policy => policy
            .Value(VerificationPolicy.BeforePublish, "Only after somebody has looked at it.")
            .Value(VerificationPolicy.AfterPublish, "At once; it is looked at later.")
            .Value(VerificationPolicy.Trusted, "At once."))
        .Enum<VacancyProfile>("VacancyProfile", "Which vacancy fields are compulsory.", profile => profile
            .Value(VacancyProfile.General, "The usual ones.")
            .Value(VacancyProfile.Statutory, "Those of Perpres 57/2023 as well."));
}

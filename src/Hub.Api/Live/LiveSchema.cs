using Hub.Data.Catalogue;
using Hub.Data.Participants;
using Hub.GraphQL.Subscriptions;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Live;

/// <summary>What dashboards may follow.</summary>
internal static class LiveSchema
{
    public static void AddLive(this SchemaBuilder schema, LiveSources? live) => schema
        .Enum<ChangeKind>("ChangeKind", "What happened to an offer.", kind => kind
            .Value(ChangeKind.Published, "It is shown for the first time.")
            .Value(ChangeKind.Changed, "What is shown changed.")
            .Value(ChangeKind.Withdrawn, "The partner took it back.")
            .Value(ChangeKind.Reopened, "It is shown again.")
            .Value(ChangeKind.Expired, "It ended by itself.")
            .Value(ChangeKind.Filled, "Nobody more is wanted.")
            .Value(ChangeKind.Suspended, "It is hidden for a while.")
            .Value(ChangeKind.Resumed, "It is no longer hidden."))
        .Event<LoggedChange>("CatalogueChange", "One committed change of what is shown.", change => change
            .Requires("dashboard.read")
            .Field("position", c => c.Position, "Number of the change in the hub, without gaps; what `after` takes.")
            .Field("kind", c => c.Kind, "What happened.")
            .Field("offerId", c => c.OfferPublicId, "Id of the offer, also when it is no longer shown.")
            .Field("offerKind", c => c.OfferKind, "Kind of the offer.")
            .Field("revision", c => c.Revision, "Revision of the offer.")
            .Field("committedAt", c => c.CommittedAt, "When the change was stored.")
            .Field("areaCodeBefore", c => c.AreaBefore, "Known area of the first place before; null when it was not shown or had none.")
            .Field("areaCodeAfter", c => c.AreaAfter, "Known area of the first place after; null when it is not shown or has none.")
            .Field("sectorCodeBefore", c => c.SectorBefore, "Sector before; null when it was not shown or had none.")
            .Field("sectorCodeAfter", c => c.SectorAfter, "Sector after; null when it is not shown or has none.")
            .Lookup<Source>("source", c => c.SourceId, s => s.Id, "The catalogue it belongs to.")
            .Lookup<Offer>("offer", c => c.OfferId, o => o.Id, "The offer as it is now; null when it is not shown.", "Offer")
            .Lookup<Offer>("course", c => c.OfferId, o => o.Id, "The course as it is now; null when it is another kind or not shown.", "Course")
            .Lookup<Offer>("courseRun", c => c.OfferId, o => o.Id, "The run as it is now; null when it is another kind or not shown.", "CourseRun")
            .Lookup<Offer>("gig", c => c.OfferId, o => o.Id, "The gig as it is now; null when it is another kind or not shown.", "Gig")
            .Lookup<Offer>("vacancy", c => c.OfferId, o => o.Id, "The vacancy as it is now; null when it is another kind or not shown.", "Vacancy"))
        .Subscription<LoggedChange>(
            "catalogueChanged",
            "Every change of what is shown, as it is committed. Nothing is left out and nothing comes twice. " +
                "Where the log has another change at the position to go on from, as after a restored backup, it is refused with `HISTORY_CHANGED`.",
            live is null ? Nothing : live.Changes.SubscribeAsync,
            arguments => arguments
                .Argument("source", "ID", "Only of this catalogue.")
                .Argument("kinds", "[OfferKind!]", "Only offers of these kinds.")
                .Argument("area", "String", "Only into, within or out of the area of this Kemendagri code.")
                .Argument("sector", "SectorCode", "Only into, within or out of this sector.")
                .Argument("after", "Long", "Go on behind this position; from now on when it is not given.")
                .Argument("afterCommittedAt", "DateTime", "`committedAt` of the change at `after`, to be compared. The ids of events tell it by themselves."))
        .Event<SyncStep>("SyncProgress", "A session got on.", progress => progress
            .Requires("dashboard.read")
            .Field("sessionId", p => p.SessionId, "Id of the session.")
            .Field("at", p => p.At, "When the hub noticed.")
            .Lookup<SyncSession>("session", p => p.Session, s => s.Id, "The session as it is now."))
        .Subscription<SyncStep>(
            "syncProgress",
            "Where sessions stand: at once, and whenever that changes, twice a second at most. With `session` it ends with the session. " +
                "There is nothing to resume: its events have no id, and `Last-Event-ID` changes nothing; whoever subscribes again is told how things stand now.",
            live is null ? Nothing : live.Progress.SubscribeAsync,
            arguments => arguments
                .Argument("source", "ID", "The newest sessions of this catalogue. Give this or `session`.")
                .Argument("session", "ID", "This session."));

    /// <summary>The source of a schema that is only printed or queried.</summary>
    private static ValueTask<IAsyncEnumerable<SubscriptionEvent>> Nothing(SubscribeContext context, CancellationToken cancel) =>
        throw new SubscriptionRefusedException("NOT_LIVE", "This schema has no running hub behind it.");
}

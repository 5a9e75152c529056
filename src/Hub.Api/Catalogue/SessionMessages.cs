using Google.Protobuf.WellKnownTypes;
using Hub.Data.Catalogue;

namespace Hub.Api.Catalogue;

/// <summary>Builds the contract's sessions from what is stored.</summary>
internal static class SessionMessages
{
    public static Hub.Catalogue.V1.SyncSession Of(SyncSession session) => new()
    {
        Id = session.PublicId.ToString(),
        Source = session.Source.PublicId.ToString(),
        Mode = (Hub.Catalogue.V1.SyncMode)session.Mode,
        State = (Hub.Catalogue.V1.SessionState)session.State,
        DurableThrough = session.DurableThrough,
        Held = session.HeldNow,
        OpenedAt = Timestamp.FromDateTimeOffset(session.OpenedAt),
        ClosedAt = session.ClosedAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Counts = Verdicts.CountsOf(new()
        {
            Created = session.Created,
            Changed = session.Changed,
            Withdrawn = session.Withdrawn,
            Reopened = session.Reopened,
            Unchanged = session.Unchanged,
            Stale = session.Stale,
            RevisionConflict = session.RevisionConflict,
            Rejected = session.Rejected,
            Quarantined = session.Quarantined,
            Held = session.Held,
        }),
    };
}

using Hub.Auth.Bearer;
using Hub.Data.Catalogue;
using Hub.Data.Clients;
using Hub.Data.Participants;
using Hub.GraphQL.Types.Building;

namespace Hub.Api.Catalogue;

/// <summary>
/// What dashboards see of how sources sync. Sessions are open to all; a verdict names what is wrong with a partner's data, so only the
/// participant whose source it is and operators see it.
/// </summary>
internal static class SyncHealthSchema
{
    public static TypeBuilder<Source> SourceHealth(this TypeBuilder<Source> source) => source
        .First<SyncSession>("lastSession", s => s.SyncSessions, "Its newest session; null before the first.", sessions => sessions
            .DefaultOrder(s => s.Id, descending: true))
        .Connection<SyncSession>("sessions", s => s.SyncSessions, "Its sessions, newest first.", sessions => sessions
            .DefaultOrder(s => s.Id, descending: true))
        .Connection<Verdict>("verdicts", s => s.Verdicts, "Decisions on its items that it should see, newest first; empty for other participants.", verdicts => verdicts
            .DefaultOrder(v => v.Id, descending: true));

    public static void AddSyncHealth(this SchemaBuilder schema)
    {
        AddEnums(schema);
        schema
            .Type<SyncSession>("SyncSession", "One upload of one source.", session => session
                .Requires("dashboard.read")
                .Key(s => s.Id)
                .Id(s => s.PublicId)
                .Field("source", s => s.Source, "The source it uploads to.")
                .Field("mode", s => s.Mode, "What its items mean together.")
                .Field("state", s => s.State, "How far it is.")
                .Field("openedAt", s => s.OpenedAt, "When it was opened.")
                .Field("activeAt", s => s.ActiveAt, "When it was opened, resumed or written to last.")
                .Field("closedAt", s => s.ClosedAt, "When it ended; null while it is open.")
                .Field("durableThrough", s => s.DurableThrough, "Highest sequence that is on disk.")
                .Field("guard", s => s.Guard, "Withdrawals it may make before they are held.")
                .SessionCounts()
                .Connection<Verdict>("verdicts", s => s.Verdicts, "Decisions in it that its source should see, newest first; empty for other participants.", verdicts => verdicts
                    .DefaultOrder(v => v.Id, descending: true)))
            .Type<Verdict>("Verdict", "A decision about one item that its partner should see.", verdict => verdict
                .Requires("dashboard.read")
                .Where<Caller>((v, caller) => caller.HasAnyOf(Scopes.RegistryAdmin) || v.Source.ParticipantId == caller.ParticipantId)
                .Key(v => v.Id)
                .Field("source", v => v.Source, "The source the item was sent to.")
                .Field("session", v => v.Session, "The session it was sent in.")
                .Field("sequence", v => v.Sequence, "Its number within the session.")
                .Field("externalId", v => v.ExternalId, "The partner's own key; empty when it had no usable one.")
                .Field("revision", v => v.Revision, "Revision that was sent.")
                .Field("outcome", v => v.Outcome, "What was decided.")
                .Field("reason", v => v.Reason, "Stable code of the gravest finding.")
                .Field("field", v => v.Field, "Path of the field at fault; empty when no field is.")
                .Field("severity", v => v.Severity, "How grave the finding is.")
                .Field("detail", v => v.Detail, "What was found or what the limit is; null when the reason says it all.")
                .Field("currentRevision", v => v.CurrentRevision, "Revision stored after the decision; null when none is.")
                .Field("decidedAt", v => v.DecidedAt, "When it was decided.")
                .Computed("textId", v => new { v.Reason, v.Detail }, v => Text(v.Reason, v.Detail)?.Id, "What is wrong, in Indonesian; null for a reason of an older hub.")
                .Computed("textEn", v => new { v.Reason, v.Detail }, v => Text(v.Reason, v.Detail)?.En, "What is wrong, in English; null for a reason of an older hub.")
                .Computed("fixId", v => v.Reason, reason => Fix(reason)?.Id, "How to mend it, in Indonesian; null for a reason of an older hub.")
                .Computed("fixEn", v => v.Reason, reason => Fix(reason)?.En, "How to mend it, in English; null for a reason of an older hub."));
    }

    private static TypeBuilder<SyncSession> SessionCounts(this TypeBuilder<SyncSession> session) => session
        .Field("created", s => s.Created, "Items that became new offers.")
        .Field("changed", s => s.Changed, "Items that changed an offer.")
        .Field("withdrawn", s => s.Withdrawn, "Offers it withdrew.")
        .Field("reopened", s => s.Reopened, "Withdrawn offers it brought back.")
        .Field("unchanged", s => s.Unchanged, "Items that changed nothing.")
        .Field("stale", s => s.Stale, "Items older than what is stored.")
        .Field("revisionConflicts", s => s.RevisionConflict, "Items of a stored revision with other content.")
        .Field("rejected", s => s.Rejected, "Items refused.")
        .Field("unkeyed", s => s.Unkeyed, "Items without a usable key; part of those refused.")
        .Field("quarantined", s => s.Quarantined, "Items stored but not shown until somebody has looked at them.")
        .Field("held", s => s.Held, "Withdrawals that were held, approved and discarded ones included.")
        .Field("heldNow", s => s.HeldNow, "Withdrawals that wait for an approval now.");

    private static Hub.Catalogue.V1.LocalizedText? Text(string reason, string? detail) =>
        Reasons.Knows(reason) ? Reasons.TextOf(reason, detail) : null;

    private static Hub.Catalogue.V1.LocalizedText? Fix(string reason) => Reasons.Knows(reason) ? Reasons.FixOf(reason) : null;

    private static void AddEnums(SchemaBuilder schema) => schema
        .Enum<SyncMode>("SyncMode", "What a session's items mean together.", mode => mode
            .Value(SyncMode.Delta, "They change what they name.")
            .Value(SyncMode.Snapshot, "They are the whole catalogue: what is missing is withdrawn."))
        .Enum<SessionState>("SessionState", "How far a session is.", state => state
            .Value(SessionState.Open, "It takes items.")
            .Value(SessionState.Closed, "It ended.")
            .Value(SessionState.Held, "It ended, and withdrawals wait for an approval.")
            .Value(SessionState.Expired, "A snapshot that was left without its end; it changed nothing."))
        .Enum<Outcome>("VerdictOutcome", "What was decided about an item.", outcome => outcome
            .Value(Outcome.Applied, "It is stored and shown.")
            .Value(Outcome.Unchanged, "It is stored already.")
            .Value(Outcome.Stale, "It is older than what is stored.")
            .Value(Outcome.RevisionConflict, "Its revision is stored with other content.")
            .Value(Outcome.Rejected, "It breaks a rule and is not stored.")
            .Value(Outcome.Quarantined, "It is stored but not shown until somebody has looked at it.")
            .Value(Outcome.Held, "Its withdrawal waits for an approval, or it waits for a review."))
        .Enum<Severity>("Severity", "How grave a finding is.", severity => severity
            .Value(Severity.Info, "Good to know.")
            .Value(Severity.Warning, "Should be mended.")
            .Value(Severity.Error, "Must be mended."));
}

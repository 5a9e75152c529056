using System.Text;
using Hub.Auth.Tokens;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Participants;

namespace Hub.Api.Catalogue;

/// <summary>Signs, once for every session that ended, what became of it: a partner's proof of what it sent and what was taken.</summary>
internal sealed class SessionReceipts(StatementSigner signer, ReceiptStore store)
{
    public const string Type = "receipt+jwt";

    /// <summary>The receipt of a session that ended; the same bytes however often it is asked for.</summary>
    public async Task<byte[]> OfAsync(SessionInfo session, Source source, Guid participant, Closed closed, byte[]? digest, CancellationToken cancel) =>
        await store.FindAsync(session.Id, cancel, source.ParticipantId)
        ?? await store.KeepAsync(
            session.Id,
            Encoding.ASCII.GetBytes(signer.Sign(Type, session.ClosedAt!.Value, Claims(session, source, participant, closed, digest))),
            cancel,
            source.ParticipantId);

    private static Dictionary<string, object> Claims(SessionInfo session, Source source, Guid participant, Closed closed, byte[]? digest)
    {
        var counts = closed.Counts;
        var claims = new Dictionary<string, object>
        {
            ["session"] = closed.SessionId,
            ["source"] = source.PublicId.ToString(),
            ["participant"] = participant.ToString(),
            ["mode"] = session.Mode == Hub.Data.Catalogue.SyncMode.Delta ? "DELTA" : "SNAPSHOT",
            ["outcome"] = closed.Outcome.ToString().ToUpperInvariant(),
            ["counts"] = new Dictionary<string, object>
            {
                ["applied"] = counts.Applied,
                ["created"] = counts.Created,
                ["changed"] = counts.Changed,
                ["withdrawn"] = counts.Withdrawn,
                ["reopened"] = counts.Reopened,
                ["unchanged"] = counts.Unchanged,
                ["stale"] = counts.Stale,
                ["revision_conflict"] = counts.RevisionConflict,
                ["rejected"] = counts.Rejected,
                ["quarantined"] = counts.Quarantined,
                ["held"] = counts.Held,
            },
            ["held"] = closed.Held,
            ["closed_at"] = closed.ClosedAt.ToDateTimeOffset().ToUnixTimeMilliseconds(),
        };
        if (closed.HasFirstPosition)
            (claims["first_position"], claims["last_position"]) = (closed.FirstPosition, closed.LastPosition);
        if (digest is not null)
            claims["source_digest"] = Convert.ToHexStringLower(digest);
        return claims;
    }
}

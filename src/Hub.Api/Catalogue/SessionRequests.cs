using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using RevisionPolicy = Hub.Catalogue.V1.RevisionPolicy;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>What an <c>Open</c> must satisfy; the same for an upload that is stored and one that is only checked.</summary>
internal static class SessionRequests
{
    /// <summary>The session an <c>Open</c> asks for.</summary>
    public static SessionRequest Of(Open open, long sourceId)
    {
        if (open.Mode is not (Hub.Catalogue.V1.SyncMode.Delta or Hub.Catalogue.V1.SyncMode.Snapshot))
            throw CatalogueFailures.Invalid("MODE_MISSING", "open.mode", "Set the mode to DELTA or SNAPSHOT.", "Isi mode DELTA atau SNAPSHOT.");
        if (open.RevisionPolicy is RevisionPolicy.Epoch && open.Mode == Hub.Catalogue.V1.SyncMode.Delta)
        {
            throw CatalogueFailures.Invalid(
                "EPOCH_IN_DELTA", "open.mode", "With EPOCH the order of snapshots is the revision, so a delta has none. Use SNAPSHOT, or COUNTER.",
                "Dengan EPOCH urutan snapshot adalah revisi, jadi delta tidak punya revisi. Pakai SNAPSHOT, atau COUNTER.");
        }

        if (open.RevisionPolicy is not (RevisionPolicy.Unspecified or RevisionPolicy.Counter or RevisionPolicy.Epoch))
            throw CatalogueFailures.Invalid("POLICY_UNKNOWN", "open.revision_policy", "Use COUNTER or EPOCH.", "Pakai COUNTER atau EPOCH.");

        Guid? id = null;
        if (open.HasSessionId)
        {
            if (!Guid.TryParse(open.SessionId, out var parsed) || parsed == Guid.Empty)
                throw CatalogueFailures.Invalid("SESSION_ID_MALFORMED", "open.session_id", "Send a UUID, or leave it out.", "Kirim UUID, atau kosongkan.");
            id = parsed;
        }

        return new(sourceId, (SyncMode)open.Mode, id)
        {
            Policy = open.RevisionPolicy == RevisionPolicy.Epoch ? Hub.Data.Catalogue.RevisionPolicy.Epoch : Hub.Data.Catalogue.RevisionPolicy.Counter,
            Digest = open.HasSourceDigest ? open.SourceDigest.ToByteArray() : null,
        };
    }
}

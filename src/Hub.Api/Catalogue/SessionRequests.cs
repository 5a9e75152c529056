using Hub.Api.Hosting;
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
            throw CatalogueFailures.Invalid(FailureReasons.ModeMissing, "open.mode");
        if (open.RevisionPolicy is RevisionPolicy.Epoch && open.Mode == Hub.Catalogue.V1.SyncMode.Delta)
        {
            throw CatalogueFailures.Invalid(FailureReasons.EpochInDelta, "open.mode");
        }

        if (open.RevisionPolicy is not (RevisionPolicy.Unspecified or RevisionPolicy.Counter or RevisionPolicy.Epoch))
            throw CatalogueFailures.Invalid(FailureReasons.PolicyUnknown, "open.revision_policy");

        Guid? id = null;
        if (open.HasSessionId)
        {
            if (!Guid.TryParse(open.SessionId, out var parsed) || parsed == Guid.Empty)
                throw CatalogueFailures.Invalid(FailureReasons.SessionIdMalformed, "open.session_id");
            id = parsed;
        }

        return new(sourceId, (SyncMode)open.Mode, id)
        {
            Policy = open.RevisionPolicy == RevisionPolicy.Epoch ? Hub.Data.Catalogue.RevisionPolicy.Epoch : Hub.Data.Catalogue.RevisionPolicy.Counter,
            Digest = open.HasSourceDigest ? open.SourceDigest.ToByteArray() : null,
        };
    }
}

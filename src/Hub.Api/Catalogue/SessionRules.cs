using Google.Protobuf;
using Hub.Api.Hosting;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using RevisionPolicy = Hub.Catalogue.V1.RevisionPolicy;

namespace Hub.Api.Catalogue;

/// <summary>What the messages that open and end a session must satisfy; one that breaks this ends the call.</summary>
internal static class SessionRules
{
    public static void Check(Open open)
    {
        if (open.HasSourceDigest)
            CheckDigest(open.SourceDigest, "open.source_digest", open.RevisionPolicy);
        if (open.HasExpectedCount && open.ExpectedCount < 0)
            throw Negative("open.expected_count");
    }

    /// <summary>The number of distinct items that a commit states.</summary>
    public static long ExpectedCountOf(Commit commit)
    {
        if (!commit.HasExpectedCount)
        {
            throw CatalogueFailures.Invalid(FailureReasons.ExpectedCountMissing, "commit.expected_count");
        }

        if (commit.ExpectedCount < 0)
            throw Negative("commit.expected_count");
        return commit.ExpectedCount;
    }

    /// <summary>The end of a snapshot, without what a negotiation found.</summary>
    public static SnapshotEnd EndOf(Commit commit, RevisionPolicy policy)
    {
        var expected = ExpectedCountOf(commit);
        if (!commit.HasSourceDigest)
            return new(expected);
        CheckDigest(commit.SourceDigest, "commit.source_digest", policy);
        return new(expected) { Digest = commit.SourceDigest.ToByteArray() };
    }

    private static void CheckDigest(ByteString digest, string field, RevisionPolicy policy)
    {
        if (policy == RevisionPolicy.Epoch)
        {
            throw CatalogueFailures.Invalid(FailureReasons.DigestWithEpoch, field);
        }

        if (digest.Length != 32)
            throw CatalogueFailures.Invalid(FailureReasons.DigestLength, field, 32, digest.Length);
    }

    private static Grpc.Core.RpcException Negative(string field) => CatalogueFailures.Invalid(FailureReasons.ExpectedCountNegative, field);
}

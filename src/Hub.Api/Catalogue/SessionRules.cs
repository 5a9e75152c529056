using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>What the messages that open and end a session must satisfy; one that breaks this ends the call.</summary>
internal static class SessionRules
{
    public static void Check(Open open)
    {
        if (open.HasSourceDigest)
            throw CatalogueFailures.NotYet("digests of a source", "open.source_digest");
        if (open.HasExpectedCount && open.ExpectedCount < 0)
            throw Negative("open.expected_count");
    }

    /// <summary>The number of distinct items that a commit states.</summary>
    public static long ExpectedCountOf(Commit commit)
    {
        if (!commit.HasExpectedCount)
        {
            throw CatalogueFailures.Invalid(
                "EXPECTED_COUNT_MISSING", "commit.expected_count",
                "State how many distinct items were sent; zero for an empty catalogue.",
                "Sebutkan jumlah item berbeda yang dikirim; nol untuk katalog kosong.");
        }

        if (commit.ExpectedCount < 0)
            throw Negative("commit.expected_count");
        return commit.HasSourceDigest
            ? throw CatalogueFailures.NotYet("digests of a source", "commit.source_digest")
            : commit.ExpectedCount;
    }

    private static Grpc.Core.RpcException Negative(string field) => CatalogueFailures.Invalid(
        "EXPECTED_COUNT_NEGATIVE", field, "A count of items is zero or more.", "Jumlah item adalah nol atau lebih.");
}

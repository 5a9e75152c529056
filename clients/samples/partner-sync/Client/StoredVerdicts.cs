using System.Runtime.CompilerServices;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>Reads back the verdicts the hub stored for a session.</summary>
internal static class StoredVerdicts
{
    /// <summary>All of a session, newest first. Verdicts of items that were plainly applied or unchanged are not stored.</summary>
    public static async IAsyncEnumerable<Verdict> ReadAsync(
        CatalogueSyncService.CatalogueSyncServiceClient client, HubToken token, string source, string sessionId,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var page = new ListVerdictsRequest { Source = source, SessionId = sessionId, PageSize = 500 };
        do
        {
            var answer = await client.ListVerdictsAsync(page, await token.HeadersAsync(cancel), cancellationToken: cancel);
            foreach (var verdict in answer.Verdicts)
                yield return verdict;
            page.PageToken = answer.NextPageToken;
        }
        while (page.PageToken.Length > 0);
    }
}

using Grpc.Core;
using Hub.Api.Hosting;
using Stored = Hub.Data.Catalogue;

namespace Hub.Api.Clusters;

/// <summary>What a request for clusters must satisfy.</summary>
internal static class ClusterRequests
{
    public static int PageSize(int asked, int standard, int most) => asked switch
    {
        0 => standard,
        > 0 when asked <= most => asked,
        _ => throw GrpcFailure
            .Of(FailureReasons.PageSize, most)
            .At("page_size", $"Use 1 to {most}, or 0 for {standard}.")
            .ToException(),
    };

    /// <summary>The kinds asked for; none for all.</summary>
    public static List<Stored.OfferKind> Kinds(IList<Registry.V1.OfferKind> asked)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i] == Registry.V1.OfferKind.Unspecified || !Enum.IsDefined(asked[i]))
            {
                throw GrpcFailure
                    .Of(FailureReasons.EnumValueUnknown, $"kinds[{i}]")
                    .At($"kinds[{i}]", "Use a kind of offer.")
                    .ToException();
            }
        }

        return [.. asked.Select(kind => (Stored.OfferKind)kind).Distinct()];
    }

    /// <summary>Where a page begins; 0 for the first.</summary>
    public static long After(string list, string token) => token.Length == 0 ? 0 : PageToken.TryDecode(list, token, out var key)
        ? key
        : throw GrpcFailure
            .Of(FailureReasons.PageTokenMalformed)
            .At("page_token", "Send the next_page_token of the page before, unchanged, with the same filters.")
            .ToException();

    public static RpcException OfferNotFound(string id) => GrpcFailure
        .Of(FailureReasons.OfferNotFound)
        .At("offer_id", $"'{id}' is not the public id of a published offer.")
        .ToException();
}

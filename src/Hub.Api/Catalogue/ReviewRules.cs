using System.Text;
using Google.Protobuf.Collections;
using Hub.Api.Hosting;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using ReviewProblem = Hub.Catalogue.V1.ReviewProblem;

namespace Hub.Api.Catalogue;

/// <summary>What a review of items must satisfy, and how it is answered.</summary>
internal static class ReviewRules
{
    private const int LongestWhy = 500;

    public static IReadOnlyList<ItemKey> Keys(RepeatedField<Key> keys)
    {
        if (keys.Count is < 1 or > CatalogueOptions.MostItems)
        {
            throw CatalogueFailures.Invalid(FailureReasons.ItemCount, "keys", keys.Count);
        }

        return [.. keys.Select(key => new ItemKey(key.ExternalId, key.Revision)).Distinct()];
    }

    public static string Why(string reason)
    {
        var why = reason.Trim().Normalize(NormalizationForm.FormC);
        return why.Length is < 1 or > LongestWhy
            ? throw CatalogueFailures.Invalid(FailureReasons.ReasonMissing, "reason")
            : why;
    }

    public static ReviewProblem Message(Hub.Data.Catalogue.ReviewProblem problem)
    {
        var message = new ReviewProblem
        {
            Key = new() { ExternalId = problem.Key.ExternalId, Revision = problem.Key.Revision },
            Fault = (Hub.Catalogue.V1.ReviewFault)problem.Fault,
        };
        if (problem.WaitingRevision is { } waiting)
            message.WaitingRevision = waiting;
        return message;
    }
}

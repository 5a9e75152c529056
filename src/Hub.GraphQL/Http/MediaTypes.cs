using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hub.GraphQL.Http;

/// <summary>Chooses the media type of the response (GraphQL over HTTP, Accept).</summary>
internal static class MediaTypes
{
    public const string GraphQLResponse = "application/graphql-response+json";
    public const string Json = "application/json";
    public const string EventStream = "text/event-stream";

    /// <summary>The media type to answer with; null when the client takes none of ours.</summary>
    public static string? Negotiate(HttpRequest request)
    {
        // What nearly all clients send needs no parsing.
        switch (request.Headers.Accept.ToString())
        {
            case Json or "*/*":
                return Json;
            case GraphQLResponse:
                return GraphQLResponse;
            case EventStream:
                return EventStream;
        }

        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
        {
            // No header takes anything; a header that says nothing sensible takes nothing.
            return string.IsNullOrWhiteSpace(request.Headers.Accept) ? Json : null;
        }

        // Only by its name: whoever takes anything wants one answer.
        var stream = accepted.FirstOrDefault(type => type.MediaType.Equals(EventStream, StringComparison.OrdinalIgnoreCase) && type.Quality is not 0);
        if (stream is not null)
            return EventStream;

        var (response, json) = (Quality(accepted, "graphql-response+json"), Quality(accepted, "json"));
        if (response <= 0 && json <= 0)
            return null;

        // Of two that are wanted alike, the one named first; a wildcard names neither, and means application/json.
        if (response != json)
            return response > json ? GraphQLResponse : Json;
        var first = accepted.FirstOrDefault(type => type.Type == "application" && (type.SubType == "json" || type.SubType == "graphql-response+json"));
        return first?.SubType == "graphql-response+json" ? GraphQLResponse : Json;
    }

    /// <summary>True for JSON in UTF-8, said or not said.</summary>
    public static bool IsJson(HttpRequest request) =>
        request.ContentType == Json
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Value.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    /// <summary>How much a subtype of application is wanted: by its own name, else by the nearest wildcard.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> accepted, string subType)
    {
        var (best, specificity) = (0d, -1);
        foreach (var type in accepted)
        {
            var matches = (type.Type.Value, type.SubType.Value) switch
            {
                ("*", "*") => 0,
                ("application", "*") => 1,
                ("application", var named) when subType.Equals(named, StringComparison.OrdinalIgnoreCase) => 2,
                _ => -1,
            };
            if (matches > specificity)
                (best, specificity) = (type.Quality ?? 1, matches);
        }

        return best;
    }
}

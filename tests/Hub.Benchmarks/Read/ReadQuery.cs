using System.Text;
using System.Text.Json.Nodes;

namespace Hub.Benchmarks.Read;

/// <summary>One question a dashboard asks, with the sets of parameters it is asked with in turn.</summary>
/// <param name="Name">Q1 and so on.</param>
/// <param name="What">What it asks, in a few words.</param>
/// <param name="Document">The GraphQL document.</param>
/// <param name="Sets">Sets of variables.</param>
internal sealed record ReadQuery(string Name, string What, string Document, IReadOnlyList<JsonObject> Sets)
{
    /// <summary>GraphQL requests over HTTP/1.1.</summary>
    public byte[][] GraphQLRequests(Uri url, string? token) => [.. Sets.Select(set => Request(url, token, set))];

    /// <summary>The same for a server with cursors of its own.</summary>
    public byte[][] PeerRequests(Uri url) => [.. Sets.Select(set =>
    {
        var own = (JsonObject)set.DeepClone();
        if (own.ContainsKey("after"))
            own["after"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{set["published"]},{set["row"]}"));
        return Request(url, null, own);
    })];

    /// <summary>Requests of the hand-written endpoint: the variables in the address.</summary>
    public byte[][] EndpointRequests(Uri url) => [.. Sets.Select(set => Encoding.UTF8.GetBytes(
        $"GET /{Name}?{string.Join('&', set.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value?.ToString() ?? "")}"))} HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"))];

    private byte[] Request(Uri url, string? token, JsonObject set)
    {
        var body = new JsonObject { ["query"] = Document, ["variables"] = set.DeepClone() }.ToJsonString();
        return Encoding.UTF8.GetBytes(
            $"POST /graphql HTTP/1.1\r\nHost: {url.Authority}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}" +
            $"Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }
}

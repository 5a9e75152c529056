using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DashboardQueries;

// Asks the hub the questions in queries/, or the one that is named. The address and the client come from the environment, as the hub prints them.
var hub = new Uri(Environment.GetEnvironmentVariable("HUB_URL") ?? "http://127.0.0.1:5080");
if (Environment.GetEnvironmentVariable("HUB_CLIENT_ID") is not { Length: > 0 } id || Environment.GetEnvironmentVariable("HUB_CLIENT_SECRET") is not { Length: > 0 } secret)
    return Fail("Set HUB_CLIENT_ID and HUB_CLIENT_SECRET to a client with the scope dashboard.read; `hub onboard` makes one.");
var queries = QueryFile.ReadAll(Path.Combine(AppContext.BaseDirectory, "queries"));
var chosen = args is [var name, ..] ? queries.Where(query => query.Name == name).ToList() : [.. queries];
if (chosen.Count == 0)
    return Fail($"There is no query of that name. There are: {string.Join(", ", queries.Select(query => query.Name))}.");

using var client = new HttpClient { BaseAddress = hub };
try
{
    client.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(client, id, secret));
    var failed = 0;
    foreach (var query in chosen)
    {
        Console.WriteLine($"\n== {query.Name}\n   {query.Who}\n   {query.Question}");
        using var response = await client.PostAsJsonAsync("/graphql", new { query = query.Document, variables = query.Variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Console.WriteLine(JsonSerializer.Serialize(answer, Indented.Options));
        failed += answer.TryGetProperty("errors", out _) ? 1 : 0;
    }

    return failed == 0 ? 0 : Fail($"{failed} of {chosen.Count} queries were answered with errors.");
}
catch (HttpRequestException e)
{
    return Fail($"The hub at {hub} did not answer as expected: {e.Message}");
}

static async Task<string> TokenAsync(HttpClient client, string id, string secret)
{
    using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
    {
        Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
    };
    request.Headers.Authorization = new AuthenticationHeaderValue(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
    using var response = await client.SendAsync(request);
    var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
    return answer.TryGetProperty("access_token", out var token)
        ? token.GetString()!
        : throw new HttpRequestException($"it gave no token: {answer}");
}

static int Fail(string message)
{
    Console.Error.WriteLine(message);
    return 1;
}

internal static class Indented
{
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

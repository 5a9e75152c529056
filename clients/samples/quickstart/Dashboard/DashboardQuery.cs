using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;

namespace Hub.Samples.Quickstart.Dashboard;

/// <summary>Asks the hub what a dashboard would ask: one GraphQL document over HTTP.</summary>
internal sealed class DashboardQuery(HttpClient http, Uri endpoint)
{
    private const string What = "The dashboard query failed.";

    /// <summary>The document, as it stands in dashboard.graphql.</summary>
    public static string Document { get; } = ReadDocument();

    /// <summary>Runs the document and returns its data.</summary>
    /// <exception cref="QuickstartFailure">The hub did not answer, or answered with errors.</exception>
    public async Task<JsonElement> RunAsync(string token, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = JsonContent.Create(new { query = Document }) };
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));

        using var response = await SendAsync(request, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        if (response.Content.Headers.ContentType?.MediaType is not "application/graphql-response+json")
            throw Failure($"{endpoint} answered {(int)response.StatusCode}: {body}");

        var answer = JsonDocument.Parse(body).RootElement;
        if (answer.TryGetProperty("errors", out var errors))
            throw Failure(string.Join('\n', errors.EnumerateArray().Select(error => error.GetProperty("message").GetString())));

        return answer.GetProperty("data");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return await http.SendAsync(request, cancel);
        }
        catch (HttpRequestException exception)
        {
            throw Failure(exception.Message);
        }
    }

    private static QuickstartFailure Failure(string why) =>
        new(What, why, "Run the document in clients/samples/quickstart/Dashboard/dashboard.graphql at /graphql yourself to see more.");

    private static string ReadDocument()
    {
        using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream("dashboard.graphql")
            ?? throw new InvalidOperationException("dashboard.graphql is not embedded in this program.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}

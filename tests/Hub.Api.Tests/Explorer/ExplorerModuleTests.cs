using System.Text.Json;
using Hub.Testing;

namespace Hub.Api.Tests.Explorer;

public sealed class ExplorerModuleTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_browser_gets_a_page_that_takes_a_token_and_loads_nothing_from_elsewhere()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);

        using var response = await GetAsync(hub, "/graphql", Browser);

        var page = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("id=\"token\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_offers_the_documented_queries()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);

        using var response = await GetAsync(hub, "/graphql", Browser);

        var script = (await response.Content.ReadAsStringAsync(Cancel)).Split("const examples = ")[1].Split(";\n")[0];
        var examples = JsonDocument.Parse(script).RootElement.EnumerateArray().ToDictionary(example => example.GetProperty("name").GetString()!);
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Repository.Root, "clients/samples/dashboard-queries/queries")).Select(Path.GetFileNameWithoutExtension).Order(),
            examples.Keys.Order());
        Assert.Equal("a province office.", examples["courses-of-a-province"].GetProperty("who").GetString());
        Assert.Contains("query CoursesOfAProvince(", examples["courses-of-a-province"].GetProperty("query").GetString(), StringComparison.Ordinal);
        Assert.Equal("{\"province\": \"33\", \"first\": 10}", examples["courses-of-a-province"].GetProperty("variables").GetString());
    }

    [Theory]
    [InlineData("/graphql?query={__typename}", Browser)]
    [InlineData("/graphql", "application/graphql-response+json")]
    [InlineData("/graphql", "*/*")]
    public async Task Whoever_asks_a_question_gets_no_page(string path, string accept)
    {
        await using var hub = await RunningHub.StartAsync(Cancel);

        using var response = await GetAsync(hub, path, accept);

        Assert.NotEqual("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Production_has_no_page()
    {
        var key = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        await using var hub = await RunningHub.StartAsync(Cancel, "--environment=Production", $"--Hub:Auth:KeyEncryptionKey={key}");

        using var response = await GetAsync(hub, "/graphql", Browser);

        Assert.NotEqual("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningHub hub, string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await hub.Http.SendAsync(request, Cancel);
    }
}

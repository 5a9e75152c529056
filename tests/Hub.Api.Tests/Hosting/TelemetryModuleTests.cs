using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Hub.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hub.Api.Tests.Hosting;

public sealed class TelemetryModuleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_reach_the_collector_by_the_time_the_hub_has_stopped()
    {
        using var received = new MemoryStream();
        var builder = WebApplication.CreateSlimBuilder();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/traces", async (HttpRequest request) => await request.Body.CopyToAsync(received));
        await collector.StartAsync(Cancel);

        await using (var hub = await RunningHub.StartAsync(Cancel, $"--Hub:Telemetry:OtlpEndpoint={collector.Urls.Single()}/v1/traces"))
        {
            hub.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await hub.TokenAsync("dashboard.read", Cancel));
            using var answer = await hub.Http.PostAsJsonAsync("/graphql", new { query = "query HowMany { offers { totalCount } }" }, Cancel);
            Assert.True(answer.IsSuccessStatusCode);
        }

        var spans = Encoding.UTF8.GetString(received.ToArray());
        Assert.Contains("HowMany", spans, StringComparison.Ordinal);
        Assert.Contains("graphql.statements", spans, StringComparison.Ordinal);
        Assert.Contains("Microsoft.AspNetCore", spans, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_url_that_is_none_is_named()
    {
        var refusal = await Assert.ThrowsAsync<SettingException>(() => RunningHub.StartAsync(Cancel, "--Hub:Telemetry:OtlpEndpoint=collector"));

        Assert.StartsWith("Hub:Telemetry:OtlpEndpoint is 'collector'. Set it to a URL", refusal.Message, StringComparison.Ordinal);
    }
}

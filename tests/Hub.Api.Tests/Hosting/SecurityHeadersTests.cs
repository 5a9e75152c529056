using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hub.Api.Tests.Hosting;

public sealed class SecurityHeadersTests
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "TRACK", "BREW"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Every_answer_of_every_endpoint_by_every_method_carries_them_and_tells_nothing_of_the_inside(string environment)
    {
        await using var hub = await RunningHub.StartAsync(Cancel, environment == "Production" ? Production : []);
        var paths = hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal))
            .Append("/").Append("/nowhere").Append("/graphql?query=%7B").Distinct().ToList();
        Assert.Contains("/graphql", paths);
        Assert.Contains("/connect/token", paths);

        foreach (var path in paths)
        {
            foreach (var method in Methods)
            {
                using var request = new HttpRequestMessage(new(method), path) { Headers = { { "Accept", "text/html" }, { "X-Secret", "hunter2" } } };
                using var response = await hub.Http.SendAsync(request, Cancel);

                var text = await response.Content.ReadAsStringAsync(Cancel);
                var what = $"{method} {path}: {(int)response.StatusCode} {text}";
                Assert.True(One(response, "X-Content-Type-Options") == "nosniff", what);
                Assert.True(One(response, "Referrer-Policy") == "no-referrer", what);
                Assert.True(One(response, "Cross-Origin-Resource-Policy") == "same-origin", what);
                Assert.True(One(response, "Content-Security-Policy").Contains("frame-ancestors 'none'", StringComparison.Ordinal), what);
                Assert.True(response.Headers.CacheControl is not null, what);
                Assert.All(response.Headers, header => Assert.False(header.Key is "Server" or "X-Powered-By" || header.Key.StartsWith("Access-Control", StringComparison.Ordinal), what));
                Assert.False(response.Headers.Contains("Strict-Transport-Security"), what);
                Assert.True((int)response.StatusCode < 500 && !text.Contains("hunter2", StringComparison.Ordinal) && !text.Contains("   at ", StringComparison.Ordinal), what);
                if (method is "TRACE" or "TRACK")
                    Assert.True(response.StatusCode == HttpStatusCode.MethodNotAllowed, what);
                if (response is { IsSuccessStatusCode: false, Content.Headers.ContentType.MediaType: var type } && text != "")
                    Assert.True(type is "application/problem+json" or "application/json" or "application/graphql-response+json", what);
            }
        }
    }

    [Fact]
    public async Task A_name_that_is_not_allowed_is_refused()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--AllowedHosts=hub.example.org;127.0.0.1");

        using var evil = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "evil.example.org" } };
        using var refused = await hub.Http.SendAsync(evil, Cancel);
        using var good = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "hub.example.org" } };
        using var served = await hub.Http.SendAsync(good, Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (refused.StatusCode, served.StatusCode));
        Assert.Equal("", await refused.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_the_callers_fault_and_told_as_such()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Hub:Limits:MaxMessageBytes=65536");

        using var form = new FormUrlEncodedContent([new("grant_type", new string('a', 70_000))]);
        using var response = await hub.Http.PostAsync("/connect/token", form, Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(413, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("status").GetInt32());
        Assert.Equal("nosniff", One(response, "X-Content-Type-Options"));
    }

    [Theory]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: hub\r\n{0}\r\n", "X-A: 1\r\n", 65, "431")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: hub\r\nX-A: {0}\r\n\r\n", "a", 17_000, "431")]
    [InlineData("GET /{0} HTTP/1.1\r\nHost: hub\r\n\r\n", "a", 9_000, "414")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: hub\r\nHost: evil\r\n{0}\r\n", "", 0, "400")]
    [InlineData("GET /health/live HTTP/1.1\r\n{0}\r\n", "", 0, "400")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n{0}\r\n0\r\n\r\n", "", 0, "400")]
    [InlineData("POST /connect/token HTTP/1.1\r\nHost: hub\r\nContent-Length: 5\r\nContent-Length: 6\r\n{0}\r\nhello", "", 0, "400")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: hub\r\nX-A: 1\n 2{0}\r\n\r\n", "", 0, "400")]
    public async Task Requests_out_of_bounds_or_of_two_meanings_are_refused(string request, string part, int times, string status)
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, hub.Http.BaseAddress!.Port, Cancel);

        await socket.SendAsync(Encoding.ASCII.GetBytes(request.Replace("{0}", string.Concat(Enumerable.Repeat(part, times)), StringComparison.Ordinal)), Cancel);
        var buffer = new byte[4_096];
        var answer = Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancel));

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Kestrel", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(30, 45)]
    [InlineData(300, 315)]
    public async Task The_feed_tells_a_slow_reader_before_the_server_cuts_it(int feed, int server)
    {
        await using var hub = await RunningHub.StartAsync(Cancel, $"--Hub:Feed:SlowReaderSeconds={feed}");

        var rate = hub.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinResponseDataRate!;

        Assert.Equal((8_192, server), (rate.BytesPerSecond, rate.GracePeriod.TotalSeconds));
    }

    private static string[] Production { get; } =
    [
        "--environment=Production",
        $"--Hub:Auth:KeyEncryptionKey={Convert.ToBase64String(new byte[32].Select((_, i) => (byte)i).ToArray())}",
    ];

    private static string One(HttpResponseMessage response, string header) => response.Headers.TryGetValues(header, out var values) ? values.Single() : "";
}

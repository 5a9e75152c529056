using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Tests.Hosting;

public sealed class HostingModuleTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_http_request_that_fails_tells_a_trace_id_and_nothing_of_the_inside()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Logging:LogLevel:Default=None");
        await using (var connection = new SqliteConnection($"Data Source={hub.DataDirectory}/hub.db"))
        {
            await connection.OpenAsync(Cancel);
            await using var rename = connection.CreateCommand();
            rename.CommandText = "ALTER TABLE clients RENAME TO clients_away";
            await rename.ExecuteNonQueryAsync(Cancel);
        }

        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "a"), new("client_secret", "b")]);
        using var response = await hub.Http.PostAsync("/connect/token", form, Cancel);

        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEqual("", JsonDocument.Parse(text).RootElement.GetProperty("traceId").GetString());
        Assert.DoesNotContain("SQLite", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_a_problem_too()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);

        using var response = await hub.Http.GetAsync("/nowhere", Cancel);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(404, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task The_grpc_port_speaks_http_2_and_the_http_port_http_1()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        using var http2 = new HttpRequestMessage(HttpMethod.Get, new Uri(hub.GrpcUrl, "/health/live"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var overGrpc = await hub.Http.SendAsync(http2, Cancel);
        using var overHttp = await hub.Http.GetAsync("/health/live", Cancel);

        Assert.Equal(HttpVersion.Version20, overGrpc.Version);
        Assert.Equal(HttpVersion.Version11, overHttp.Version);
    }
}

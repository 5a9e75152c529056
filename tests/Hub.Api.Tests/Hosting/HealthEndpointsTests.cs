using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Hub.Api.Followers;
using Hub.Data.Followers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Api.Tests.Hosting;

public sealed class HealthEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hub_that_serves_is_live_and_ready()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);

        using var live = await hub.Http.GetAsync("/health/live", Cancel);
        using var ready = await hub.Http.GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("ready", (await ready.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("status").GetString());
        Assert.False(ready.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_ready_hub_tells_how_far_its_followers_are()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        Assert.True(await hub.Services.GetRequiredService<FollowerRunner>().CatchUpAsync(Cancel));

        using var ready = await hub.Http.GetAsync("/health/ready", Cancel);

        var followers = (await ready.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("followers");
        Assert.Equal(
            ["clusters ok 0 0", "rollups ok 0 0", "search ok 0 0"],
            followers.EnumerateArray().Select(f => $"{f.GetProperty("name")} {f.GetProperty("status")} {f.GetProperty("lag")} {f.GetProperty("lag_seconds")}"));
    }

    [Fact]
    public async Task A_follower_that_rebuilds_is_named_and_the_hub_is_ready()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        Assert.True(await hub.Services.GetRequiredService<FollowerRunner>().CatchUpAsync(Cancel));

        // Else it would have caught up again before the test looks.
        await hub.Services.GetServices<IHostedService>().OfType<FollowersService>().Single().StopAsync(Cancel);
        await using (var connection = new SqliteConnection($"Data Source={hub.DataDirectory}/hub.db"))
        {
            await connection.OpenAsync(Cancel);
            await using var update = connection.CreateCommand();
            update.CommandText = "UPDATE followers SET rebuilt_to = 0 WHERE name = 'search'";
            await update.ExecuteNonQueryAsync(Cancel);
        }

        using var ready = await hub.Http.GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        var followers = (await ready.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("followers");
        Assert.Equal(["clusters ok", "rollups ok", "search rebuilding"], followers.EnumerateArray().Select(f => $"{f.GetProperty("name")} {f.GetProperty("status")}"));
    }

    [Fact]
    public async Task A_database_that_fails_makes_it_not_ready_and_is_named()
    {
        await using var hub = await RunningHub.StartAsync(Cancel);
        SqliteConnection.ClearAllPools();
        await using (var connection = new SqliteConnection($"Data Source={hub.DataDirectory}/hub.db"))
        {
            await connection.OpenAsync(Cancel);
            await using var drop = connection.CreateCommand();
            drop.CommandText = "PRAGMA foreign_keys = OFF; DROP TABLE sectors";
            await drop.ExecuteNonQueryAsync(Cancel);
        }

        using var ready = await hub.Http.GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("database", await FailingPartAsync(ready));
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_reached_makes_it_not_ready_and_leaves_it_live()
    {
        // Nothing listens on port 1.
        await using var hub = await RunningHub.StartAsync(Cancel, "--Hub:Auth:Authority=http://127.0.0.1:1/realms/hub", "--Logging:LogLevel:Default=None");

        using var ready = await hub.Http.GetAsync("/health/ready", Cancel);
        using var live = await hub.Http.GetAsync("/health/live", Cancel);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
        Assert.Equal("issuer", await FailingPartAsync(ready));
    }

    [Fact]
    public async Task A_hub_that_stops_says_so_while_it_still_answers()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Hub:ShutdownNoticeSeconds=2");
        var lifetime = hub.Services.GetRequiredService<IHostApplicationLifetime>();

        lifetime.StopApplication();
        var stopping = hub.StopAsync(Cancel);
        using var ready = await hub.Http.GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("process", await FailingPartAsync(ready));
        await stopping;
    }

    private static async Task<string?> FailingPartAsync(HttpResponseMessage response)
    {
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var failing = answer.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("status").GetString() == "failed");
        Assert.NotEqual("", failing.GetProperty("reason").GetString());
        return failing.GetProperty("name").GetString();
    }
}

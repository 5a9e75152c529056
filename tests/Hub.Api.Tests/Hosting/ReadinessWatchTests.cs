using Grpc.Health.V1;
using Microsoft.Data.Sqlite;

namespace Hub.Api.Tests.Hosting;

public sealed class ReadinessWatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_watcher_of_health_is_told_when_the_database_fails_and_when_it_works_again()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Logging:LogLevel:Default=None");
        using var channel = hub.Channel();
        using var watch = new Health.HealthClient(channel).Watch(new(), cancellationToken: Cancel);
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);

        await ExecuteAsync(hub, "ALTER TABLE sectors RENAME TO sectors_away");
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));
        var failing = watch.ResponseStream.Current.Status;
        await ExecuteAsync(hub, "ALTER TABLE sectors_away RENAME TO sectors");
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, failing);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, watch.ResponseStream.Current.Status);
    }

    private static async Task ExecuteAsync(RunningHub hub, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={hub.DataDirectory}/hub.db");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancel);
    }
}

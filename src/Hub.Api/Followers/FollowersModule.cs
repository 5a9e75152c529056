using Hub.Data.Followers;

namespace Hub.Api.Followers;

/// <summary>Runs the followers of the change log: rollups, full-text search and clusters.</summary>
internal static class FollowersModule
{
    public static void AddFollowers(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<FollowerReport>();
        builder.Services.AddHostedService<FollowersService>();
    }
}

/// <summary>Lets the followers run while the hub does, and logs what fails.</summary>
internal sealed class FollowersService(FollowerRunner runner, ILogger<FollowersService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        runner.Failed += log.FollowerFailed;
        try
        {
            await runner.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; the followers go on where they are when it starts again.
        }
        finally
        {
            runner.Failed -= log.FollowerFailed;
        }
    }
}

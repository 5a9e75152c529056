using System.Diagnostics;
using Grpc.Core;
using Hub.Catalogue.V1;
using Hub.Testing;

namespace Hub.Reliability;

/// <summary>R13: SIGTERM under load. Calls that run are answered, streams end with their resume point, and the process ends in time.</summary>
public sealed class StopTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stop_under_load_fails_no_call_that_runs_and_tells_streams_where_to_go_on()
    {
        using var folder = new TemporaryFolder();
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        var partner = await hub.OnboardAsync("Gig Nusantara", "PLATFORM", "GIG", "catalogue.write catalogue.read", Cancel);
        var token = await hub.TokenAsync(partner, Cancel);
        var upload = new Upload(hub, partner);
        var flowing = new TaskCompletionSource();
        var pushing = upload.RunAsync(
            token,
            10_000_000,
            _ =>
            {
                flowing.TrySetResult();
                return Task.CompletedTask;
            },
            Cancel);
        await flowing.Task;
        using var channel = hub.Channel(token);
        var client = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        var unary = Task.Run(() => CallUntilRefusedAsync(client), Cancel);

        await hub.SignalAsync("TERM", Cancel);
        var started = Stopwatch.GetTimestamp();
        var code = await hub.WaitForExitAsync(Cancel);
        var took = Stopwatch.GetElapsedTime(started);
        await pushing;

        var (answered, failures) = await unary;
        Assert.Equal(0, code);
        Assert.Equal(StatusCode.Unavailable, upload.Ended?.StatusCode);
        Assert.All(failures, status => Assert.Equal(StatusCode.Unavailable, status));
        await hub.StartAsync(Cancel);
        await upload.AssertStoredAsync(hub, await hub.TokenAsync(partner, Cancel), Cancel);
        Rigs.Say($"ended {took.TotalSeconds:0.0} s after SIGTERM; {answered} unary calls answered, then UNAVAILABLE; the stream ended with {upload.Acknowledged} acknowledged");
    }

    /// <summary>One call after the other, until the hub is gone.</summary>
    private static async Task<(int Answered, List<StatusCode> Failures)> CallUntilRefusedAsync(CatalogueSyncService.CatalogueSyncServiceClient client)
    {
        for (var answered = 0; ; answered++)
        {
            try
            {
                await client.ListSourcesAsync(new(), cancellationToken: Cancel);
            }
            catch (RpcException exception)
            {
                return (answered, [exception.StatusCode]);
            }
        }
    }
}

using Grpc.Core;
using Grpc.Health.V1;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Hub.Api.Tests.Hosting;

public sealed class HealthServiceTests
{
    private const string Sync = "hub.catalogue.v1.CatalogueSyncService";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(Sync)]
    [InlineData("grpc.health.v1.Health")]
    public async Task Check_tells_the_status_of_a_service(string service)
    {
        await using var host = await HealthAndReflectionHost.StartAsync();
        var client = new Health.HealthClient(host.Channel);
        var request = new HealthCheckRequest { Service = service };

        var before = await client.CheckAsync(request, cancellationToken: Cancel);
        host.Status.Fail("storage");
        var during = await client.CheckAsync(request, cancellationToken: Cancel);
        host.Status.Recover("storage");
        var after = await client.CheckAsync(request, cancellationToken: Cancel);

        Assert.Equal([Status.Serving, Status.NotServing, Status.Serving], [before.Status, during.Status, after.Status]);
    }

    [Fact]
    public async Task Check_of_an_unknown_service_is_not_found()
    {
        await using var host = await HealthAndReflectionHost.StartAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(host.Channel)
            .CheckAsync(new HealthCheckRequest { Service = "hub.Nothing" }, cancellationToken: Cancel));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task List_tells_every_service_and_the_whole_server()
    {
        await using var host = await HealthAndReflectionHost.StartAsync();
        host.Status.Fail("storage", Sync);

        var listed = await new Health.HealthClient(host.Channel).ListAsync(new HealthListRequest(), cancellationToken: Cancel);

        Assert.Equal(
            ["", "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", Sync], listed.Statuses.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Status.NotServing, listed.Statuses[Sync].Status);
        Assert.Equal(Status.NotServing, listed.Statuses[""].Status);
        Assert.Equal(Status.Serving, listed.Statuses["grpc.health.v1.Health"].Status);
    }

    [Fact]
    public async Task Watch_tells_the_status_at_once_and_every_change()
    {
        await using var host = await HealthAndReflectionHost.StartAsync();

        using var watch = new Health.HealthClient(host.Channel).Watch(new HealthCheckRequest { Service = Sync }, cancellationToken: Cancel);
        var first = await NextAsync(watch);
        host.Status.Fail("storage", Sync);
        var second = await NextAsync(watch);
        host.Status.Recover("storage", Sync);
        var third = await NextAsync(watch);

        Assert.Equal([Status.Serving, Status.NotServing, Status.Serving], [first, second, third]);
    }

    [Fact]
    public async Task Watch_of_an_unknown_service_says_so_and_stays_open()
    {
        await using var host = await HealthAndReflectionHost.StartAsync();

        using var watch = new Health.HealthClient(host.Channel)
            .Watch(new HealthCheckRequest { Service = "hub.Nothing" }, cancellationToken: Cancel);
        var first = await NextAsync(watch);
        var next = watch.ResponseStream.MoveNext(Cancel);
        host.Status.Fail("storage");

        Assert.Equal(Status.ServiceUnknown, first);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task A_stop_is_told_before_the_stream_ends_and_holds_nothing_up()
    {
        await using var host = await HealthAndReflectionHost.StartAsync();

        using var watch = new Health.HealthClient(host.Channel).Watch(new HealthCheckRequest(), cancellationToken: Cancel);
        var first = await NextAsync(watch);
        var stopping = host.App.StopAsync(Cancel);
        var last = await NextAsync(watch);
        var failure = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(Cancel));
        await stopping;

        Assert.Equal([Status.Serving, Status.NotServing], [first, last]);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    private static async Task<Status> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));
        return watch.ResponseStream.Current.Status;
    }
}

using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Core.Api.Tests.Calls;

public sealed class LoadBalancingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_go_round_the_addresses_of_a_static_resolver()
    {
        await using var east = await TrialHost.StartAsync(Named("timur"));
        await using var west = await TrialHost.StartAsync(Named("barat"));
        using var channel = Channel(east.Address, west.Address);
        var client = new TrialService.TrialServiceClient(channel);
        var options = new CallOptions(cancellationToken: Cancel).WithWaitForReady();

        // The second address may connect a little after the first; until then every call goes to the first.
        var seen = new HashSet<string>();
        while (seen.Count < 2)
            seen.Add((await client.UnaryAsync(new Ask(), options)).Text);
        var turns = new List<string>();
        for (var i = 0; i < 4; i++)
            turns.Add((await client.UnaryAsync(new Ask(), options)).Text);

        Assert.Equal(["barat", "timur"], seen.Order());
        Assert.Equal(2, turns.Count(name => name == "timur"));
        Assert.Equal(ConnectivityState.Ready, channel.State);
    }

    [Fact]
    public async Task A_channel_tells_the_state_of_its_connection()
    {
        await using var host = await TrialHost.StartAsync();
        using var channel = Channel(host.Address);

        var before = channel.State;
        await channel.ConnectAsync(Cancel);
        var after = channel.State;

        Assert.Equal(ConnectivityState.Idle, before);
        Assert.Equal(ConnectivityState.Ready, after);
    }

    private static GrpcChannel Channel(params Uri[] addresses)
    {
        var services = new ServiceCollection()
            .AddSingleton<ResolverFactory>(new StaticResolverFactory(
                _ => addresses.Select(address => new BalancerAddress(address.Host, address.Port)).ToArray()))
            .BuildServiceProvider();

        return GrpcChannel.ForAddress("static:///trial", new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Insecure,
            ServiceProvider = services,
            ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } },
        });
    }

    private static TrialHandlers Named(string name) => new() { Unary = (_, _) => Task.FromResult(new Answer { Text = name }) };
}

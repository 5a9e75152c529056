namespace Grpc.Core.Api.Tests.Server;

public sealed class ServerCallContextTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_learns_about_its_call()
    {
        string? method = null, peer = null;
        bool? authenticated = null;
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, context) =>
            {
                (method, peer) = (context.Method, context.Peer);
                authenticated = context.AuthContext.IsPeerAuthenticated;
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
        });

        await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal("/grpc.trial.TrialService/Unary", method);
        Assert.StartsWith("ipv4:127.0.0.1:", peer, StringComparison.Ordinal);
        Assert.False(authenticated);
    }

    [Fact]
    public void What_is_propagated_is_chosen()
    {
        var chosen = new ContextPropagationOptions(propagateDeadline: false);

        Assert.False(chosen.IsPropagateDeadline);
        Assert.True(chosen.IsPropagateCancellation);
        Assert.True(ContextPropagationOptions.Default.IsPropagateDeadline);
        Assert.True(ContextPropagationOptions.Default.IsPropagateCancellation);
    }
}

using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;

namespace Grpc.Core.Api.Tests.Calls;

public sealed class RetryTests
{
    private int _attempts;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_unary_call_is_tried_again_until_it_succeeds()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, _) => Interlocked.Increment(ref _attempts) < 3
                ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
                : Task.FromResult(TrialHandlers.Echo(ask)),
        });

        var answer = await host.Client(Retrying(5)).UnaryAsync(new Ask { Text = "halo" }, cancellationToken: Cancel);

        Assert.Equal("halo", answer.Text);
        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task Attempts_end_at_their_number()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (_, _) =>
            {
                Interlocked.Increment(ref _attempts);
                throw new RpcException(new Status(StatusCode.Unavailable, "never"));
            },
        });

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client(Retrying(3)).UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task A_status_outside_the_policy_is_not_tried_again()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (_, _) =>
            {
                Interlocked.Increment(ref _attempts);
                throw new RpcException(new Status(StatusCode.InvalidArgument, "wrong"));
            },
        });

        await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client(Retrying(3)).UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task A_stream_of_requests_is_sent_again_whole()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Collect = async (asks, context) =>
            {
                var answer = await new TrialHandlers().Collect(asks, context);
                return Interlocked.Increment(ref _attempts) < 2
                    ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
                    : answer;
            },
        });

        using var call = host.Client(Retrying(3)).Collect(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new Ask { Text = "satu" }, Cancel);
        await call.RequestStream.WriteAsync(new Ask { Text = "dua" }, Cancel);
        await call.RequestStream.CompleteAsync();
        var answer = await call;

        Assert.Equal("satu dua", answer.Text);
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task A_conversation_may_run_under_a_policy()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Converse = (asks, answers, context) => Interlocked.Increment(ref _attempts) < 2
                ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
                : new TrialHandlers().Converse(asks, answers, context),
        });

        using var call = host.Client(Retrying(3)).Converse(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new Ask { Text = "halo" }, Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        var text = call.ResponseStream.Current.Text;
        await call.RequestStream.CompleteAsync();

        Assert.Equal("halo", text);
        Assert.False(await call.ResponseStream.MoveNext(Cancel));
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task A_hedged_call_takes_the_first_answer_and_cancels_the_rest()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = async (ask, context) =>
            {
                if (Interlocked.Increment(ref _attempts) == 1)
                {
                    await using var registration = context.CancellationToken.Register(cancelled.SetResult);
                    await cancelled.Task;
                }
                return TrialHandlers.Echo(ask);
            },
        });
        var hedging = new HedgingPolicy
        {
            MaxAttempts = 2,
            HedgingDelay = TimeSpan.FromMilliseconds(20),
            NonFatalStatusCodes = { StatusCode.Unavailable },
        };

        var answer = await host.Client(With(new MethodConfig { Names = { MethodName.Default }, HedgingPolicy = hedging }))
            .UnaryAsync(new Ask { Text = "halo" }, cancellationToken: Cancel);
        await cancelled.Task.WaitAsync(Cancel);

        Assert.Equal("halo", answer.Text);
        Assert.Equal(2, _attempts);
    }

    private static Action<GrpcChannelOptions> Retrying(int attempts) => With(new MethodConfig
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = attempts,
            InitialBackoff = TimeSpan.FromMilliseconds(1),
            MaxBackoff = TimeSpan.FromMilliseconds(2),
            BackoffMultiplier = 1,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    });

    private static Action<GrpcChannelOptions> With(MethodConfig config) =>
        options => options.ServiceConfig = new ServiceConfig { MethodConfigs = { config } };
}

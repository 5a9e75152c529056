namespace Grpc.Core.Api.Tests.Calls;

public sealed class DeadlineAndCancellationTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        DateTime? seen = null;
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = async (ask, context) =>
            {
                if (ask.Text == "wait")
                {
                    seen = context.Deadline;
                    await UntilCancelledAsync(context);
                }
                return TrialHandlers.Echo(ask);
            },
        });

        // Connected first, so that the deadline is not spent on that.
        var client = host.Client();
        await client.UnaryAsync(new Ask(), cancellationToken: Cancel);
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Short;

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await client.UnaryAsync(new Ask { Text = "wait" }, deadline: deadline, cancellationToken: Cancel));
        await _cancelled.Task.WaitAsync(Cancel);

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.NotNull(seen);
        Assert.Equal(deadline, seen.Value, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_call_without_a_deadline_has_none_on_the_server()
    {
        DateTime? seen = null;
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
        });

        await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Fact]
    public async Task Cancelling_the_token_is_seen_by_the_server()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = async (ask, context) =>
            {
                await UntilCancelledAsync(context);
                return TrialHandlers.Echo(ask);
            },
        });
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        using var call = host.Client().UnaryAsync(new Ask(), cancellationToken: giveUp.Token);
        await _started.Task.WaitAsync(Cancel);
        await giveUp.CancelAsync();
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        await _cancelled.Task.WaitAsync(Cancel);

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    [Fact]
    public async Task Disposing_a_call_under_way_cancels_it()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Expand = async (_, answers, context) =>
            {
                await answers.WriteAsync(new Answer(), context.CancellationToken);
                await UntilCancelledAsync(context);
            },
        });

        var call = host.Client().Expand(new Ask(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        call.Dispose();
        await _cancelled.Task.WaitAsync(Cancel);

        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Cancelling_in_the_middle_of_a_conversation_ends_it_on_both_sides()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Converse = async (asks, answers, context) =>
            {
                try
                {
                    await foreach (var ask in asks.ReadAllAsync(context.CancellationToken))
                        await answers.WriteAsync(TrialHandlers.Echo(ask), context.CancellationToken);
                }
                catch (Exception failure) when (failure is OperationCanceledException or IOException)
                {
                    _cancelled.SetResult();
                }
            },
        });
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);

        using var call = host.Client().Converse(cancellationToken: giveUp.Token);
        await call.RequestStream.WriteAsync(new Ask { Count = 1 }, Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        await giveUp.CancelAsync();
        var reading = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));
        var writing = await Assert.ThrowsAnyAsync<Exception>(() => call.RequestStream.WriteAsync(new Ask(), Cancel));
        await _cancelled.Task.WaitAsync(Cancel);

        Assert.Equal(StatusCode.Cancelled, reading.StatusCode);
        Assert.True(writing is RpcException { StatusCode: StatusCode.Cancelled } or InvalidOperationException, writing.ToString());
    }

    [Fact]
    public async Task A_client_may_ask_for_the_usual_exception_of_cancellation()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = async (ask, context) =>
            {
                await UntilCancelledAsync(context);
                return TrialHandlers.Echo(ask);
            },
        });
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var client = host.Client(options => options.ThrowOperationCanceledOnCancellation = true);

        using var call = client.UnaryAsync(new Ask(), cancellationToken: giveUp.Token);
        await _started.Task.WaitAsync(Cancel);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.ResponseAsync);
        await _cancelled.Task.WaitAsync(Cancel);
    }

    private async Task UntilCancelledAsync(ServerCallContext context)
    {
        _started.SetResult();
        await using var registration = context.CancellationToken.Register(_cancelled.SetResult);
        await _cancelled.Task;
    }
}

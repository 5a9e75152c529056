namespace Grpc.Core.Api.Tests.Calls;

public sealed class FailureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thrown_status_arrives_with_its_trailers()
    {
        // google.rpc.Status { code: 9, message: "held" }
        byte[] details = [8, 9, 18, 4, .. "held"u8];
        await using var host = await TrialHost.StartAsync(Throwing(() => new RpcException(
            new Status(StatusCode.FailedPrecondition, "Pemasok ditangguhkan — 停止 ✓"),
            new Metadata { { "grpc-status-details-bin", details }, { "x-reason", "SUSPENDED" } })));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
        Assert.Equal("Pemasok ditangguhkan — 停止 ✓", failure.Status.Detail);
        Assert.Equal(details, failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("SUSPENDED", failure.Trailers.GetValue("x-reason"));
    }

    [Fact]
    public async Task Every_status_code_survives_the_way()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, _) => throw new RpcException(new Status((StatusCode)ask.Count, "as asked")),
        });
        var client = host.Client();

        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK))
        {
            var failure = await Assert.ThrowsAsync<RpcException>(
                async () => await client.UnaryAsync(new Ask { Count = (int)code }, cancellationToken: Cancel));

            Assert.Equal(code, failure.StatusCode);
            Assert.Equal("as asked", failure.Status.Detail);
        }
    }

    [Fact]
    public async Task A_status_set_on_the_context_ends_the_call()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, context) =>
            {
                context.Status = new Status(StatusCode.NotFound, "no such offer");
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
        });

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        Assert.Equal("no such offer", failure.Status.Detail);
    }

    [Fact]
    public async Task An_exception_of_the_service_is_unknown_and_leaks_nothing()
    {
        await using var host = await TrialHost.StartAsync(Throwing(() => new InvalidOperationException("the password is rahasia")));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("rahasia", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Trailers, entry => entry.ToString().Contains("rahasia", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_is_told_when_the_server_is_set_to()
    {
        await using var host = await TrialHost.StartAsync(
            Throwing(() => new InvalidOperationException("told on purpose")), options => options.EnableDetailedErrors = true);

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client().UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Contains("told on purpose", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_fails_gives_what_was_sent_before()
    {
        await using var host = await TrialHost.StartAsync(new()
        {
            Expand = async (_, answers, context) =>
            {
                await answers.WriteAsync(new Answer { Text = "first" }, context.CancellationToken);
                throw new RpcException(new Status(StatusCode.DataLoss, "no more"), new Metadata { { "x-after", "1" } });
            },
        });

        using var call = host.Client().Expand(new Ask(), cancellationToken: Cancel);
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        var first = call.ResponseStream.Current;
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));

        Assert.Equal("first", first.Text);
        Assert.Equal(StatusCode.DataLoss, failure.StatusCode);
        Assert.Equal(StatusCode.DataLoss, call.GetStatus().StatusCode);
        Assert.Equal("1", call.GetTrailers().GetValue("x-after"));
    }

    [Fact]
    public async Task A_method_the_service_lacks_is_unimplemented()
    {
        await using var host = await TrialHost.StartAsync();
        var method = new Method<string, string>(
            MethodType.Unary, "grpc.trial.TrialService", "Vanished", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        using var call = host.Channel().CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Cancel), "");
        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    private static TrialHandlers Throwing(Func<Exception> failure) => new() { Unary = (_, _) => throw failure() };
}

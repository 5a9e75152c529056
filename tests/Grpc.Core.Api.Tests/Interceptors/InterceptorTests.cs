using Grpc.Core.Interceptors;

namespace Grpc.Core.Api.Tests.Interceptors;

public sealed class InterceptorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_interceptor_sees_every_kind_of_call()
    {
        await using var host = await TrialHost.StartAsync();
        var noted = new List<string>();
        var client = new TrialService.TrialServiceClient(host.Channel().Intercept(new Noting("c", noted)));

        await CallAllAsync(client);

        Assert.Equal(["c blocking", "c unary", "c collect", "c expand", "c converse"], noted);
    }

    [Fact]
    public async Task Client_interceptors_run_in_the_order_given()
    {
        await using var host = await TrialHost.StartAsync();
        var noted = new List<string>();
        var invoker = host.Channel().Intercept(new Noting("outer", noted), new Noting("inner", noted));

        await new TrialService.TrialServiceClient(invoker).UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal(["outer unary", "inner unary"], noted);
    }

    [Fact]
    public async Task Interceptors_put_before_an_invoker_run_before_its_own()
    {
        await using var host = await TrialHost.StartAsync();
        var noted = new List<string>();
        var invoker = host.Channel().CreateCallInvoker().Intercept(new Noting("inner", noted)).Intercept(new Noting("outer", noted));

        await new TrialService.TrialServiceClient(invoker).UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal(["outer unary", "inner unary"], noted);
    }

    [Fact]
    public async Task A_function_may_rewrite_the_headers()
    {
        var seen = new List<string?>();
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, context) =>
            {
                seen.Add(context.RequestHeaders.GetValue("x-added"));
                seen.Add(context.RequestHeaders.GetValue("x-own"));
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
        });
        var invoker = host.Channel().Intercept(headers =>
        {
            headers.Add("x-added", "yes");
            return headers;
        });
        var client = new TrialService.TrialServiceClient(invoker);

        await client.UnaryAsync(new Ask(), cancellationToken: Cancel);
        await client.UnaryAsync(new Ask(), new Metadata { { "x-own", "mine" } }, cancellationToken: Cancel);

        Assert.Equal(["yes", null, "yes", "mine"], seen);
    }

    [Fact]
    public async Task A_copied_client_names_its_host_and_leaves_its_origin_alone()
    {
        await using var host = await TrialHost.StartAsync();
        var hosts = new List<string?>();
        var client = new TrialService.TrialServiceClient(host.Channel().Intercept(new HostNoting(hosts)));

        await client.WithHost("jawa.example").UnaryAsync(new Ask(), cancellationToken: Cancel);
        await client.UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal(["jawa.example", null], hosts);
    }

    [Fact]
    public async Task A_client_interceptor_may_answer_by_itself()
    {
        await using var host = await TrialHost.StartAsync(new() { Unary = (_, _) => throw new InvalidOperationException("not reached") });
        var client = new TrialService.TrialServiceClient(host.Channel().Intercept(new Answering()));

        using var call = client.UnaryAsync(new Ask { Text = "halo" }, cancellationToken: Cancel);
        var answer = await call;

        Assert.Equal("cached halo", answer.Text);
        Assert.Equal("yes", (await call.ResponseHeadersAsync).GetValue("x-cached"));
        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
    }

    [Fact]
    public async Task A_server_interceptor_sees_every_kind_of_call()
    {
        var noted = new List<string>();
        await using var host = await TrialHost.StartAsync(options: options => options.Interceptors.Add<Noting>("s", noted));

        await CallAllAsync(host.Client());

        Assert.Equal(["s unary handler", "s unary handler", "s collect handler", "s expand handler", "s converse handler"], noted);
    }

    [Fact]
    public async Task A_server_interceptor_may_refuse_and_may_leave_state_for_the_handler()
    {
        await using var host = await TrialHost.StartAsync(
            new() { Unary = (_, context) => Task.FromResult(new Answer { Text = (string)context.UserState["who"] }) },
            options => options.Interceptors.Add<Gate>());
        var client = host.Client();

        var answer = await client.UnaryAsync(new Ask(), new Metadata { { "x-who", "partner" } }, cancellationToken: Cancel);
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal("partner", answer.Text);
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        Assert.Equal("Say who you are.", failure.Status.Detail);
    }

    private static async Task CallAllAsync(TrialService.TrialServiceClient client)
    {
        await Task.Run(() => client.Unary(new Ask(), cancellationToken: Cancel), Cancel);
        await client.UnaryAsync(new Ask(), cancellationToken: Cancel);
        using var collect = client.Collect(cancellationToken: Cancel);
        await collect.RequestStream.CompleteAsync();
        await collect;
        using var expand = client.Expand(new Ask(), cancellationToken: Cancel);
        Assert.False(await expand.ResponseStream.MoveNext(Cancel));
        using var converse = client.Converse(cancellationToken: Cancel);
        await converse.RequestStream.CompleteAsync();
        Assert.False(await converse.ResponseStream.MoveNext(Cancel));
    }

    private sealed class HostNoting(List<string?> hosts) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            hosts.Add(context.Host);
            return continuation(request, context);
        }
    }

    private sealed class Answering : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var answer = (TResponse)(object)new Answer { Text = $"cached {((Ask)(object)request).Text}" };
            return new(
                Task.FromResult(answer),
                Task.FromResult(new Metadata { { "x-cached", "yes" } }),
                () => Status.DefaultSuccess,
                () => [],
                () => { });
        }
    }

    private sealed class Gate : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.UserState["who"] = context.RequestHeaders.GetValue("x-who")
                ?? throw new RpcException(new Status(StatusCode.Unauthenticated, "Say who you are."));
            return continuation(request, context);
        }
    }
}

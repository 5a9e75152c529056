using Grpc.Net.Client;

namespace Grpc.Core.Api.Tests.Credentials;

public sealed class AuthorizationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("Bearer writer", StatusCode.PermissionDenied)]
    [InlineData("Bearer reader", StatusCode.OK)]
    public async Task A_policy_guards_its_method_alone(string? authorization, StatusCode expected)
    {
        await using var host = await TrialHost.StartAsync();
        var client = host.Client();
        var headers = new Metadata();
        if (authorization is not null)
            headers.Add("authorization", authorization);

        await client.UnaryAsync(new Ask(), headers, cancellationToken: Cancel);
        using var guarded = client.GuardedAsync(new Ask(), headers, cancellationToken: Cancel);
        var failure = await Record.ExceptionAsync(() => guarded.ResponseAsync);

        Assert.Equal(expected, guarded.GetStatus().StatusCode);
        Assert.Equal(expected == StatusCode.OK, failure is null);
    }

    [Fact]
    public async Task Call_credentials_add_their_header()
    {
        AuthInterceptorContext? asked = null;
        await using var host = await TrialHost.StartAsync();
        var credentials = CallCredentials.FromInterceptor((context, headers) =>
        {
            asked = context;
            headers.Add("authorization", "Bearer reader");
            return Task.CompletedTask;
        });
        var client = host.Client(WithCredentials(credentials));

        await client.GuardedAsync(new Ask(), cancellationToken: Cancel);

        Assert.NotNull(asked);
        Assert.Equal("Guarded", asked.MethodName);
        Assert.EndsWith("/grpc.trial.TrialService", asked.ServiceUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Composed_credentials_add_all_their_headers_in_order()
    {
        Metadata? seen = null;
        await using var host = await TrialHost.StartAsync(Remembering(headers => seen = headers));
        var inner = CallCredentials.Compose(Adding("x-part", "satu"), Adding("x-part", "dua"));
        var client = host.Client(WithCredentials(CallCredentials.Compose(inner, Adding("x-part", "tiga"))));

        await client.UnaryAsync(new Ask(), cancellationToken: Cancel);

        Assert.Equal("satu, dua, tiga", seen?.GetValue("x-part"));
    }

    [Fact]
    public async Task Credentials_of_one_call_are_sent_with_that_call_alone()
    {
        Metadata? seen = null;
        await using var host = await TrialHost.StartAsync(Remembering(headers => seen = headers));
        var client = host.Client(options => options.UnsafeUseInsecureChannelCallCredentials = true);

        await client.UnaryAsync(new Ask(), new CallOptions(cancellationToken: Cancel).WithCredentials(Adding("x-part", "satu")));
        var with = seen?.GetValue("x-part");
        await client.UnaryAsync(new Ask(), cancellationToken: Cancel);
        var without = seen?.GetValue("x-part");

        Assert.Equal("satu", with);
        Assert.Null(without);
    }

    [Fact]
    public async Task Failing_credentials_end_the_call_before_it_is_sent()
    {
        var reached = false;
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, _) =>
            {
                reached = true;
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
        });
        var refusing = CallCredentials.FromInterceptor(
            (_, _) => throw new RpcException(new Status(StatusCode.Unauthenticated, "no token to be had")));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await host.Client(WithCredentials(refusing)).UnaryAsync(new Ask(), cancellationToken: Cancel));

        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        Assert.False(reached);
    }

    private static TrialHandlers Remembering(Action<Metadata> remember) => new()
    {
        Unary = (ask, context) =>
        {
            remember(context.RequestHeaders);
            return Task.FromResult(TrialHandlers.Echo(ask));
        },
    };

    private static CallCredentials Adding(string key, string value) => CallCredentials.FromInterceptor((_, headers) =>
    {
        headers.Add(key, value);
        return Task.CompletedTask;
    });

    private static Action<GrpcChannelOptions> WithCredentials(CallCredentials credentials) => options =>
    {
        options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
        options.UnsafeUseInsecureChannelCallCredentials = true;
    };
}

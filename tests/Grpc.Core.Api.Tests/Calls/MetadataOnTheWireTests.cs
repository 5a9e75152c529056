namespace Grpc.Core.Api.Tests.Calls;

public sealed class MetadataOnTheWireTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_headers_reach_the_service()
    {
        Metadata? seen = null;
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, context) =>
            {
                seen = context.RequestHeaders;
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
        });
        var headers = new Metadata { { "X-Source", "satu" }, { "x-source", "dua" }, { "x-key-bin", [0, 255, 10] } };

        await host.Client().UnaryAsync(new Ask(), headers, cancellationToken: Cancel);

        Assert.NotNull(seen);
        // The HTTP client joins repeats of a header into one line, as RFC 9110, section 5.3, allows.
        Assert.Equal("satu, dua", seen.GetValue("x-source"));
        Assert.Equal([0, 255, 10], seen.GetValueBytes("x-key-bin"));
        Assert.DoesNotContain(seen, entry => entry.Key.StartsWith("grpc-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Response_headers_come_before_the_first_answer()
    {
        var go = new TaskCompletionSource();
        await using var host = await TrialHost.StartAsync(new()
        {
            Expand = async (_, answers, context) =>
            {
                await context.WriteResponseHeadersAsync(new() { { "x-early", "yes" }, { "x-early-bin", [1, 2] } });
                await go.Task.WaitAsync(context.CancellationToken);
                await answers.WriteAsync(new Answer { Text = "late" }, context.CancellationToken);
            },
        });

        using var call = host.Client().Expand(new Ask(), cancellationToken: Cancel);
        var headers = await call.ResponseHeadersAsync;
        go.SetResult();

        Assert.Equal("yes", headers.GetValue("x-early"));
        Assert.Equal([1, 2], headers.GetValueBytes("x-early-bin"));
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        Assert.Equal("late", call.ResponseStream.Current.Text);
    }

    [Theory]
    [InlineData("unary")]
    [InlineData("collect")]
    [InlineData("expand")]
    [InlineData("converse")]
    public async Task Trailers_follow_every_kind_of_call(string kind)
    {
        static void AddTrailers(ServerCallContext context)
        {
            context.ResponseTrailers.Add("x-count", "3");
            context.ResponseTrailers.Add("x-hash-bin", [9, 8, 7]);
        }
        await using var host = await TrialHost.StartAsync(new()
        {
            Unary = (ask, context) =>
            {
                AddTrailers(context);
                return Task.FromResult(TrialHandlers.Echo(ask));
            },
            Collect = (_, context) =>
            {
                AddTrailers(context);
                return Task.FromResult(new Answer());
            },
            Expand = (_, _, context) =>
            {
                AddTrailers(context);
                return Task.CompletedTask;
            },
            Converse = (_, _, context) =>
            {
                AddTrailers(context);
                return Task.CompletedTask;
            },
        });

        var trailers = await TrailersAsync(host.Client(), kind);

        Assert.Equal("3", trailers.GetValue("x-count"));
        Assert.Equal([9, 8, 7], trailers.GetValueBytes("x-hash-bin"));
    }

    private static async Task<Metadata> TrailersAsync(TrialService.TrialServiceClient client, string kind)
    {
        switch (kind)
        {
            case "unary":
                using (var call = client.UnaryAsync(new Ask(), cancellationToken: Cancel))
                {
                    await call;
                    return call.GetTrailers();
                }
            case "collect":
                using (var call = client.Collect(cancellationToken: Cancel))
                {
                    await call;
                    return call.GetTrailers();
                }
            case "expand":
                using (var call = client.Expand(new Ask(), cancellationToken: Cancel))
                {
                    Assert.False(await call.ResponseStream.MoveNext(Cancel));
                    return call.GetTrailers();
                }
            default:
                using (var call = client.Converse(cancellationToken: Cancel))
                {
                    Assert.False(await call.ResponseStream.MoveNext(Cancel));
                    return call.GetTrailers();
                }
        }
    }
}

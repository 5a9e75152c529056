using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Hub.Data.Clients;
using Hub.Feed.V1;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Tests.Access;

public sealed class AccessInterceptorTests(AccessHost hub) : IClassFixture<AccessHost>
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ChangeFeedService.ChangeFeedServiceClient Feed => new(hub.Channel);

    /// <summary>Whom the contracts let call what, written down apart from the table the hub goes by.</summary>
    private static Scopes[] Allowed(MethodDescriptor method) => (method.Service.Name, method.Name) switch
    {
        ("RegistryService", "CreateParticipant" or "UpdateParticipant" or "CreateSource") => [Scopes.RegistryAdmin],
        ("ClientService" or "SigningKeyService", _) => [Scopes.RegistryAdmin],
        ("RegistryService", _) => Enum.GetValues<Scopes>(),
        ("CatalogueSyncService", "GetSource" or "ListSources" or "GetSession" or "ListVerdicts" or "GetItem" or "ValidateItems") =>
            [Scopes.CatalogueRead, Scopes.CatalogueWrite],
        ("CatalogueSyncService", "ApproveItems" or "RefuseItems") => [Scopes.RegistryAdmin],
        ("CatalogueSyncService", _) => [Scopes.CatalogueWrite],
        ("ChangeFeedService" or "ClusterService", _) => [Scopes.FeedRead],
        _ => [],
    };

    public static TheoryData<string> Guarded() =>
        [.. AccessRulesTests.Methods.Select(m => m.Name).Where(n => n.StartsWith("/hub.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task A_method_lets_in_who_may_and_nobody_else(string name)
    {
        var method = AccessRulesTests.Methods.Single(m => m.Name == name).Method;

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(method, null));
        foreach (var scope in Enum.GetValues<Scopes>().Where(s => s != Scopes.None))
        {
            var status = await CallAsync(method, await hub.TokenAsync(ScopeNames.Format(scope)));
            Assert.Equal((scope, Allowed(method).Contains(scope)), (scope, status != StatusCode.PermissionDenied));
        }

        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(method, await hub.TokenAsync("registry.admin", "/graphql")));
    }

    [Fact]
    public async Task The_caller_is_known_to_the_method()
    {
        var client = await hub.AddClientAsync("feed.read");

        await Feed.GetFeedStateAsync(new(), AccessHost.With(await hub.TokenAsync(client)));

        Assert.Equal((client.ClientId, client.ParticipantPublicId), (hub.Feed.Caller!.ClientId, hub.Feed.Caller.ParticipantPublicId));
    }

    [Fact]
    public async Task Health_is_open()
    {
        var answer = await new Health.HealthClient(hub.Channel).CheckAsync(new(), cancellationToken: Cancel);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task A_method_without_a_rule_is_refused_to_everyone()
    {
        var token = await hub.TokenAsync(string.Join(' ', ScopeNames.All));

        var refusal = await Assert.ThrowsAsync<RpcException>(async () =>
            await hub.Channel.CreateCallInvoker().AsyncUnaryCall(AccessHost.Unruled.Tell, null, AccessHost.With(token), new()));

        Assert.Equal((StatusCode.PermissionDenied, "RULE_MISSING"), (refusal.StatusCode, Reason(refusal)));
        Assert.Equal("/test.v1.SecretService/Tell", Details<ErrorInfo>(refusal).Single().Metadata["method"]);
    }

    [Fact]
    public async Task A_missing_scope_is_named()
    {
        var refusal = await RefusalAsync(await hub.TokenAsync("catalogue.read"));

        var info = Details<ErrorInfo>(refusal).Single();
        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
        Assert.Equal(("SCOPE_MISSING", "hub", "feed.read"), (info.Type, info.Domain, info.Metadata["scope"]));
        Assert.Equal(["id", "en"], Details<LocalizedMessage>(refusal).Select(m => m.Locale));
        Assert.Contains("feed.read", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("error=\"insufficient_scope\"", refusal.Trailers.GetValue("www-authenticate"), StringComparison.Ordinal);
        Assert.Contains("scope=\"feed.read\"", refusal.Trailers.GetValue("www-authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_why()
    {
        var client = await hub.AddClientAsync("feed.read");
        var token = await hub.TokenAsync(client);
        var two = new CallOptions(new Metadata { { "authorization", "Bearer " + token }, { "authorization", "Bearer " + token } }, cancellationToken: Cancel);

        Assert.Equal("TOKEN_MISSING", Reason(await RefusalAsync(null)));
        Assert.Equal("TOKEN_INVALID", Reason(await RefusalAsync("x")));
        Assert.Equal("TOKEN_WRONG_AUDIENCE", Reason(await RefusalAsync(await hub.TokenAsync(client, "/graphql"))));
        Assert.Equal("TOKEN_MALFORMED", Reason(await Assert.ThrowsAsync<RpcException>(async () => await Feed.GetFeedStateAsync(new(), two))));

        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("TOKEN_EXPIRED", Reason(await RefusalAsync(token)));
    }

    [Fact]
    public async Task A_refusal_says_where_to_learn_more()
    {
        foreach (var token in (string?[])[null, "x", await hub.TokenAsync(await hub.AddClientAsync("feed.read"), "/graphql")])
        {
            var refusal = await RefusalAsync(token);

            var info = Details<ErrorInfo>(refusal).Single();
            var url = hub.Issuer + "/.well-known/oauth-protected-resource/grpc";
            Assert.Equal((StatusCode.Unauthenticated, "hub", url), (refusal.StatusCode, info.Domain, info.Metadata["resource_metadata"]));
            Assert.Contains($"resource_metadata=\"{url}\"", refusal.Trailers.GetValue("www-authenticate"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_suspended_participant_is_told_so()
    {
        var client = await hub.AddClientAsync("feed.read");
        var token = await hub.TokenAsync(client);
        await using var db = hub.Database.Open();
        await db.Participants.Where(p => p.PublicId == client.ParticipantPublicId)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, Hub.Data.Participants.ParticipantStatus.Suspended), Cancel);
        hub.Clock.Advance(TimeSpan.FromSeconds(1));

        var refusal = await RefusalAsync(token);

        Assert.Equal((StatusCode.FailedPrecondition, "PARTICIPANT_SUSPENDED"), (refusal.StatusCode, Reason(refusal)));
    }

    [Fact]
    public async Task A_stream_ends_with_its_token()
    {
        using var call = Feed.Watch(new(), AccessHost.With(await hub.TokenAsync(await hub.AddClientAsync("feed.read"))));
        Assert.True(await call.ResponseStream.MoveNext(Cancel));

        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        var end = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_EXPIRED"), (end.StatusCode, Reason(end)));
    }

    [Fact]
    public async Task A_stream_ends_when_the_hub_stops()
    {
        await using var stopping = new AccessHost();
        await stopping.InitializeAsync();
        using var call = new ChangeFeedService.ChangeFeedServiceClient(stopping.Channel)
            .Watch(new(), AccessHost.With(await stopping.TokenAsync(await stopping.AddClientAsync("feed.read"))));
        Assert.True(await call.ResponseStream.MoveNext(Cancel));

        stopping.BeginStop();
        var end = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Cancel));

        Assert.Equal((StatusCode.Unavailable, "HUB_STOPPING"), (end.StatusCode, Reason(end)));
        Assert.Single(Details<RetryInfo>(end));
    }

    [Fact]
    public async Task A_stream_that_does_not_end_by_itself_is_cut()
    {
        using var call = Feed.Watch(new() { Cursor = 1 }, AccessHost.With(await hub.TokenAsync(await hub.AddClientAsync("feed.read"))));
        Assert.True(await call.ResponseStream.MoveNext(Cancel));
        var next = call.ResponseStream.MoveNext(Cancel);

        hub.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.False(next.IsCompleted);
        hub.Clock.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAsync<RpcException>(() => next);
    }

    private async Task<RpcException> RefusalAsync(string? token) =>
        await Assert.ThrowsAsync<RpcException>(async () => await Feed.GetFeedStateAsync(new(), AccessHost.With(token)));

    // By bytes, so that one test can call every method. An empty message is a valid one of every type.
    private async Task<StatusCode> CallAsync(MethodDescriptor method, string? token)
    {
        var type = (method.IsClientStreaming, method.IsServerStreaming) switch
        {
            (false, false) => MethodType.Unary,
            (false, true) => MethodType.ServerStreaming,
            (true, false) => MethodType.ClientStreaming,
            _ => MethodType.DuplexStreaming,
        };
        var raw = new Method<byte[], byte[]>(type, method.Service.FullName, method.Name, Bytes, Bytes);
        var invoker = hub.Channel.CreateCallInvoker();
        try
        {
            switch (type)
            {
                case MethodType.Unary:
                    await invoker.AsyncUnaryCall(raw, null, AccessHost.With(token), []);
                    break;
                case MethodType.ServerStreaming:
                    using (var call = invoker.AsyncServerStreamingCall(raw, null, AccessHost.With(token), []))
                        await call.ResponseStream.MoveNext(Cancel);
                    break;
                default:
                    using (var call = invoker.AsyncDuplexStreamingCall(raw, null, AccessHost.With(token)))
                        await call.ResponseStream.MoveNext(Cancel);
                    break;
            }

            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private static string Reason(RpcException failure) => Details<ErrorInfo>(failure).Single().Type;

    private static IEnumerable<T> Details<T>(RpcException failure)
        where T : Google.Protobuf.IMessage<T>, new()
    {
        var status = Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        return status.Details.Where(d => d.Is(new T().Descriptor)).Select(d => d.Unpack<T>());
    }
}

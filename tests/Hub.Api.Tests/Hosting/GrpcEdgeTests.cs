using Grpc.Core;
using Grpc.Net.Client;
using Hub.Registry.V1;

namespace Hub.Api.Tests.Hosting;

public sealed class GrpcEdgeTests : IAsyncLifetime
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private RunningHub _hub = null!;
    private string _token = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel, "--Hub:Limits:MaxMessageBytes=65536");
        _token = await _hub.TokenAsync("registry.admin", Cancel);
    }

    [Theory]
    [InlineData(65_530)]
    [InlineData(70_000)]
    [InlineData(5_000_000)]
    public async Task A_message_above_the_limit_is_refused_with_a_reason(int length)
    {
        using var channel = _hub.Channel(_token);
        var registry = new RegistryService.RegistryServiceClient(channel);
        var request = new CreateParticipantRequest { Participant = new() { LegalName = new('x', length), Kind = ParticipantKind.Provider } };

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await registry.CreateParticipantAsync(request, cancellationToken: Cancel));

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
        Assert.Equal("MESSAGE_TOO_LARGE", FailureDetails.Of(exception).Reason);
    }

    [Theory]
    [InlineData("hub.registry.v1.RegistryService", "DeleteEverything", StatusCode.Unimplemented, "METHOD_UNKNOWN")]
    [InlineData("hub.nothing.v1.NothingService", "Get", StatusCode.Unimplemented, "METHOD_UNKNOWN")]
    [InlineData("hub.registry.v1.RegistryService", "GetParticipant", StatusCode.InvalidArgument, "MESSAGE_UNREADABLE")]
    public async Task What_the_library_refuses_has_a_reason_too(string service, string method, StatusCode code, string reason)
    {
        using var channel = _hub.Channel(_token);
        var call = channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, service, method, Bytes, Bytes), null, new(cancellationToken: Cancel), [0x0A, 0xFF]);

        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(code, exception.StatusCode);
        Assert.Equal(reason, FailureDetails.Of(exception).Reason);
    }

    [Fact]
    public async Task Compressed_requests_and_responses_are_understood()
    {
        using var wire = new Wire { InnerHandler = new SocketsHttpHandler() };
        using var channel = GrpcChannel.ForAddress(_hub.GrpcUrl, new() { HttpHandler = wire });
        var headers = new Metadata { { "Authorization", $"Bearer {_token}" }, { "grpc-internal-encoding-request", "gzip" } };

        var answer = await new RegistryService.RegistryServiceClient(channel).ListParticipantsAsync(new(), headers, cancellationToken: Cancel);

        Assert.Single(answer.Participants);
        Assert.Equal(("gzip", "gzip"), (wire.RequestEncoding, wire.ResponseEncoding));
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    /// <summary>Notes the headers that the client library keeps to itself.</summary>
    private sealed class Wire : DelegatingHandler
    {
        public string? RequestEncoding { get; private set; }

        public string? ResponseEncoding { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            RequestEncoding = request.Headers.GetValues("grpc-encoding").Single();
            var response = await base.SendAsync(request, cancellationToken);
            ResponseEncoding = response.Headers.GetValues("grpc-encoding").Single();
            return response;
        }
    }
}

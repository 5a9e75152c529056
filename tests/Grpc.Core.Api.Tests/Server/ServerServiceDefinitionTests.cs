using System.Net;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.Core.Api.Tests.Server;

public sealed class ServerServiceDefinitionTests
{
    private static readonly Method<string, string> Upper = new(
        MethodType.Unary, "trial.Bare", "Upper", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static readonly Method<string, string> Letters = new(
        MethodType.ServerStreaming, "trial.Bare", "Letters", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void A_method_is_added_once()
    {
        UnaryServerMethod<string, string> handler = (text, _) => Task.FromResult(text);
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(Upper, handler);

        Assert.Throws<ArgumentException>(() => builder.AddMethod(Upper, handler));
    }

    [Fact]
    public void Binding_tells_methods_in_order_with_their_handlers()
    {
        var told = new Told();

        TrialService.BindService(new TrialServer(new TrialHandlers())).BindService(told);

        Assert.Equal(["Unary", "Collect", "Expand", "Converse", "Guarded"], told.Names);
        Assert.Throws<NotImplementedException>(
            () => new ServiceBinderBase().AddMethod(Upper, (UnaryServerMethod<string, string>?)null));
    }

    [Fact]
    public async Task A_definition_made_by_hand_can_be_served()
    {
        var definition = ServerServiceDefinition.CreateBuilder()
            .AddMethod(Upper, (UnaryServerMethod<string, string>)((text, _) => Task.FromResult(text.ToUpperInvariant())))
            .AddMethod(Letters, (ServerStreamingServerMethod<string, string>)(async (text, letters, context) =>
            {
                foreach (var letter in text)
                    await letters.WriteAsync(letter.ToString(), context.CancellationToken);
            }))
            .Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService(definition);
        await app.StartAsync(Cancel);
        using var channel = GrpcChannel.ForAddress(app.Urls.First());
        var invoker = channel.CreateCallInvoker();

        var upper = await invoker.AsyncUnaryCall(Upper, null, new CallOptions(cancellationToken: Cancel), "halo");
        using var call = invoker.AsyncServerStreamingCall(Letters, null, new CallOptions(cancellationToken: Cancel), "dua");
        var letters = new List<string>();
        await foreach (var letter in call.ResponseStream.ReadAllAsync(Cancel))
            letters.Add(letter);

        Assert.Equal("HALO", upper);
        Assert.Equal(["d", "u", "a"], letters);
    }

    private sealed class Told : ServiceBinderBase
    {
        public List<string> Names { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Tell(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => Tell(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => Tell(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => Tell(method, handler);

        private void Tell(IMethod method, Delegate? handler)
        {
            Assert.NotNull(handler);
            Names.Add(method.Name);
        }
    }
}

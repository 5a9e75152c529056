using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Http;
using Hub.GraphQL.Subscriptions;
using Hub.GraphQL.Types.Building;
using Hub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.GraphQL.Tests.Http;

/// <summary>An endpoint with one subscription whose events a test writes, on a clock the test moves.</summary>
internal sealed class StreamingApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamingApp(Action<GraphQLHttpOptions>? configure)
    {
        var schema = new SchemaBuilder("Ticks.")
            .Type<Shelf>("Shelf", "A shelf.", shelf => shelf.Id(s => s.Id))
            .Connection<Shelf>("shelves", "All shelves.")
            .Event<Ticked>("Tick", "A tick.", tick => tick.Field("number", t => t.Number, "Which."))
            .Subscription<Ticked>("ticks", "Ticks.", SubscribeAsync)
            .Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(new GraphQLEngine(schema, new ObjectExecutor(_ => new Shelf[] { new() { Id = 1 } }), null, Clock));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.MapGraphQL("/graphql", options =>
        {
            options.Caller = http => http.Request.Headers["caller"].FirstOrDefault();
            options.Rules = caller => new() { ExpiresAt = caller is "brief" ? Clock.GetUtcNow() + TimeSpan.FromMinutes(1) : null };
            configure?.Invoke(options);
        });
    }

    public ManualClock Clock { get; } = new();

    public Channel<SubscriptionEvent> Events { get; } = Channel.CreateUnbounded<SubscriptionEvent>();

    public SubscribeContext? Context { get; private set; }

    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StreamingApp> StartAsync(Action<GraphQLHttpOptions>? configure = null)
    {
        var app = new StreamingApp(configure);
        await app._app.StartAsync(Cancel);
        return app;
    }

    public HttpClient Client() => _app.GetTestClient();

    public void Tick(int number) => Events.Writer.TryWrite(new(new Ticked(number), $"{number}"));

    /// <summary>Opens a WebSocket of the protocol.</summary>
    public async Task<WebSocket> OpenAsync(string protocol = "graphql-transport-ws", string? caller = null)
    {
        var client = _app.GetTestServer().CreateWebSocketClient();
        client.SubProtocols.Add(protocol);
        if (caller is not null)
            client.ConfigureRequest = request => request.Headers["caller"] = caller;
        return await client.ConnectAsync(new("ws://localhost/graphql"), Cancel);
    }

    public Task StopAsync() => _app.StopAsync(Cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static Task SendAsync(WebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Cancel);

    /// <summary>The next message, or the code and reason of the close.</summary>
    public static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[16_384];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Cancel);
        return received.MessageType == WebSocketMessageType.Close
            ? $"{(int?)socket.CloseStatus} {socket.CloseStatusDescription}"
            : Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private ValueTask<IAsyncEnumerable<SubscriptionEvent>> SubscribeAsync(SubscribeContext context, CancellationToken cancel)
    {
        Context = context;
        return context.ResumeAfter == "nonsense" ? throw new SubscriptionRefusedException("POSITION_UNKNOWN", "No such place.") : new(ReadAsync(cancel));
    }

    private async IAsyncEnumerable<SubscriptionEvent> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            await foreach (var value in Events.Reader.ReadAllAsync(cancel))
                yield return value;
        }
        finally
        {
            Left.TrySetResult();
        }
    }

    private sealed record Ticked(int Number);

    private sealed class Shelf
    {
        public required long Id { get; init; }
    }
}

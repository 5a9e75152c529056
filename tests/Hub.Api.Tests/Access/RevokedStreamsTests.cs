using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Catalogue.V1;
using Hub.Data.Participants;
using Hub.Feed.V1;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Access;

/// <summary>Two hubs on one data directory: what is taken back at one ends streams at the other, whatever door they came in by.</summary>
public sealed class RevokedStreamsTests : IAsyncLifetime
{
    private const string Issuer = "--Hub:Auth:Issuer=http://hub.test";

    private RunningHub _first = null!;
    private RunningHub _second = null!;
    private NewClient _client = null!;
    private string _token = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _first = await RunningHub.StartAsync(Cancel, Issuer);
        _second = await RunningHub.StartAsync(Cancel, Issuer, $"--Hub:DataDirectory={_first.DataDirectory}");
        var (participant, _) = await _first.Services.GetRequiredService<Registration>().AddAsync(new("Balai Latihan", ParticipantKind.Provider), Cancel);
        var (client, _) = await _first.Services.GetRequiredService<ClientAdmin>()
            .AddAsync(participant!.PublicId, "catalogue.write feed.read dashboard.read", Cancel);
        _client = client!;
        var answer = await (await PostAsync("/connect/token", ("grant_type", "client_credentials"))).Content.ReadFromJsonAsync<JsonElement>(Cancel);
        _token = answer.GetProperty("access_token").GetString()!;
    }

    [Fact]
    public async Task A_token_revoked_at_one_hub_ends_its_streams_at_another()
    {
        var (_, source) = await _first.Services.GetRequiredService<ParticipantStore>()
            .AddSourceAsync(new(_client.ParticipantPublicId, "catalogue", OfferKinds.Gig), Cancel);
        using var channel = _second.Channel(_token);
        using var watch = new ChangeFeedService.ChangeFeedServiceClient(channel).Watch(new() { Follow = true }, cancellationToken: Cancel);
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));
        using var sync = new CatalogueSyncService.CatalogueSyncServiceClient(channel).Sync(cancellationToken: Cancel);
        await sync.RequestStream.WriteAsync(new() { Open = new() { Source = source!.PublicId.ToString(), Mode = SyncMode.Delta } }, Cancel);
        Assert.True(await sync.ResponseStream.MoveNext(Cancel));
        using var events = await SubscribeAsync();
        using var socket = await ConnectAsync();

        await PostAsync("/connect/revoke", ("token", _token));
        var watchEnd = await EndAsync(watch.ResponseStream);
        var syncEnd = await EndAsync(sync.ResponseStream);
        var told = await events.ReadToEndAsync(Cancel);
        await socket.ReceiveAsync(new byte[1_024], Cancel);

        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_REVOKED"), watchEnd);
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_REVOKED"), syncEnd);
        Assert.Contains("\"code\":\"TOKEN_REVOKED\"", told, StringComparison.Ordinal);
        Assert.Equal(4401, (int?)socket.CloseStatus);
        Assert.StartsWith("TOKEN_REVOKED", socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_taken_at_one_hub_ends_streams_at_another()
    {
        using var channel = _second.Channel(_token);
        using var watch = new ChangeFeedService.ChangeFeedServiceClient(channel).Watch(new() { Follow = true }, cancellationToken: Cancel);
        Assert.True(await watch.ResponseStream.MoveNext(Cancel));

        await _first.Services.GetRequiredService<ClientStanding>().UpdateAsync(_client.ClientId, null, "catalogue.write dashboard.read", "ticket 3", Cancel);

        Assert.Equal((StatusCode.Unauthenticated, "SCOPES_TAKEN"), await EndAsync(watch.ResponseStream));
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    private static async Task<(StatusCode Status, string Reason)> EndAsync<T>(IAsyncStreamReader<T> stream)
    {
        var end = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.MoveNext(Cancel))
            {
            }
        });
        return (end.StatusCode, FailureDetails.Of(end).Reason);
    }

    private Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] form) => _first.Http.PostAsync(
        path,
        new FormUrlEncodedContent(
            [new("client_id", _client.ClientId), new("client_secret", _client.Secret), .. form.Select(p => KeyValuePair.Create(p.Name, p.Value))]),
        Cancel);

    private async Task<StreamReader> SubscribeAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent("""{"query":"subscription { catalogueChanged { position } }"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.Add("Accept", "text/event-stream");
        var response = await _second.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(await response.Content.ReadAsStreamAsync(Cancel));
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_token}");
        await socket.ConnectAsync(new UriBuilder(_second.Http.BaseAddress!) { Scheme = "ws", Path = "/graphql" }.Uri, Cancel);
        await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        await socket.ReceiveAsync(new byte[1_024], Cancel);
        return socket;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Data.Participants;
using Hub.Feed.V1;
using Hub.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Access;

/// <summary>DPoP on the whole hub: the token endpoint, gRPC, GraphQL and WebSockets, with and without nonces.</summary>
public sealed class DpopTests : IAsyncLifetime, IDisposable
{
    private const string Method = "/hub.feed.v1.ChangeFeedService/GetFeedState";
    private const string Question = """{"query":"{ __typename }"}""";

    private readonly ProofMaker _maker = ProofMaker.ES256();
    private RunningHub _hub = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Base => _hub.Http.BaseAddress!.ToString().TrimEnd('/');

    private string GrpcBase => _hub.GrpcUrl.ToString().TrimEnd('/');

    public ValueTask InitializeAsync() => StartAsync();

    [Fact]
    public async Task Over_gRPC_a_proof_lets_a_call_in_once()
    {
        var token = await TokenAsync();
        var proof = Proof(GrpcBase + Method, token: token);

        await CallAsync("DPoP " + token, proof);
        var again = await Assert.ThrowsAsync<RpcException>(() => CallAsync("DPoP " + token, proof));

        Assert.Equal(StatusCode.Unauthenticated, again.StatusCode);
        Assert.Equal("DPOP_PROOF_REPLAYED", FailureDetails.Of(again).Reason);
        Assert.Equal(["id", "en"], FailureDetails.Of(again).Messages.Select(m => m.Locale));
    }

    [Fact]
    public async Task Over_gRPC_the_name_of_the_issuer_is_as_good_as_the_address_of_gRPC()
    {
        var token = await TokenAsync();

        await CallAsync("DPoP " + token, Proof(Base + Method, token: token));
    }

    [Fact]
    public async Task Over_gRPC_one_proof_opens_a_stream()
    {
        var token = await TokenAsync();
        var headers = new Metadata
        {
            { "authorization", "DPoP " + token }, { "dpop", Proof(GrpcBase + "/hub.feed.v1.ChangeFeedService/Watch", token: token) },
        };

        using var watch = new ChangeFeedService.ChangeFeedServiceClient(_channel).Watch(new(), headers, cancellationToken: Cancel);

        Assert.True(await watch.ResponseStream.MoveNext(Cancel));
    }

    [Theory]
    [InlineData("Bearer", "TOKEN_BOUND", "invalid_token")]
    [InlineData("DPoP without a proof", "DPOP_PROOF_MISSING", "invalid_dpop_proof")]
    [InlineData("DPoP for another call", "DPOP_URL_MISMATCH", "invalid_dpop_proof")]
    [InlineData("DPoP of another key", "DPOP_KEY_MISMATCH", "invalid_token")]
    public async Task Over_gRPC_a_refusal_says_why_and_how_it_is_done(string what, string reason, string error)
    {
        var token = await TokenAsync();
        using var other = ProofMaker.ES256();
        var proof = what switch
        {
            "DPoP for another call" => Proof(GrpcBase + Method + "s", token: token),
            "DPoP of another key" => other.Make(TimeProvider.System.GetUtcNow(), GrpcBase + Method, token: token),
            _ => null,
        };

        var failure = await Assert.ThrowsAsync<RpcException>(() => CallAsync(what.Split(' ')[0] + " " + token, proof));

        var challenges = string.Join('\n', failure.Trailers.Where(t => t.Key == "www-authenticate").Select(t => t.Value));
        Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
        Assert.Equal(reason, FailureDetails.Of(failure).Reason);
        Assert.Contains("DPoP realm=\"hub\"", challenges, StringComparison.Ordinal);
        Assert.Contains("algs=\"ES256 PS256\"", challenges, StringComparison.Ordinal);
        Assert.Contains($"error=\"{error}\"", challenges, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_gRPC_a_bearer_token_is_refused_with_the_scheme_of_DPoP()
    {
        var token = await _hub.TokenAsync("feed.read", Cancel, "Sekolah Lain");

        var failure = await Assert.ThrowsAsync<RpcException>(() => CallAsync("DPoP " + token, Proof(GrpcBase + Method, token: token)));

        Assert.Equal("TOKEN_NOT_BOUND", FailureDetails.Of(failure).Reason);
    }

    [Fact]
    public async Task Over_GraphQL_each_request_has_its_proof()
    {
        var token = await TokenAsync();

        var post = await PostAsync("DPoP " + token, Proof(Base + "/graphql", token: token));
        var get = await SendAsync(new(HttpMethod.Get, "/graphql?query={__typename}"), "DPoP " + token, Proof(Base + "/graphql", "GET", token));
        var schema = await SendAsync(
            new(HttpMethod.Get, "/graphql/schema.graphql"), "DPoP " + token, Proof(Base + "/graphql/schema.graphql", "GET", token));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), (post.StatusCode, get.StatusCode, schema.StatusCode));
    }

    [Fact]
    public async Task Over_GraphQL_one_proof_opens_a_stream_of_events()
    {
        var token = await TokenAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "subscription { catalogueChanged { position } }" }),
        };
        request.Headers.Accept.Add(new("text/event-stream"));

        var response = await SendAsync(request, "DPoP " + token, Proof(Base + "/graphql", token: token), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("Bearer", "TOKEN_BOUND", "invalid_token")]
    [InlineData("DPoP without a proof", "DPOP_PROOF_MISSING", "invalid_dpop_proof")]
    [InlineData("DPoP with GET", "DPOP_METHOD_MISMATCH", "invalid_dpop_proof")]
    [InlineData("DPoP twice", "DPOP_PROOF_REPEATED", "invalid_dpop_proof")]
    public async Task Over_GraphQL_a_refusal_says_why_and_how_it_is_done(string what, string reason, string error)
    {
        var token = await TokenAsync();
        string[] proofs = what switch
        {
            "DPoP with GET" => [Proof(Base + "/graphql", "GET", token)],
            "DPoP twice" => [Proof(Base + "/graphql", token: token), Proof(Base + "/graphql", token: token)],
            _ => [],
        };

        var response = await PostAsync(what.Split(' ')[0] + " " + token, proofs);

        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        var challenges = response.Headers.WwwAuthenticate.ToString();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(reason, body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("reason").GetString());
        Assert.Contains("DPoP realm=\"hub\"", challenges, StringComparison.Ordinal);
        Assert.Contains("algs=\"ES256 PS256\"", challenges, StringComparison.Ordinal);
        Assert.Contains($"error=\"{error}\"", challenges, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_WebSocket_is_opened_by_a_proof_in_its_headers()
    {
        var token = await TokenAsync();
        using var socket = Socket();
        socket.Options.SetRequestHeader("Authorization", "DPoP " + token);
        socket.Options.SetRequestHeader("DPoP", Proof(Base + "/graphql", "GET", token));

        await socket.ConnectAsync(new(Base.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), Cancel);
        var answer = await InitAsync(socket, "{}");

        Assert.Equal("{\"type\":\"connection_ack\"}", answer);
    }

    [Fact]
    public async Task A_WebSocket_is_opened_by_a_proof_in_its_first_message()
    {
        var token = await TokenAsync();
        using var socket = Socket();

        await socket.ConnectAsync(new(Base.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), Cancel);
        var answer = await InitAsync(socket, JsonSerializer.Serialize(new { Authorization = "DPoP " + token, DPoP = Proof(Base + "/graphql", "GET", token) }));

        Assert.Equal("{\"type\":\"connection_ack\"}", answer);
    }

    [Fact]
    public async Task A_WebSocket_without_its_proof_is_closed_and_told_why()
    {
        var token = await TokenAsync();
        using var socket = Socket();

        await socket.ConnectAsync(new(Base.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), Cancel);
        await InitAsync(socket, JsonSerializer.Serialize(new { Authorization = "DPoP " + token }));

        Assert.Equal((4401, "DPOP_PROOF_MISSING"), ((int)socket.CloseStatus!, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task Where_nonces_are_required_each_door_tells_one_and_takes_it()
    {
        await DisposeAsync();
        await StartAsync("--Hub:Auth:Dpop:RequireNonce=true");
        var token = await TokenAsync();

        var refused = await PostAsync("DPoP " + token, Proof(Base + "/graphql", token: token));
        var nonce = Assert.Single(refused.Headers.GetValues("DPoP-Nonce"));
        var taken = await PostAsync("DPoP " + token, Proof(Base + "/graphql", token: token, nonce: nonce));
        var failure = await Assert.ThrowsAsync<RpcException>(() => CallAsync("DPoP " + token, Proof(GrpcBase + Method, token: token)));
        var told = failure.Trailers.GetValue("dpop-nonce");
        await CallAsync("DPoP " + token, Proof(GrpcBase + Method, token: token, nonce: told));
        using var socket = Socket();
        await socket.ConnectAsync(new(Base.Replace("http:", "ws:", StringComparison.Ordinal) + "/graphql"), Cancel);
        await InitAsync(socket, JsonSerializer.Serialize(new { Authorization = "DPoP " + token, DPoP = Proof(Base + "/graphql", "GET", token) }));

        Assert.Contains("error=\"use_dpop_nonce\"", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Single(taken.Headers.GetValues("DPoP-Nonce"));
        Assert.Equal("DPOP_NONCE_REQUIRED", FailureDetails.Of(failure).Reason);
        Assert.Equal(told, FailureDetails.Of(failure).Info.Metadata["dpop_nonce"]);
        Assert.StartsWith("DPOP_NONCE_REQUIRED: ", socket.CloseStatusDescription, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    public void Dispose() => _maker.Dispose();

    private async ValueTask StartAsync(params string[] settings)
    {
        _hub = await RunningHub.StartAsync(Cancel, settings);
        _channel = _hub.Channel();
    }

    private string Proof(string url, string method = "POST", string? token = null, string? nonce = null) =>
        _maker.Make(TimeProvider.System.GetUtcNow(), url, method, token, nonce);

    /// <summary>A token bound to the key of the proofs, asked for once more where a nonce is needed.</summary>
    private async Task<string> TokenAsync()
    {
        var (participant, _) = await _hub.Services.GetRequiredService<Registration>().AddAsync(new("Balai Latihan", ParticipantKind.Provider), Cancel);
        var (client, _) = await _hub.Services.GetRequiredService<ClientAdmin>().AddAsync(participant!.PublicId, "feed.read dashboard.read", Cancel);
        for (var nonce = (string?)null; ;)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
            {
                Content = new FormUrlEncodedContent(
                    [new("grant_type", "client_credentials"), new("client_id", client!.ClientId), new("client_secret", client.Secret)]),
            };
            request.Headers.Add("DPoP", Proof(Base + "/connect/token", nonce: nonce));
            using var response = await _hub.Http.SendAsync(request, Cancel);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            if (answer.TryGetProperty("access_token", out var token))
                return token.GetString()!;

            Assert.Null(nonce);
            nonce = Assert.Single(response.Headers.GetValues("DPoP-Nonce"));
        }
    }

    private async Task CallAsync(string authorization, string? proof)
    {
        var headers = new Metadata { { "authorization", authorization } };
        if (proof is not null)
            headers.Add("dpop", proof);
        await new ChangeFeedService.ChangeFeedServiceClient(_channel).GetFeedStateAsync(new(), headers, cancellationToken: Cancel);
    }

    private Task<HttpResponseMessage> PostAsync(string authorization, params string[] proofs)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new StringContent(Question, Encoding.UTF8, "application/json") };
        foreach (var proof in proofs)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        return SendAsync(request, authorization, null);
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, string authorization, string? proof, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (proof is not null)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        return await _hub.Http.SendAsync(request, completion, Cancel);
    }

    private static ClientWebSocket Socket()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        return socket;
    }

    private static async Task<string> InitAsync(ClientWebSocket socket, string payload)
    {
        var message = $$"""{"type":"connection_init","payload":{{payload}}}""";
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Cancel);
        var buffer = new byte[1_024];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), Cancel);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}

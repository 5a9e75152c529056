using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Hub.Catalogue.V1;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Live;

/// <summary>Subscriptions on the whole hub: real tokens, real ingest, both transports.</summary>
public sealed class CatalogueChangesTests : IAsyncLifetime
{
    private RunningHub _hub = null!;
    private string _token = "";
    private string _source = "";
    private GrpcChannel _channel = null!;
    private CatalogueSyncService.CatalogueSyncServiceClient _sync = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await RunningHub.StartAsync(Cancel);
        _token = await _hub.TokenAsync("catalogue.write dashboard.read", Cancel);
        _channel = _hub.Channel(_token);
        _sync = new(_channel);
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<Hub.Data.HubDbContext>>().CreateDbContextAsync(Cancel);
        var source = new Source
        {
            PublicId = Guid.CreateVersion7(),
            ParticipantId = await db.Participants.Where(p => p.LegalName == "Balai Latihan").Select(p => p.Id).SingleAsync(Cancel),
            Name = "catalogue",
            OfferKinds = OfferKinds.Gig | OfferKinds.Course,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        db.Add(source);
        await db.SaveChangesAsync(Cancel);
        _source = source.PublicId.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task Changes_come_as_they_are_committed_with_the_offer_read_from_the_database()
    {
        using var reader = await OpenAsync("subscription { catalogueChanged { position kind offerKind gig { title area { code } } source { name } } }");

        await PushAsync("a", 1);
        var first = await NextAsync(reader);
        await PushAsync("a", 2, "Servis kulkas");

        Assert.Equal(
            "{\"data\":{\"catalogueChanged\":{\"position\":1,\"kind\":\"PUBLISHED\",\"offerKind\":\"GIG\",\"gig\":{\"title\":\"Servis AC\",\"area\":{\"code\":\"31.74\"}},\"source\":{\"name\":\"catalogue\"}}}}",
            first);
        Assert.Contains("\"position\":2,\"kind\":\"CHANGED\"", await NextAsync(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_offer_of_a_change_shows_what_was_asked_of_every_kind_and_of_its_own()
    {
        using var reader = await OpenAsync(
            "subscription { catalogueChanged { offer { __typename title source { name } ... on Gig { openings } ... on Course { hours } } gig { title } } }");

        await PushAsync("a", 1);
        var first = await NextAsync(reader);
        await PushAsync("a", 2, "Servis kulkas");

        Assert.Equal(
            "{\"data\":{\"catalogueChanged\":{\"offer\":{\"__typename\":\"Gig\",\"title\":\"Servis AC\",\"source\":{\"name\":\"catalogue\"},\"openings\":null}," +
                "\"gig\":{\"title\":\"Servis AC\"}}}}",
            first);
        Assert.Contains("\"title\":\"Servis kulkas\",\"source\"", await NextAsync(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_goes_on_where_it_was_without_gap_or_repeat()
    {
        for (var i = 1; i <= 5; i++)
            await PushAsync($"{i}", 1);

        using var reader = await OpenAsync("subscription { catalogueChanged(after: 1) { position } }", lastEventId: "2");
        await PushAsync("6", 1);

        var positions = new List<string>();
        for (var i = 3; i <= 6; i++)
            positions.Add(await NextAsync(reader));
        Assert.Equal([.. Enumerable.Range(3, 4).Select(i => $"{{\"data\":{{\"catalogueChanged\":{{\"position\":{i}}}}}}}")], positions);
    }

    [Fact]
    public async Task Arguments_narrow_what_is_told()
    {
        using var reader = await OpenAsync(
            $"subscription {{ catalogueChanged(source: \\\"{_source}\\\", kinds: [GIG], area: \\\"31\\\", sector: REPAIR) {{ offerId gig {{ externalId }} }} }}");

        await PushAsync("x", 1, area: "33.25");
        await PushAsync("y", 1);

        Assert.Contains("\"externalId\":\"y\"", await NextAsync(reader), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after: 99", "POSITION_UNKNOWN")]
    [InlineData("source: \\\"nope\\\"", "SOURCE_NOT_FOUND")]
    public async Task What_cannot_be_followed_is_refused_before_it_begins(string arguments, string code)
    {
        using var response = await PostAsync($"subscription {{ catalogueChanged({arguments}) {{ position }} }}", null);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_place_in_a_log_that_was_restored_is_refused_and_in_the_same_log_it_goes_on()
    {
        await PushAsync("a", 1);
        await PushAsync("b", 1);
        using var all = await OpenAsync("subscription { catalogueChanged(after: 0) { position committedAt } }");
        var first = JsonNode.Parse(await NextAsync(all))!["data"]!["catalogueChanged"]!["committedAt"]!.GetValue<string>();
        var at = DateTimeOffset.Parse(first, CultureInfo.InvariantCulture);
        var id = $"1-{at.ToUnixTimeMilliseconds()}";
        var other = at.AddMilliseconds(1);

        using (var byId = await OpenAsync("subscription { catalogueChanged { position } }", lastEventId: id))
            Assert.Contains("\"position\":2", await NextAsync(byId), StringComparison.Ordinal);
        using (var byArgument = await OpenAsync($"subscription {{ catalogueChanged(after: 1, afterCommittedAt: \\\"{first}\\\") {{ position }} }}"))
            Assert.Contains("\"position\":2", await NextAsync(byArgument), StringComparison.Ordinal);
        await RefusedAsync("HISTORY_CHANGED", "subscription { catalogueChanged { position } }", $"1-{other.ToUnixTimeMilliseconds()}");
        await RefusedAsync("HISTORY_CHANGED", $"subscription {{ catalogueChanged(after: 1, afterCommittedAt: \\\"{other:O}\\\") {{ position }} }}");
        await RefusedAsync("POSITION_UNKNOWN", "subscription { catalogueChanged { position } }", "1-x");
    }

    [Fact]
    public async Task The_id_of_an_event_says_what_it_stands_on()
    {
        await PushAsync("a", 1);
        using var response = await PostAsync("subscription { catalogueChanged(after: 0) { position } }", null);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        var line = await reader.ReadLineAsync(Cancel);
        while (line is not null && !line.StartsWith("id:", StringComparison.Ordinal))
            line = await reader.ReadLineAsync(Cancel);

        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<Hub.Data.HubDbContext>>().CreateDbContextAsync(Cancel);
        var change = await db.Changes.SingleAsync(Cancel);
        Assert.Equal($"id: 1-{change.CommittedAt.ToUnixTimeMilliseconds()}", line);
    }

    private async Task RefusedAsync(string code, string subscription, string? lastEventId = null)
    {
        using var response = await PostAsync(subscription, lastEventId);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(code, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_web_socket_tells_its_token_in_the_header_or_in_its_first_message(bool inHeader)
    {
        using var socket = await SocketAsync(inHeader ? _token : null);
        await SendAsync(socket, inHeader ? "{\"type\":\"connection_init\"}" : $"{{\"type\":\"connection_init\",\"payload\":{{\"Authorization\":\"Bearer {_token}\"}}}}");
        Assert.Equal("{\"type\":\"connection_ack\"}", await ReceiveAsync(socket));

        await SendAsync(socket, "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"subscription { catalogueChanged(after: 0) { position } }\"}}");
        await PushAsync("a", 1);

        Assert.Contains("\"position\":1", await ReceiveAsync(socket), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "4401 TOKEN_MISSING")]
    [InlineData(",\"payload\":{\"authorization\":\"Bearer x\"}", "4401 TOKEN_INVALID")]
    public async Task A_web_socket_without_a_good_token_is_closed(string payload, string expected)
    {
        using var socket = await SocketAsync(null);

        await SendAsync(socket, $"{{\"type\":\"connection_init\"{payload}}}");

        Assert.Equal(expected, await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Progress_tells_where_a_session_stands_and_ends_with_it()
    {
        var session = Guid.CreateVersion7().ToString();
        using var call = _sync.Sync(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = _source, SessionId = session, Mode = SyncMode.Delta } }, Cancel);
        await call.ResponseStream.MoveNext(Cancel);

        using var reader = await OpenAsync($"subscription {{ syncProgress(session: \\\"{session}\\\") {{ sessionId session {{ state created }} }} }}");
        var first = await NextAsync(reader);
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(Cancel))
        {
        }

        var rest = await reader.ReadToEndAsync(Cancel);
        Assert.Equal($"{{\"data\":{{\"syncProgress\":{{\"sessionId\":\"{session}\",\"session\":{{\"state\":\"OPEN\",\"created\":0}}}}}}}}", first);
        Assert.Contains("\"state\":\"CLOSED\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("event: complete\ndata:\n\n", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_has_nothing_to_resume_and_tells_how_things_stand_now()
    {
        var session = Guid.CreateVersion7().ToString();
        using var call = _sync.Sync(cancellationToken: Cancel);
        await call.RequestStream.WriteAsync(new() { Open = new() { Source = _source, SessionId = session, Mode = SyncMode.Delta } }, Cancel);
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(Cancel))
        {
        }

        using var response = await PostAsync($"subscription {{ syncProgress(session: \\\"{session}\\\") {{ session {{ state }} }} }}", "17");

        Assert.Equal(
            ":\n\nevent: next\ndata: {\"data\":{\"syncProgress\":{\"session\":{\"state\":\"CLOSED\"}}}}\n\nevent: complete\ndata:\n\n",
            await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("", "SOURCE_OR_SESSION")]
    [InlineData("(session: \\\"x\\\")", "SESSION_NOT_FOUND")]
    [InlineData("(source: \\\"x\\\")", "SOURCE_NOT_FOUND")]
    public async Task Progress_of_nothing_is_refused(string arguments, string code)
    {
        using var response = await PostAsync($"subscription {{ syncProgress{arguments} {{ at }} }}", null);

        Assert.Contains(code, await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_and_the_price_are_told_on_request()
    {
        await PushAsync("a", 1);

        using var response = await PostAsync("{ gigs(first: 5) { nodes { title source { name } } } }", null, "application/json", ("GraphQL-Plan", "true"), ("GraphQL-Cost", "report"));
        var body = await response.Content.ReadAsStringAsync(Cancel);

        Assert.Contains("\"nodes\":[{\"path\":\"gigs\",\"kind\":\"list\",\"type\":\"Gig\",\"first\":5,\"counts\":false},{\"path\":\"gigs.nodes.source\",\"kind\":\"join\"", body, StringComparison.Ordinal);
        Assert.Contains("\"executions\":1,\"rows\":1,", body, StringComparison.Ordinal);
        Assert.Contains("ix_offers_kind_published_at_id", body, StringComparison.Ordinal);
        Assert.Contains("\"cost\":{\"estimated\":{\"cost\":7,", body, StringComparison.Ordinal);
        Assert.Contains("\"perMinute\":10000000", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_large_answer_is_compressed_for_who_takes_it(string encoding)
    {
        using var large = await PostAsync("{ areas(first: 100) { nodes { name code level } } }", null, "application/json", ("Accept-Encoding", encoding));
        using var small = await PostAsync("{ __typename }", null, "application/json", ("Accept-Encoding", encoding));

        Assert.Equal([encoding], large.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept", "Accept-Encoding"], large.Headers.Vary);
        Assert.Empty(small.Content.Headers.ContentEncoding);
        Assert.Equal(31, small.Content.Headers.ContentLength);
    }

    private async Task PushAsync(string id, long revision, string title = "Servis AC", string area = "31.74")
    {
        var item = new Item
        {
            ExternalId = id, Revision = revision, Gig = new() { Title = title, Sector = Sector.Repair, AreaCodes = { area } },
        };
        var answer = await _sync.UpsertItemsAsync(new() { Source = _source, Items = { item } }, cancellationToken: Cancel);
        Assert.Equal(Outcome.Applied, answer.Verdicts.Single().Outcome);
    }

    private async Task<StreamReader> OpenAsync(string query, string? lastEventId = null)
    {
        var response = await PostAsync(query, lastEventId);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new(await response.Content.ReadAsStreamAsync(Cancel));
    }

    private Task<HttpResponseMessage> PostAsync(
        string query, string? lastEventId, string accept = "text/event-stream", params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent($"{{\"query\":\"{query}\"}}", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.Add("Accept", accept);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return _hub.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    private static async Task<string> NextAsync(StreamReader reader)
    {
        while (true)
        {
            var line = await reader.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("The stream ended.");
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        }
    }

    private async Task<ClientWebSocket> SocketAsync(string? token)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        if (token is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(new UriBuilder(_hub.Http.BaseAddress!) { Scheme = "ws", Path = "/graphql" }.Uri, Cancel);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, Cancel);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[16_384];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), Cancel);
        return received.MessageType == WebSocketMessageType.Close
            ? $"{(int?)socket.CloseStatus} {socket.CloseStatusDescription}"
            : Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}

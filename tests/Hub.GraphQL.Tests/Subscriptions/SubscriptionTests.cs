using System.Text;
using System.Threading.Channels;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Subscriptions;
using Hub.GraphQL.Tests.Sample;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Tests.Subscriptions;

public sealed class SubscriptionTests
{
    private readonly Channel<SubscriptionEvent> _events = Channel.CreateUnbounded<SubscriptionEvent>();
    private readonly GraphQLEngine _engine;
    private SubscribeContext? _context;
    private SubscriptionRefusedException? _refusal;

    public SubscriptionTests()
    {
        Ship tug = new() { Id = 1, Name = "Tug", Kind = ShipKind.DeepSeaTug };
        Ship ferry = new() { Id = 2, Name = "Ferry", Kind = ShipKind.Ferry, Escort = tug };
        tug.Convoy.Add(ferry);
        var schema = new SchemaBuilder("A harbour.")
            .Enum<ShipKind>("ShipKind", "What a ship does.", kind => kind.Value(ShipKind.Ferry, "Carries.").Value(ShipKind.DeepSeaTug, "Pulls."))
            .Type<Ship>("Ship", "A ship.", ship => ship
                .Id(s => s.Id).Field("name", s => s.Name, "Its name.").Connection("convoy", s => s.Convoy, "The ships it leads."))
            .Lookup<Ship>("ship", "The ship of an id.", s => s.Id, "id", "Its id.")
            .Event<Arrival>("Arrival", "A ship came in.", arrival => arrival
                .Field("at", a => a.At, "When.")
                .Field("kind", a => a.Kind, "What it does; null when nobody saw.")
                .Lookup<Ship>("ship", a => a.ShipId, s => s.Id, "The ship; null when it is gone."))
            .Subscription<Arrival>("arrivals", "Ships as they come in.", SubscribeAsync, arguments => arguments.Argument("kind", "ShipKind", "Of this kind."))
            .Build();
        _engine = new(schema, new ObjectExecutor(_ => new[] { tug, ferry }));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_event_is_answered_with_what_was_selected_of_it()
    {
        _events.Writer.TryWrite(new(new Arrival(1, DateTimeOffset.UnixEpoch, ShipKind.DeepSeaTug), "7"));
        _events.Writer.TryWrite(new(new Arrival(9, DateTimeOffset.UnixEpoch, null), "8"));
        _events.Writer.Complete();

        var answers = await RunAsync("subscription { a: arrivals(kind: FERRY) { at kind ship { name convoy(first: 1) { nodes { name } } } __typename } }");

        Assert.Equal(
            [
                "7 {\"data\":{\"a\":{\"at\":\"1970-01-01T00:00:00Z\",\"kind\":\"DEEP_SEA_TUG\",\"ship\":{\"name\":\"Tug\",\"convoy\":{\"nodes\":[{\"name\":\"Ferry\"}]}},\"__typename\":\"Arrival\"}}}",
                "8 {\"data\":{\"a\":{\"at\":\"1970-01-01T00:00:00Z\",\"kind\":null,\"ship\":null,\"__typename\":\"Arrival\"}}}",
            ],
            answers);
        Assert.Equal("FERRY", ((GraphQL.Types.EnumValue)_context!.Arguments["kind"]!).Name);
    }

    [Fact]
    public async Task An_event_that_cannot_be_shown_takes_its_own_answer_along_and_no_other()
    {
        _events.Writer.TryWrite(new(new Arrival(1, DateTimeOffset.UnixEpoch, (ShipKind)77), null));
        _events.Writer.TryWrite(new(new Arrival(null, DateTimeOffset.MaxValue, ShipKind.Ferry), null));
        _events.Writer.Complete();

        var answers = await RunAsync("subscription { arrivals { kind ship { name } } }");

        Assert.Equal(2, answers.Count);
        Assert.Contains("\"path\":[\"arrivals\",\"kind\"]", answers[0], StringComparison.Ordinal);
        Assert.EndsWith("\"data\":{\"arrivals\":{\"kind\":null,\"ship\":{\"name\":\"Tug\"}}}}", answers[0], StringComparison.Ordinal);
        Assert.Equal(" {\"data\":{\"arrivals\":{\"kind\":\"FERRY\",\"ship\":null}}}", answers[1]);
    }

    [Fact]
    public async Task What_goes_wrong_on_subscribing_is_a_refusal_without_data()
    {
        _refusal = new("NO_SUCH_QUAY", "There is no such quay.");

        var subscription = await _engine.SubscribeAsync(Request("subscription { arrivals { at } }"), Cancel);

        Assert.Null(subscription.Answers);
        Assert.Equal(
            "{\"errors\":[{\"message\":\"There is no such quay.\",\"locations\":[{\"line\":1,\"column\":16}],\"extensions\":{\"code\":\"NO_SUCH_QUAY\"}}]}",
            Encoding.UTF8.GetString(subscription.Refusal!.Body.Span));
    }

    [Theory]
    [InlineData("subscription { arrivals { at } b: arrivals { at } }", "must select only one top level field")]
    [InlineData("subscription { arrivals { nope } }", "Cannot query field")]
    [InlineData("{ ship(id: 1) { name } }", "no subscription")]
    public async Task A_document_that_is_no_subscription_is_refused(string query, string message)
    {
        var subscription = await _engine.SubscribeAsync(Request(query), Cancel);

        Assert.Contains(message, Encoding.UTF8.GetString(subscription.Refusal!.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_end_with_a_reason_end_with_an_answer_that_tells_it()
    {
        _events.Writer.TryWrite(new(new Arrival(1, DateTimeOffset.UnixEpoch, null), "1"));
        _events.Writer.Complete(new SubscriptionRefusedException("TOO_SLOW", "Go on behind 1."));

        var answers = await RunAsync("subscription { arrivals { at } }");

        Assert.Equal(" {\"errors\":[{\"message\":\"Go on behind 1.\",\"extensions\":{\"code\":\"TOO_SLOW\"}}]}", answers[1]);
    }

    [Fact]
    public async Task A_subscription_is_not_answered_as_a_query()
    {
        using var response = await _engine.ExecuteAsync(Request("subscription { arrivals { at } }"), Cancel);

        Assert.Contains("SUBSCRIPTION_NEEDS_STREAM", Encoding.UTF8.GetString(response.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_source_learns_who_subscribes_and_where_to_go_on()
    {
        var subscription = await _engine.SubscribeAsync(
            Request("subscription { arrivals { at } }") with { Caller = "me", ResumeAfter = "41" }, Cancel);

        Assert.NotNull(subscription.Answers);
        Assert.Equal(("me", "41"), (_context!.Caller, _context.ResumeAfter));
    }

    private static GraphQLRequest Request(string query) => new() { Query = Encoding.UTF8.GetBytes(query) };

    private async Task<List<string>> RunAsync(string query)
    {
        var subscription = await _engine.SubscribeAsync(Request(query), Cancel);
        Assert.Null(subscription.Refusal);
        var answers = new List<string>();
        await foreach (var answer in subscription.Answers!.WithCancellation(Cancel))
        {
            using var response = answer.Response;
            answers.Add($"{answer.Id} {Encoding.UTF8.GetString(response.Body.Span)}");
        }

        return answers;
    }

    private ValueTask<IAsyncEnumerable<SubscriptionEvent>> SubscribeAsync(SubscribeContext context, CancellationToken cancel)
    {
        _context = context;
        if (_refusal is not null)
            throw _refusal;
        return new(_events.Reader.ReadAllAsync(cancel));
    }

    private sealed record Arrival(long? ShipId, DateTimeOffset At, ShipKind? Kind);
}

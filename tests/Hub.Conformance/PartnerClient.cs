using Hub.Catalogue.V1;
using Hub.Testing;
using PartnerSync;

namespace Hub.Conformance;

/// <summary>A partner's program that calls a hub under test with real tokens, over the network.</summary>
internal sealed class PartnerClient(HubProcess hub, Partner partner) : IDisposable
{
    private readonly HubConnection _connection =
        new(new(hub.GrpcUrl, hub.HttpUrl, partner.ClientId, partner.ClientSecret), TimeProvider.System);

    /// <summary>Id of the partner's source.</summary>
    public string Source => partner.SourceId;

    public CatalogueSyncService.CatalogueSyncServiceClient Calls => _connection.Client;

    /// <summary>Pushes items as one session and hears every verdict the hub sends unasked.</summary>
    public async Task<(PushResult Result, Recorder Heard)> PushAsync(SyncMode mode, IEnumerable<Item> items, CancellationToken cancel)
    {
        var heard = new Recorder();
        return (await PushAsync(new() { Source = Source, Mode = mode }, items, heard, cancel), heard);
    }

    public Task<PushResult> PushAsync(PushOptions options, IEnumerable<Item> items, PushListener listener, CancellationToken cancel) =>
        new SyncPush(_connection.Channel.CreateCallInvoker(), _connection.Token, TimeProvider.System).RunAsync(options, items, listener, cancel);

    public async Task<long> LiveOffersAsync(CancellationToken cancel)
    {
        var answer = await Calls.GetSourceAsync(
            new() { Source = Source }, await _connection.Token.HeadersAsync(cancel), cancellationToken: cancel);
        return answer.Source.LiveOffers;
    }

    public async Task<GetItemResponse> GetItemAsync(string externalId, CancellationToken cancel) => await Calls.GetItemAsync(
        new() { Source = Source, ExternalId = externalId }, await _connection.Token.HeadersAsync(cancel), cancellationToken: cancel);

    public async Task<ApproveWithdrawalsResponse> ApproveAsync(string session, long ceiling, CancellationToken cancel) =>
        await Calls.ApproveWithdrawalsAsync(
            new() { SessionId = session, Ceiling = ceiling }, await _connection.Token.HeadersAsync(cancel), cancellationToken: cancel);

    public void Dispose() => _connection.Dispose();
}

/// <summary>Remembers what a push said.</summary>
internal class Recorder : PushListener
{
    public List<Verdict> Verdicts { get; } = [];

    public List<string> Waits { get; } = [];

    public override void OnVerdict(Verdict verdict) => Verdicts.Add(verdict);

    public override void OnWaiting(TimeSpan delay, string why) => Waits.Add(why);
}

using Grpc.Net.Client;
using Hub.Registry.V1;
using Hub.Testing;

[assembly: AssemblyFixture(typeof(Hub.Conformance.HubFixture))]

namespace Hub.Conformance;

/// <summary>
/// One hub for all tests, started when the first one asks for it. Each test gets a source of its own, so that none sees what another
/// pushed.
/// </summary>
public sealed class HubFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly TemporaryFolder _data = new();
    private HubProcess? _hub;
    private Partner? _partner;
    private GrpcChannel? _channel;

    /// <summary>Gives a hub and a partner whose source is new.</summary>
    internal async Task<(HubProcess Hub, Partner Partner)> AddSourceAsync(OfferKind kind, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            _hub ??= await HubProcess.StartAsync(_data.Path, cancel);
            _partner ??= await _hub.OnboardAsync("Conformance", "PLATFORM", "COURSE", "catalogue.write registry.admin", cancel);
            _channel ??= _hub.Channel(await _hub.TokenAsync(_partner, cancel));
        }
        finally
        {
            _oneAtATime.Release();
        }

        var registry = new RegistryService.RegistryServiceClient(_channel);
        var source = new Source { ParticipantId = _partner.ParticipantId, Name = $"{Guid.CreateVersion7()}", OfferKinds = { kind } };
        var made = await registry.CreateSourceAsync(new() { Source = source }, cancellationToken: cancel);
        return (_hub, _partner with { SourceId = made.Source.Id });
    }

    /// <summary>As <see cref="AddSourceAsync"/>, with a client ready to push.</summary>
    internal async Task<PartnerClient> AddPartnerAsync(OfferKind kind, CancellationToken cancel)
    {
        var (hub, partner) = await AddSourceAsync(kind, cancel);
        return new(hub, partner);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_hub is not null)
            await _hub.DisposeAsync();
        _data.Dispose();
        _oneAtATime.Dispose();
    }
}

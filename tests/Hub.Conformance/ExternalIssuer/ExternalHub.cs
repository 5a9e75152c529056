using Hub.Testing;

namespace Hub.Conformance.ExternalIssuer;

/// <summary>A hub that takes the tokens of oidc-provider, with one client registered in both; started when a test first asks for it.</summary>
public sealed class ExternalHub : IAsyncDisposable
{
    private readonly TemporaryFolder _data = new();
    private OtherIssuer? _issuer;
    private HubProcess? _hub;

    /// <summary>Starts both, unless they run. Skips the test where Node.js or the packages are missing.</summary>
    internal async Task<(OtherIssuer Issuer, HubProcess Hub)> StartAsync(CancellationToken cancel, params string[] options)
    {
        OtherIssuer.Require();
        _issuer ??= await OtherIssuer.StartAsync(cancel, options);
        if (_hub is not null)
            return (_issuer, _hub);


        // Without its issuer's keys a hub lives, and is not ready.
        _hub = await HubProcess.StartAliveAsync(_data.Path, cancel, ("Hub:Auth:Authority", _issuer.Url));
        var participant = await _hub.RunAsync(cancel, "participants", "add", "Mitra Satu", "--kind", "PLATFORM");
        await _hub.RunAsync(
            cancel, "clients", "add-external", OtherIssuer.ClientId, "--participant", participant.GetProperty("id").GetString()!,
            "--scopes", "feed.read dashboard.read");
        return (_issuer, _hub);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is not null)
            await _hub.DisposeAsync();
        if (_issuer is not null)
            await _issuer.DisposeAsync();
        _data.Dispose();
    }
}

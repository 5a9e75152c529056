using Hub.Auth.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth;

/// <summary>Opens the keys before the hub listens, so that it never starts with a setting it cannot work with.</summary>
internal sealed class AuthStart(
    KeyRotation keys, KeyCheck check, AuthOptions options, IHostEnvironment environment, ILogger<AuthStart> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IsOpenToEavesdroppers && !environment.IsDevelopment())
            log.PlainHttpIssuer(options.Issuer);
        await keys.BeginAsync(cancellationToken);

        // No reason to refuse the others: an operator may have let go of a lost key.
        foreach (var missing in (await check.ListOperatorKeysAsync(cancellationToken)).Where(key => !key.IsGiven))
            log.SecretsOfMissingKey(missing.Secrets, missing.Id, OperatorKeyLoader.PreviousSetting);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Hub.Auth.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Auth;

/// <summary>Opens the keys before the hub listens, so that it never starts with a setting it cannot work with.</summary>
internal sealed class AuthStart(KeyRing keys, AuthOptions options, IHostEnvironment environment, ILogger<AuthStart> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IsOpenToEavesdroppers && !environment.IsDevelopment())
            log.PlainHttpIssuer(options.Issuer);
        return keys.LoadAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

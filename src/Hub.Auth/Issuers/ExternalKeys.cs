using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Issuers;

/// <summary>
/// Name and keys of the external issuer, by its discovery document. They are read when the first token comes, every ten minutes while
/// tokens come, and when a token names a key that is not known: at most once a second, ever less often while the issuer does not answer.
/// </summary>
/// <remarks>
/// ConfigurationManager of the same library reads in the background and answers with what it had, so the first token of a new key would
/// be refused; here that token waits for the keys.
/// </remarks>
internal sealed class ExternalKeys(AuthOptions options, HttpClient http, TimeProvider time, ILogger<ExternalKeys> log) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastBetweenReads = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostBetweenReads = TimeSpan.FromSeconds(32);

    // An issuer that is gone does not stop the hub, but a key it took back in the meantime must not live for ever.
    private static readonly TimeSpan LongestWithoutIssuer = TimeSpan.FromHours(24);

    private readonly SemaphoreSlim _reading = new(1);
    private readonly HttpDocumentRetriever _retriever = new(http) { RequireHttps = options.Authority!.Scheme == Uri.UriSchemeHttps };
    private volatile Known? _known;
    private long? _triedAt;
    private int _failures;

    /// <summary>What is known of the issuer, after reading again where it is old or lacks this key; null while the issuer cannot be reached.</summary>
    public async ValueTask<Known?> FindAsync(string kid, CancellationToken cancel)
    {
        if (IsGood(_known, kid))
            return _known;

        await _reading.WaitAsync(cancel);
        try
        {
            if (!IsGood(_known, kid) && MayTry)
                await ReadAsync();
        }
        finally
        {
            _reading.Release();
        }

        return _known is { } known && time.GetElapsedTime(known.ReadAt) < LongestWithoutIssuer ? known : null;
    }

    /// <summary>Whether the issuer had a key when it was read last.</summary>
    public bool StillHas(string kid) => _known?.Keys.ContainsKey(kid) is true;

    public void Dispose() => _reading.Dispose();

    private bool MayTry => _triedAt is not { } tried || time.GetElapsedTime(tried) >= Pause;

    private TimeSpan Pause => TimeSpan.FromTicks(Math.Min(LeastBetweenReads.Ticks << Math.Min(_failures, 8), MostBetweenReads.Ticks));

    private bool IsGood(Known? known, string kid) =>
        known is not null && known.Keys.ContainsKey(kid) && time.GetElapsedTime(known.ReadAt) < Freshness;

    // All who wait share the reading, so none of them may cancel it; the client has a timeout.
    private async Task ReadAsync()
    {
        var now = time.GetTimestamp();
        _triedAt = now;
        var authority = options.Authority!.OriginalString.TrimEnd('/');
        try
        {
            var document = await OpenIdConnectConfigurationRetriever.GetAsync(
                authority + "/.well-known/openid-configuration", _retriever, CancellationToken.None);

            // OpenID Connect Discovery, section 4.3: else one issuer could speak for another.
            if (document.Issuer?.TrimEnd('/') != authority)
            {
                Fail(authority, $"its discovery document names the issuer '{document.Issuer}'", null);
                return;
            }

            var keys = document.SigningKeys
                .Where(k => k is not SymmetricSecurityKey && !string.IsNullOrEmpty(k.KeyId))
                .DistinctBy(k => k.KeyId)
                .ToDictionary(k => k.KeyId);
            _known = new(document.Issuer, keys, now);
            _failures = 0;
            log.IssuerRead(document.Issuer, keys.Count);
        }
        catch (Exception exception) when (exception
            is IOException or HttpRequestException or OperationCanceledException or JsonException or ArgumentException
            or InvalidOperationException or SecurityTokenException)
        {
            Fail(authority, "it does not answer as OpenID Connect Discovery says", exception);
        }
    }

    private void Fail(string authority, string reason, Exception? exception)
    {
        _failures++;
        log.IssuerUnreachable(authority, reason, Pause, exception);
    }

    /// <summary>One reading of the issuer.</summary>
    /// <param name="Issuer">Its name, as its tokens bear it.</param>
    /// <param name="Keys">Its signing keys by name.</param>
    /// <param name="ReadAt">When it was read, a timestamp of the clock.</param>
    internal sealed record Known(string Issuer, IReadOnlyDictionary<string, SecurityKey> Keys, long ReadAt);
}

using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hub.Auth.Issuers;

/// <summary>
/// Name and keys of the external issuer, by its discovery document. They are read when the hub begins to watch whether it is ready, every
/// ten minutes, and when a token names a key that is not known: at most once a second, ever less often while the issuer does not answer.
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
    private volatile IssuerFailure _failure = new("it was not read yet", null);
    private volatile Task? _looking;

    /// <summary>Makes one with a connection of its own.</summary>
    public static ExternalKeys Make(AuthOptions options, TimeProvider time, ILogger<ExternalKeys> log)
    {
        // A discovery document and a JWKS are a few kilobytes. No redirect: the issuer is where the operator says.
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) })
        {
            Timeout = TimeSpan.FromSeconds(5),
            MaxResponseContentBufferSize = 1 << 20,
        };
        return new(options, http, time, log);
    }

    /// <summary>What is known of the issuer, after reading again where it is old or lacks this key; null while the issuer cannot be reached.</summary>
    public async ValueTask<Known?> FindAsync(string kid, CancellationToken cancel)
    {
        if (!IsGood(_known, kid))
            await RefreshAsync(() => IsGood(_known, kid), cancel);
        return Usable;
    }

    /// <summary>Why no token can be checked now; null while keys are known that are good still, however the issuer does.</summary>
    /// <param name="patience">How long to wait for the issuer where no keys are known.</param>
    /// <param name="cancel">Ends the wait, not the reading.</param>
    public async Task<IssuerFailure?> FailureAsync(TimeSpan patience, CancellationToken cancel)
    {
        if (!IsFresh(_known) && _looking is null or { IsCompleted: true })
            _looking = RefreshAsync(() => IsFresh(_known), CancellationToken.None);
        if (Usable is null && _looking is { } looking)
        {
            try
            {
                await looking.WaitAsync(patience, cancel);
            }
            catch (TimeoutException)
            {
                return new($"it did not answer within {patience.TotalSeconds:F0} s", null);
            }
        }

        return Usable switch
        {
            null => _failure,
            { Keys.Count: 0 } => new("its JWKS holds no public key that has a kid", null),
            _ => null,
        };
    }

    /// <summary>Whether the issuer had a key when it was read last.</summary>
    public bool StillHas(string kid) => _known?.Keys.ContainsKey(kid) is true;

    public void Dispose() => _reading.Dispose();

    // What is known, unless it is too old to be believed.
    private Known? Usable => _known is { } known && time.GetElapsedTime(known.ReadAt) < LongestWithoutIssuer ? known : null;

    private bool MayTry => _triedAt is not { } tried || time.GetElapsedTime(tried) >= Pause;

    private TimeSpan Pause => TimeSpan.FromTicks(Math.Min(LeastBetweenReads.Ticks << Math.Min(_failures, 8), MostBetweenReads.Ticks));

    private bool IsFresh(Known? known) => known is not null && time.GetElapsedTime(known.ReadAt) < Freshness;

    private bool IsGood(Known? known, string kid) => IsFresh(known) && known!.Keys.ContainsKey(kid);

    private async Task RefreshAsync(Func<bool> isGood, CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            if (!isGood() && MayTry)
                await ReadAsync();
        }
        finally
        {
            _reading.Release();
        }
    }

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
        _failure = new(reason, exception);
        log.IssuerUnreachable(authority, reason, Pause, exception);
    }

    /// <summary>One reading of the issuer.</summary>
    /// <param name="Issuer">Its name, as its tokens bear it.</param>
    /// <param name="Keys">Its signing keys by name.</param>
    /// <param name="ReadAt">When it was read, a timestamp of the clock.</param>
    internal sealed record Known(string Issuer, IReadOnlyDictionary<string, SecurityKey> Keys, long ReadAt);
}

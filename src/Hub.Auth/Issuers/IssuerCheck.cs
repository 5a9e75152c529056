using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Auth.Issuers;

/// <summary>Why tokens of the issuer that the operator named cannot be checked.</summary>
/// <param name="Reason">What is wrong, for everybody to read.</param>
/// <param name="Cause">What the network or the library said; null when the issuer answered.</param>
public sealed record IssuerFailure(string Reason, Exception? Cause);

/// <summary>Whether tokens of the issuer that the operator named can be checked now.</summary>
public sealed class IssuerCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly AuthOptions _options;
    private readonly Func<ExternalKeys> _keys;

    internal IssuerCheck(AuthOptions options, Func<ExternalKeys> keys) => (_options, _keys) = (options, keys);

    /// <summary>Whether there is such an issuer; else the hub gives tokens itself.</summary>
    public bool IsNeeded => _options.Authority is not null;

    /// <summary>Makes a check that knows nothing yet, for a command.</summary>
    public static IssuerCheck Of(AuthOptions options, TimeProvider time)
    {
        var keys = new Lazy<ExternalKeys>(() => ExternalKeys.Make(options, time, NullLogger<ExternalKeys>.Instance));
        return new(options, () => keys.Value);
    }

    /// <summary>
    /// Why no token can be checked; null while keys are known that are good still, or none are needed. Has the issuer read where that is due,
    /// and waits for it only where no keys are known.
    /// </summary>
    public async Task<IssuerFailure?> FailureAsync(CancellationToken cancel) =>
        IsNeeded && await _keys().FailureAsync(Patience, cancel) is { } failure
            ? failure with { Reason = $"The issuer {_options.Authority!.OriginalString} cannot be used: {failure.Reason}." }
            : null;
}

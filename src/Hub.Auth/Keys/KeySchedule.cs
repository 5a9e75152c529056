using Hub.Data.Clients;

namespace Hub.Auth.Keys;

/// <summary>Where a signing key is in its life.</summary>
public enum SigningKeyState
{
    /// <summary>Published so that callers know it before it signs.</summary>
    Announced = 1,

    /// <summary>Signs new tokens.</summary>
    Active = 2,

    /// <summary>Signs no more; published until the last token it signed has expired, and then some.</summary>
    Retired = 3,

    /// <summary>No longer published. Its private part is destroyed.</summary>
    Removed = 4,

    /// <summary>Withdrawn by an operator: its tokens are refused. Its private part is destroyed.</summary>
    Withdrawn = 5,
}

/// <summary>
/// When a key signs and when it goes, by the clock alone. Pure: no clock, no database. Lists are of published keys in the order they sign.
/// </summary>
internal sealed class KeySchedule(KeyPeriods periods)
{
    /// <summary>The key that signs at an instant: the last whose time has come; null when there is none.</summary>
    public static SigningKey? SignerAt(IReadOnlyList<SigningKey> keys, DateTimeOffset now) => keys.LastOrDefault(k => k.SignsFrom <= now);

    /// <summary>When a key signs no more: as its successor begins, or is to begin.</summary>
    public DateTimeOffset SignsUntil(IReadOnlyList<SigningKey> keys, SigningKey key) =>
        keys.FirstOrDefault(k => k.SignsFrom > key.SignsFrom)?.SignsFrom ?? key.SignsFrom + periods.Sign;

    /// <summary>From when a key need not be published any more.</summary>
    public DateTimeOffset PublishedUntil(IReadOnlyList<SigningKey> keys, SigningKey key) => SignsUntil(keys, key) + periods.PublishedAfterSigning;

    /// <summary>
    /// From when a key to be made now would sign, if it is time to make one; null if not. The first signs at once. A successor never signs
    /// before it was announced for the whole time: after a long stop of the hub, the old key signs that much longer.
    /// </summary>
    public DateTimeOffset? SuccessorDue(IReadOnlyList<SigningKey> keys, DateTimeOffset now)
    {
        if (SignerAt(keys, now) is null)
            return now;

        var end = keys[^1].SignsFrom + periods.Sign;
        return now < end - periods.Announce ? null : Later(end, now + periods.Announce);
    }

    /// <summary>Keys that sign no more, and whose last token expired long enough ago.</summary>
    public IEnumerable<SigningKey> Over(IReadOnlyList<SigningKey> keys, DateTimeOffset now) =>
        SignerAt(keys, now) is { } signer
            ? keys.Where(k => k.SignsFrom < signer.SignsFrom && PublishedUntil(keys, k) <= now)
            : [];

    /// <summary>Whether there is anything to do now.</summary>
    public bool IsDue(IReadOnlyList<SigningKey> keys, DateTimeOffset now) => SuccessorDue(keys, now) is not null || Over(keys, now).Any();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Hub.Auth.Keys;

/// <summary>How long a signing key is announced, signs and is retired, checked.</summary>
/// <param name="Announce">Time it is published before it signs.</param>
/// <param name="Sign">Time it signs.</param>
/// <param name="Retire">Time it is published after its last token expired.</param>
public sealed record KeyPeriods(TimeSpan Announce, TimeSpan Sign, TimeSpan Retire)
{
    public const string AnnounceSetting = "Hub:Auth:KeyAnnounceDays";
    public const string SignSetting = "Hub:Auth:KeySignDays";
    public const string RetireSetting = "Hub:Auth:KeyRetireHours";

    /// <summary>How long the JWKS may be kept by caches.</summary>
    public static TimeSpan JwksCacheTime { get; } = TimeSpan.FromHours(1);

    /// <summary>14 days, 90 days and a day.</summary>
    public static KeyPeriods Standard { get; } = new(TimeSpan.FromDays(14), TimeSpan.FromDays(90), TimeSpan.FromDays(1));

    /// <summary>Time from its first token to the last instant at which one of its tokens may be used, and then some.</summary>
    internal TimeSpan PublishedAfterSigning => AuthOptions.TokenLifetime + Retire;

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static KeyPeriods Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // Programs keep the JWKS for a day, and a cache on the way may hand them one that is an hour old: two days are always enough.
        var announce = Number(configuration, AnnounceSetting, 14, 2, 365, "days");
        var sign = Number(configuration, SignSetting, 90, 2, 3_650, "days");
        var retire = Number(configuration, RetireSetting, 24, 1, 8_760, "hours");
        return announce <= sign
            ? new(TimeSpan.FromDays(announce), TimeSpan.FromDays(sign), TimeSpan.FromHours(retire))
            : throw new SettingException(
                $"{AnnounceSetting} is {announce}, longer than the {sign} days of {SignSetting}. Set it to {sign} or less, or {SignSetting} to {announce} or more.");
    }

    private static int Number(IConfiguration configuration, string setting, int standard, int least, int most, string unit)
    {
        if (configuration[setting] is not { Length: > 0 } text)
            return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new SettingException($"{setting} is '{text}'. Set it to a whole number of {unit} from {least} to {most}; unset means {standard}.");
    }
}

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Hub.Auth.Limits;

/// <summary>How much the token service takes from one address and from one client.</summary>
internal sealed record LimitOptions(
    Rate FailuresPerClient, Rate FailuresPerAddress, Rate ForgeriesPerAddress, Rate RequestsPerClient, Rate RequestsPerAddress, Rate RevocationsPerClient)
{
    public const string Section = "Hub:Auth:Limits:";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">One of them is wrong.</exception>
    public static LimitOptions Read(IConfiguration configuration) => new(
        Rate.PerMinute(Number(configuration, nameof(FailuresPerClient), 15)),
        Rate.PerMinute(Number(configuration, nameof(FailuresPerAddress), 100)),
        Rate.PerMinute(Number(configuration, nameof(ForgeriesPerAddress), 1_000)),
        Rate.PerSecond(Number(configuration, nameof(RequestsPerClient), 10_000)),
        Rate.PerSecond(Number(configuration, nameof(RequestsPerAddress), 20_000)),
        Rate.PerSecond(Number(configuration, nameof(RevocationsPerClient), 100)));

    private static int Number(IConfiguration configuration, string name, int fallback)
    {
        const int most = 1_000_000;
        if (configuration[Section + name] is not { Length: > 0 } text)
            return fallback;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= most
            ? number
            : throw new SettingException($"{Section}{name} is '{text}'. Set it to a whole number from 1 to {most}, or remove it to use {fallback}.");
    }
}

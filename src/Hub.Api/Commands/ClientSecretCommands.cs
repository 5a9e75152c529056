using System.CommandLine;
using System.Globalization;
using Hub.Auth.Clients;

namespace Hub.Api.Commands;

/// <summary><c>hub clients rotate-secret</c> and <c>revoke-secret</c>.</summary>
internal static class ClientSecretCommands
{
    public static Command CreateRotate(CommandRunner runner)
    {
        var id = ClientStandingCommands.Id();
        var keep = new Option<string>("--keep-old")
        {
            Description = "How long the old secret lives on, such as 24h, 7d, 30m or 90s; 0 ends it now.",
            DefaultValueFactory = _ => "24h",
        };
        var why = ClientStandingCommands.Why();
        var command = new Command("rotate-secret", "Makes a new secret for a client and prints it, this once. The old one lives on for a while.")
        {
            id, keep, why,
        };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            if (ParseDuration(parsed.GetRequiredValue(keep)) is not { } kept)
                return DurationMalformed("keep_old", parsed.GetRequiredValue(keep));

            var (secret, refusal) = await hub.GetRequiredService<SecretAdmin>().RotateAsync(
                parsed.GetRequiredValue(id), kept, parsed.GetValue(why), cancel);
            if (secret is null)
                return Refusal(refusal!, parsed.GetRequiredValue(id));

            var json = ClientCommands.Json(secret.Client);
            json["client_secret"] = secret.Secret;
            json["old_expires_at"] = secret.OldExpiresAt is { } end ? Instants.Text(end) : null;
            return new CommandResult.Done(json, Text(secret));
        }));
        return command;
    }

    public static Command CreateRevoke(CommandRunner runner)
    {
        var id = ClientStandingCommands.Id();
        var prefix = new Argument<string>("prefix") { Description = "First characters of the secret, as hub clients show tells them." };
        var why = ClientStandingCommands.Why();
        var command = new Command("revoke-secret", "Ends a secret of a client within a second.") { id, prefix, why };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) => ClientStandingCommands.Tell(
            await hub.GetRequiredService<SecretAdmin>().RevokeAsync(
                parsed.GetRequiredValue(id), parsed.GetRequiredValue(prefix), parsed.GetValue(why), cancel),
            ClientStandingCommands.Text)));
        return command;
    }

    internal static CommandResult.Refused DurationMalformed(string field, string text) =>
        new("DURATION_MALFORMED", field, $"'{text}' is no duration.", "Write a number and a unit: 24h, 7d, 30m, or 0.");

    /// <summary>Reads a whole number of seconds, minutes, hours or days, or a plain zero; null when it is none.</summary>
    internal static TimeSpan? ParseDuration(string text)
    {
        if (text == "0")
            return TimeSpan.Zero;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' when number <= 100_000 => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    // The cure is another command, so it is told as one.
    private static CommandResult.Refused Refusal(Auth.AdminRefusal refusal, string clientId)
    {
        var told = ClientStandingCommands.Refusal(refusal);
        return refusal.Reason == "SECRETS_FULL"
            ? told with { Fix = $"End the one its program does not use: hub clients revoke-secret {clientId} PREFIX" }
            : told;
    }

    private static string Text(NewSecret secret)
    {
        var old = secret.OldExpiresAt is { } end
            ? $"The secret before it works until {Instants.Text(end)}: move the program to the new one by then."
            : "There was no live secret before it.";
        return $"""
            client_id      {secret.Client.ClientId}
            client_secret  {secret.Secret}
            {old}
            The new one is shown this once. Keep it where only the program that uses it can read it.
            """;
    }
}

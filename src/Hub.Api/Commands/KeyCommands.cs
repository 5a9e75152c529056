using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hub.Api.Participants;
using Hub.Auth.Keys;

namespace Hub.Api.Commands;

/// <summary><c>hub keys list</c>, <c>rotate</c> and <c>rewrap</c>.</summary>
internal static class KeyCommands
{
    private const string Announced = "The next key is announced and signs at its time; nobody notices.";

    private const string Switched =
        "The next key signs within five seconds. Tokens of the old one are good until they expire. Programs of others that check tokens and "
        + "keep the JWKS must read it again when a token names a key they do not know.";

    private const string Withdrawn =
        "Every hub on this database refuses their tokens within a second; clients get new ones with their next request. Programs of others that "
        + "check tokens take the old ones until they read the JWKS again: tell whoever runs them to do it now.";

    public static Command Create(CommandRunner runner) => new("keys", "Looks after the keys that sign tokens. They rotate by themselves.")
    {
        CreateList(runner),
        CreateRotate(runner),
        CreateRewrap(runner),
    };

    private static Command CreateList(CommandRunner runner)
    {
        var all = new Option<bool>("--all") { Description = "Also those that are published no more; their public parts verify receipts of their time." };
        var command = new Command("list", "Lists the signing keys in the order they sign.") { all };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var keys = await hub.GetRequiredService<KeyAdmin>().ListAsync(parsed.GetValue(all), cancel);
            return new CommandResult.Done(
                new() { ["keys"] = Json(keys) }, keys is [] ? "There are no signing keys yet; hub serve makes the first." : Lines(keys));
        }));
        return command;
    }

    private static Command CreateRotate(CommandRunner runner)
    {
        var now = new Option<bool>("--now") { Description = "Have the next key sign in five seconds, instead of after the time of announcement." };
        var revoke = new Option<string[]>("--revoke")
        {
            Description = "Withdraw this key, because others may hold it: its tokens are refused at once. Needs --now; may be given several times.",
            HelpName = "kid",
        };
        var why = ClientStandingCommands.Why();
        var command = new Command("rotate", "Announces the next signing key now; with --now, has it sign at once.") { now, revoke, why };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var keys = hub.GetRequiredService<KeyAdmin>();
            var kids = parsed.GetValue(revoke) ?? [];
            var (isNow, reason) = (parsed.GetValue(now), parsed.GetValue(why));
            if (kids.Length > 0 && !isNow)
            {
                return new CommandResult.Refused(
                    "NOW_MISSING", "now", "A key that others may hold is withdrawn at once, not announced.", "Add --now; or leave --revoke out.");
            }

            var (refusal, text) = (kids, isNow) switch
            {
                ([], false) => (await keys.AnnounceAsync(reason, cancel), Announced),
                ([], true) => (await keys.SwitchAsync(reason, cancel), Switched),
                _ => (await keys.WithdrawAsync(kids, reason, cancel), $"Withdrew {string.Join(", ", kids)}. {Withdrawn}"),
            };
            return refusal is null ? Told(await keys.ListAsync(false, cancel), text) : ClientStandingCommands.Refusal(refusal);
        }));
        return command;
    }

    private static Command CreateRewrap(CommandRunner runner)
    {
        var command = new Command("rewrap", "Encrypts the signing keys under the newest operator key.");
        command.SetAction(runner.Offline(async (_, hub, cancel) =>
        {
            var rewrapped = await hub.GetRequiredService<KeyAdmin>().RewrapAsync(cancel);
            var uses = await hub.GetRequiredService<KeyCheck>().ListOperatorKeysAsync(cancel);
            var json = new JsonObject
            {
                ["rewrapped"] = rewrapped,
                ["operator_keys"] = new JsonArray([.. uses.Select(use => new JsonObject
                {
                    ["id"] = use.Id,
                    ["newest"] = use.IsNewest,
                    ["given"] = use.IsGiven,
                    ["signing_keys"] = use.SigningKeys,
                    ["client_secrets"] = use.Secrets,
                })]),
            };
            return new CommandResult.Done(json, $"Encrypted {rewrapped} signing keys anew.\n{string.Join('\n', uses.Select(Line))}");
        }));
        return command;
    }

    /// <summary>What a version of the operator's key is needed for.</summary>
    internal static string Line(OperatorKeyUse use) => string.Create(
        CultureInfo.InvariantCulture,
        $"Operator key {use.Id} ({(use.IsNewest ? "newest" : use.IsGiven ? "older" : "not given")}) holds {use.SigningKeys} signing keys and {use.Secrets} client secrets.");

    private static CommandResult.Done Told(IReadOnlyList<SigningKeyLife> keys, string text) => new(new() { ["keys"] = Json(keys) }, $"{text}\n{Lines(keys)}");

    private static JsonArray Json(IReadOnlyList<SigningKeyLife> keys) => new([.. keys.Select(key => new JsonObject
    {
        ["kid"] = key.Kid,
        ["state"] = Codes.Of(key.State),
        ["created_at"] = Instants.Text(key.CreatedAt),
        ["signs_from"] = Instants.Text(key.SignsFrom),
        ["signs_until"] = key.SignsUntil is { } end ? Instants.Text(end) : null,
        ["published_until"] = Instants.Text(key.PublishedUntil),
        ["operator_key"] = key.OperatorKeyId,
        ["public_jwk"] = JsonNode.Parse(key.PublicJwk),
    })]);

    private static string Lines(IReadOnlyList<SigningKeyLife> keys) => string.Join('\n', keys.Select(key =>
        $"{key.Kid}  {Codes.Of(key.State),-9}  signs from {Instants.Text(key.SignsFrom)}"
        + $"{(key.SignsUntil is { } end ? $" until {Instants.Text(end)}" : "")}, published until {Instants.Text(key.PublishedUntil)}"));
}

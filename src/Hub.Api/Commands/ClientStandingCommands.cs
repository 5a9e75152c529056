using System.CommandLine;
using System.Globalization;
using Hub.Api.Participants;
using Hub.Auth;
using Hub.Auth.Clients;
using Hub.Data.Clients;

namespace Hub.Api.Commands;

/// <summary><c>hub clients show</c>, <c>enable</c>, <c>disable</c>, <c>set-scopes</c>, <c>set-keys</c>, <c>approve</c> and <c>refuse</c>.</summary>
internal static class ClientStandingCommands
{
    public static Command CreateShow(CommandRunner runner)
    {
        var id = Id();
        var command = new Command("show", "Shows a client and its secrets' prefixes. Secrets are never shown again.") { id };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
            Tell(await Standing(hub).FindAsync(parsed.GetRequiredValue(id), cancel), Text)));
        return command;
    }

    public static Command CreateEnable(CommandRunner runner) => Create(
        runner, "enable", "Lets a client get tokens again.", (clients, id, why, cancel) => clients.UpdateAsync(id, ClientStatus.Active, null, why, cancel), "Enabled");

    public static Command CreateDisable(CommandRunner runner) => Create(
        runner,
        "disable",
        "Refuses a client tokens, and every call with those it has, within a second. Deletes nothing.",
        (clients, id, why, cancel) => clients.UpdateAsync(id, ClientStatus.Disabled, null, why, cancel),
        "Disabled");

    public static Command CreateApprove(CommandRunner runner) => Create(
        runner, "approve", "Lets a client that registered itself get tokens.", (clients, id, why, cancel) => clients.ApproveAsync(id, why, cancel), "Approved");

    public static Command CreateSetScopes(CommandRunner runner)
    {
        var id = Id();
        var scopes = new Argument<string>("scopes") { Description = $"Scopes, parted by spaces: {string.Join(", ", ScopeNames.All)}." };
        var why = Why();
        var command = new Command("set-scopes", "Sets what tokens of a client may allow; those it has allow no more within a second.") { id, scopes, why };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) => Tell(
            await Standing(hub).UpdateAsync(parsed.GetRequiredValue(id), null, parsed.GetRequiredValue(scopes), parsed.GetValue(why), cancel),
            client => $"Set {ClientCommands.Line(client)}")));
        return command;
    }

    public static Command CreateSetKeys(CommandRunner runner)
    {
        var (id, why, proof) = (Id(), Why(), new ProofOptions());
        var command = new Command("set-keys", "Replaces the keys of a client, or its certificate's name, within a second. Give old and new keys in one set, later the new ones alone.")
        {
            id, why,
        };
        proof.AddKeysTo(command);
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var (keys, wrong) = await proof.ReadKeysAsync(parsed, cancel);
            if (keys is null)
                return wrong!;
            if (keys == new NewKeys())
                return new CommandResult.Refused("KEYS_MISSING", "jwks", "No key, address or name was given.", "Give --jwks FILE, --jwks-uri URL or --certificate-name KIND=NAME.");

            return Tell(
                await Standing(hub).UpdateAsync(parsed.GetRequiredValue(id), null, null, keys, parsed.GetValue(why), cancel),
                client => $"Set the keys of {ClientCommands.Line(client)}");
        }));
        return command;
    }

    public static Command CreateRefuse(CommandRunner runner)
    {
        var id = Id();
        var why = Why();
        var command = new Command("refuse", "Removes a client that registered itself and waits for approval.") { id, why };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var given = parsed.GetRequiredValue(id);
            return await Standing(hub).RefuseAsync(given, parsed.GetValue(why), cancel) is { } refusal
                ? Refusal(refusal)
                : new CommandResult.Done(new() { ["client_id"] = given }, $"Refused and removed {given}.");
        }));
        return command;
    }

    /// <summary>The argument that names a client.</summary>
    internal static Argument<string> Id() => new("client") { Description = "Id of the client." };

    /// <summary>The option that says why.</summary>
    internal static Option<string?> Why() => new("--reason")
    {
        Description = $"Why, in up to {AdminReason.LongestReason} characters, for the audit log: a ticket, say; no names of people.",
    };

    internal static CommandResult.Refused Refusal(AdminRefusal refusal) => new(refusal.Reason, refusal.Field, refusal.Message, refusal.Fix);

    internal static CommandResult Tell((ClientListing? Client, AdminRefusal? Refusal) changed, Func<ClientListing, string> text) =>
        changed.Client is { } client ? new CommandResult.Done(ClientCommands.Json(client), text(client)) : Refusal(changed.Refusal!);

    internal static string Text(ClientListing client) => string.Join(
        '\n',
        [
            $"client_id      {client.ClientId}",
            $"name           {client.Name ?? "-"}",
            $"participant    {client.ParticipantPublicId}  {client.ParticipantName}",
            $"status         {Codes.Of(client.Status)}",
            $"scopes         {ScopeNames.Format(client.Scopes)}",
            $"authenticates  {Codes.Of(client.AuthenticationMethod)}",
            $"created        {Instants.Text(client.CreatedAt)}",
            .. client.Secrets.Select(Line),
        ]);

    private static string Line(SecretListing secret) => string.Create(
        CultureInfo.InvariantCulture,
        $"secret         {secret.Prefix}…  expires {Or(secret.ExpiresAt, "never")}, last used {Or(secret.LastUsedAt, "never")}");

    private static string Or(DateTimeOffset? instant, string none) => instant is { } told ? Instants.Text(told) : none;

    private static ClientStanding Standing(IServiceProvider hub) => hub.GetRequiredService<ClientStanding>();

    private static Command Create(
        CommandRunner runner,
        string name,
        string description,
        Func<ClientStanding, string, string?, CancellationToken, Task<(ClientListing? Client, AdminRefusal? Refusal)>> change,
        string done)
    {
        var (id, why) = (Id(), Why());
        var command = new Command(name, description) { id, why };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) => Tell(
            await change(Standing(hub), parsed.GetRequiredValue(id), parsed.GetValue(why), cancel),
            client => $"{done} {ClientCommands.Line(client)}")));
        return command;
    }
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Hub.Api.Participants;
using Hub.Auth.Clients;
using Hub.Data.Clients;

namespace Hub.Api.Commands;

/// <summary><c>hub clients</c>: <c>add</c> and <c>list</c> are here, the rest beside.</summary>
internal static class ClientCommands
{
    public static Command Create(CommandRunner runner) => new("clients", "Makes the credentials that programs of participants call with.")
    {
        CreateAdd(runner),
        CreateList(runner),
        ClientStandingCommands.CreateShow(runner),
        ClientStandingCommands.CreateEnable(runner),
        ClientStandingCommands.CreateDisable(runner),
        ClientStandingCommands.CreateSetScopes(runner),
        ClientStandingCommands.CreateSetKeys(runner),
        ExternalClientCommand.Create(runner),
        ClientStandingCommands.CreateApprove(runner),
        ClientStandingCommands.CreateRefuse(runner),
        ClientSecretCommands.CreateRotate(runner),
        ClientSecretCommands.CreateRevoke(runner),
    };

    private static Command CreateAdd(CommandRunner runner)
    {
        var participant = new Option<string>("--participant") { Description = "Id of the participant it calls for.", Required = true };
        var scopes = new Option<string>("--scopes") { Description = $"Scopes, parted by spaces: {string.Join(", ", ScopeNames.All)}.", Required = true };
        var proof = new ProofOptions();
        var command = new Command("add", "Makes a client and prints its secret, this once.") { participant, scopes };
        proof.AddTo(command);

        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var (proved, wrong) = await proof.ReadAsync(parsed, cancel);
            if (wrong is not null)
                return wrong;

            var owner = parsed.GetRequiredValue(participant);
            if (!Guid.TryParseExact(owner, "D", out var ownerId))
                return ParticipantCommands.Refusal([Registration.ParticipantMissing(owner)]);

            return await hub.GetRequiredService<ClientAdmin>().AddAsync(ownerId, parsed.GetRequiredValue(scopes), proved!, cancel) switch
            {
                { Client: { } client } => new CommandResult.Done(Json(client), Text(client)),
                { Refusal: var refusal } => ClientStandingCommands.Refusal(refusal!),
            };
        }));
        return command;
    }

    private static Command CreateList(CommandRunner runner)
    {
        var participant = new Option<Guid?>("--participant") { Description = "Only those of this participant." };
        var command = new Command("list", "Lists the clients. Secrets are never shown again.") { participant };
        command.SetAction(runner.Offline(async (parsed, hub, cancel) =>
        {
            var all = await hub.GetRequiredService<ClientAdmin>().ListAsync(parsed.GetValue(participant), cancel);
            return new CommandResult.Done(
                new() { ["clients"] = new JsonArray([.. all.Select(Json)]) },
                all is []
                    ? "There are no clients. Add one: hub clients add --participant ID --scopes \"catalogue.write dashboard.read\""
                    : string.Join('\n', all.Select(Line)));
        }));
        return command;
    }

    internal static JsonObject Json(NewClient client) => new()
    {
        ["id"] = client.ClientId,
        ["client_id"] = client.ClientId,
        ["client_secret"] = client.Proof.HasSecret ? client.Secret : null,
        ["participant_id"] = client.ParticipantPublicId.ToString(),
        ["scopes"] = ScopeNames.Format(client.Scopes),
        ["authentication_method"] = Codes.Of(client.Proof.Method),
    };

    internal static string Text(NewClient client) => client.Proof.HasSecret ? TextWithSecret(client) : $"""
        client_id      {client.ClientId}
        method         {ProofNames.Of(client.Proof.Method)}
        scopes         {ScopeNames.Format(client.Scopes)}
        It has no secret: its program proves itself with the private key that it keeps.
        """;

    private static string TextWithSecret(NewClient client) => $"""
        client_id      {client.ClientId}
        client_secret  {client.Secret}
        scopes         {ScopeNames.Format(client.Scopes)}
        The secret is shown this once. Keep it where only the program that uses it can read it.
        """;

    internal static JsonObject Json(ClientListing client) => new()
    {
        ["id"] = client.ClientId,
        ["client_id"] = client.ClientId,
        ["participant_id"] = client.ParticipantPublicId.ToString(),
        ["participant_name"] = client.ParticipantName,
        ["scopes"] = ScopeNames.Format(client.Scopes),
        ["status"] = Codes.Of(client.Status),
        ["name"] = client.Name,
        ["authentication_method"] = Codes.Of(client.AuthenticationMethod),
        ["created_at"] = Instants.Text(client.CreatedAt),
        ["secrets"] = new JsonArray([.. client.Secrets.Select(Json)]),
    };

    private static JsonObject Json(SecretListing secret) => new()
    {
        ["prefix"] = secret.Prefix,
        ["created_at"] = Instants.Text(secret.CreatedAt),
        ["expires_at"] = secret.ExpiresAt is { } end ? Instants.Text(end) : null,
        ["last_used_at"] = secret.LastUsedAt is { } used ? Instants.Text(used) : null,
    };

    internal static string Line(ClientListing client) =>
        $"{client.ClientId}  {Codes.Of(client.Status),-8}  {ScopeNames.Format(client.Scopes)}  ({client.ParticipantName})";
}

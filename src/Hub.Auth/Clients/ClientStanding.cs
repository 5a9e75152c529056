using Hub.Auth.Audit;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>Whether a client may get tokens, by which keys, and what they may allow. A running hub finds a change within a second.</summary>
public sealed class ClientStanding
{
    private readonly ClientStore _store;
    private readonly AuditLog _audit;
    private readonly ILogger<ClientStanding> _log;

    internal ClientStanding(ClientStore store, AuditLog audit, ILogger<ClientStanding> log) => (_store, _audit, _log) = (store, audit, log);

    /// <summary>The client of a public id.</summary>
    public async Task<(ClientListing? Client, AdminRefusal? Refusal)> FindAsync(string clientId, CancellationToken cancel) =>
        await _store.FindListingAsync(clientId, cancel) is { } client ? (client, null) : (null, ClientRefusals.NotFound(clientId));

    /// <summary>Clients, or those of one participant, oldest first.</summary>
    /// <param name="participantPublicId">Participant whose clients to list; null lists all.</param>
    /// <param name="after">Place of the last one already seen; zero starts at the first.</param>
    /// <param name="most">How many to return at most.</param>
    /// <param name="cancel">Ends the reading.</param>
    public Task<IReadOnlyList<ClientListing>> ListAsync(Guid? participantPublicId, long after, int most, CancellationToken cancel) =>
        _store.ListAsync(participantPublicId, after, most, cancel);

    /// <summary>Sets whether a client may get and use tokens, and the most these may allow.</summary>
    public Task<(ClientListing? Client, AdminRefusal? Refusal)> UpdateAsync(
        string clientId, ClientStatus? status, string? scopes, string? why, CancellationToken cancel) =>
        UpdateAsync(clientId, status, scopes, new(), why, cancel);

    /// <summary>
    /// Sets whether a client may get and use tokens, the most these may allow, and what it proves itself by; tokens it has allow no more from
    /// then on. Changes all or nothing, and leaves as it is what is not given.
    /// </summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="status">Active or disabled; null leaves it.</param>
    /// <param name="scopes">Names of scopes, parted by spaces; null leaves them.</param>
    /// <param name="keys">Its keys and its certificate's name; what is null in them is left.</param>
    /// <param name="why">Why it is changed; null when that was not said.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(ClientListing? Client, AdminRefusal? Refusal)> UpdateAsync(
        string clientId, ClientStatus? status, string? scopes, NewKeys keys, string? why, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (status == ClientStatus.Pending)
            return (null, ClientRefusals.StatusNotSettable());

        var granted = Scopes.None;
        if (scopes is not null && (!ScopeNames.TryParse(scopes, out granted, out _) || granted == Scopes.None))
            return (null, ClientAdmin.Check(scopes));

        return await ChangeAsync(
            clientId,
            why,
            client =>
            {
                if (status is not null && client.Status == ClientStatus.Pending)
                    return ClientRefusals.Pending(clientId);
                if (keys != new NewKeys() && keys.Replace(client) is { } refusal)
                    return refusal;

                client.Status = status ?? client.Status;
                client.Scopes = scopes is null ? client.Scopes : granted;
                return null;
            },
            cancel);
    }

    /// <summary>Lets a client that registered itself get tokens. One that is active is left as it is.</summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="why">Why it is approved; null when that was not said.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public Task<(ClientListing? Client, AdminRefusal? Refusal)> ApproveAsync(string clientId, string? why, CancellationToken cancel) => ChangeAsync(
        clientId,
        why,
        client =>
        {
            if (client.Status == ClientStatus.Disabled)
                return ClientRefusals.NotPending(clientId, client.Status);

            client.Status = ClientStatus.Active;
            return null;
        },
        cancel);

    /// <summary>Removes a client that registered itself and was not approved.</summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="why">Why it is refused; null when that was not said.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <returns>Why it was not removed; null when it was.</returns>
    public async Task<AdminRefusal?> RefuseAsync(string clientId, string? why, CancellationToken cancel)
    {
        if (AdminReason.Check(why) is { } tooLong)
            return tooLong;
        if (await _store.FindListingAsync(clientId, cancel) is not { } client)
            return ClientRefusals.NotFound(clientId);
        if (!await _store.RemovePendingAsync(clientId, cancel))
            return ClientRefusals.NotPending(clientId, client.Status);

        _log.ClientRefused(clientId);
        await _audit.RecordAsync(About(AuditEvents.ClientRefused, client, why));
        return null;
    }

    private async Task<(ClientListing? Client, AdminRefusal? Refusal)> ChangeAsync(
        string clientId, string? why, Func<ClientCredential, AdminRefusal?> change, CancellationToken cancel)
    {
        if (AdminReason.Check(why) is { } tooLong)
            return (null, tooLong);

        var (status, scopes, keys, newKeys) = (default(ClientStatus), default(Scopes), "", "");
        var (refusal, client) = await _store.ChangeAsync(
            clientId,
            found =>
            {
                (status, scopes, keys) = (found.Status, found.Scopes, NewKeys.Describe(found));
                var refused = change(found);
                newKeys = NewKeys.Describe(found);
                return refused;
            },
            cancel);
        if (client is null || refusal is not null)
            return (null, refusal ?? ClientRefusals.NotFound(clientId));

        await TellAsync(client, status, scopes, why);
        if (keys != newKeys)
        {
            _log.ClientKeysChanged(client.ClientId);
            await _audit.RecordAsync(About(AuditEvents.ClientKeysChanged, client, why) with { Detail = $"from {keys} to {newKeys}" });
        }

        return (client, null);
    }

    // What was so before needs no entry: a change that is repeated is none.
    private async Task TellAsync(ClientListing client, ClientStatus status, Scopes scopes, string? why)
    {
        if (client.Status != status)
            await _audit.RecordAsync(About(NameOf(status, client.Status), client, why));
        if (client.Scopes != scopes)
        {
            await _audit.RecordAsync(About(AuditEvents.ClientScopesChanged, client, why) with
            {
                Detail = $"from {ScopeNames.Format(scopes)} to {ScopeNames.Format(client.Scopes)}",
            });
        }

        if (client.Status != status || client.Scopes != scopes)
            _log.ClientChanged(client.ClientId, client.Status, ScopeNames.Format(client.Scopes));
    }

    private static string NameOf(ClientStatus before, ClientStatus now) => (before, now) switch
    {
        (ClientStatus.Pending, ClientStatus.Active) => AuditEvents.ClientApproved,
        (_, ClientStatus.Active) => AuditEvents.ClientEnabled,
        _ => AuditEvents.ClientDisabled,
    };

    private static AuditEvent About(string name, ClientListing client, string? why) =>
        new(name) { Client = client.ClientId, Participant = client.ParticipantPublicId.ToString(), Reason = AdminReason.Of(why) };
}

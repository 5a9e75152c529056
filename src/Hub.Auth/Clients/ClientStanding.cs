using Hub.Auth.Audit;
using Hub.Data.Clients;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>Whether a client may get tokens, and what they may allow. A running hub finds a change within a second.</summary>
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

    /// <summary>
    /// Sets whether a client may get and use tokens, and the most these may allow; tokens it has allow no more from then on. Changes both
    /// or neither, and leaves as it is what is not given.
    /// </summary>
    /// <param name="clientId">Public id of the client.</param>
    /// <param name="status">Active or disabled; null leaves it.</param>
    /// <param name="scopes">Names of scopes, parted by spaces; null leaves them.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(ClientListing? Client, AdminRefusal? Refusal)> UpdateAsync(
        string clientId, ClientStatus? status, string? scopes, CancellationToken cancel)
    {
        if (status == ClientStatus.Pending)
            return (null, ClientRefusals.StatusNotSettable());

        var granted = Scopes.None;
        if (scopes is not null && (!ScopeNames.TryParse(scopes, out granted, out _) || granted == Scopes.None))
            return (null, ClientRefusals.Scopes(ClientAdmin.Check(scopes)!));

        var changed = await ChangeAsync(
            clientId,
            client =>
            {
                if (status is not null && client.Status == ClientStatus.Pending)
                    return ClientRefusals.Pending(clientId);

                client.Status = status ?? client.Status;
                client.Scopes = scopes is null ? client.Scopes : granted;
                _log.ClientChanged(clientId, client.Status, ScopeNames.Format(client.Scopes));
                return null;
            },
            cancel);
        if (status is { } set)
            await RecordAsync(changed, set == ClientStatus.Active ? AuditEvents.ClientEnabled : AuditEvents.ClientDisabled);
        if (scopes is not null)
            await RecordAsync(changed, AuditEvents.ClientScopesChanged);
        return changed;
    }

    /// <summary>Lets a client that registered itself get tokens. One that is active is left as it is.</summary>
    public async Task<(ClientListing? Client, AdminRefusal? Refusal)> ApproveAsync(string clientId, CancellationToken cancel)
    {
        var approved = await ChangeAsync(
            clientId,
            client =>
            {
                if (client.Status == ClientStatus.Disabled)
                    return ClientRefusals.NotPending(clientId, client.Status);

                client.Status = ClientStatus.Active;
                _log.ClientChanged(clientId, client.Status, ScopeNames.Format(client.Scopes));
                return null;
            },
            cancel);
        await RecordAsync(approved, AuditEvents.ClientApproved);
        return approved;
    }

    /// <summary>Removes a client that registered itself and was not approved.</summary>
    /// <returns>Why it was not removed; null when it was.</returns>
    public async Task<AdminRefusal?> RefuseAsync(string clientId, CancellationToken cancel)
    {
        if (await _store.RemovePendingAsync(clientId, cancel))
        {
            _log.ClientRefused(clientId);
            await _audit.RecordAsync(new(AuditEvents.ClientRefused) { Client = clientId });
            return null;
        }

        return await _store.FindListingAsync(clientId, cancel) is { } client
            ? ClientRefusals.NotPending(clientId, client.Status)
            : ClientRefusals.NotFound(clientId);
    }

    private async Task RecordAsync((ClientListing? Client, AdminRefusal? Refusal) changed, string name)
    {
        if (changed.Client is { } client)
        {
            await _audit.RecordAsync(new(name)
            {
                Client = client.ClientId, Participant = client.ParticipantPublicId.ToString(), Detail = ScopeNames.Format(client.Scopes),
            });
        }
    }

    private async Task<(ClientListing? Client, AdminRefusal? Refusal)> ChangeAsync(
        string clientId, Func<ClientCredential, AdminRefusal?> change, CancellationToken cancel)
    {
        var (refusal, client) = await _store.ChangeAsync(clientId, change, cancel);
        return client is null ? (null, ClientRefusals.NotFound(clientId))
            : refusal is not null ? (null, refusal)
            : (client, null);
    }
}

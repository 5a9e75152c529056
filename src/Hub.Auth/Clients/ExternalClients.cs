using Hub.Auth.Audit;
using Hub.Data;
using Hub.Data.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Hub.Auth.Clients;

/// <summary>Registers clients of another issuer: by the id they have there, for a participant here. They have no secret in the hub.</summary>
public sealed class ExternalClients
{
    private const int LongestId = 64;

    private readonly ClientStore _store;
    private readonly IDbContextFactory<HubDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly AuditLog _audit;
    private readonly ILogger<ExternalClients> _log;

    internal ExternalClients(ClientStore store, IDbContextFactory<HubDbContext> contexts, TimeProvider time, AuditLog audit, ILogger<ExternalClients> log) =>
        (_store, _contexts, _time, _audit, _log) = (store, contexts, time, audit, log);

    /// <summary>Registers a client.</summary>
    /// <param name="participantPublicId">Public id of the participant it calls for.</param>
    /// <param name="clientId">Its id at the other issuer, as tokens bear it.</param>
    /// <param name="scopes">Names of scopes, parted by spaces: the most its tokens may allow here.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public async Task<(ClientListing? Client, AdminRefusal? Refusal)> AddAsync(
        Guid participantPublicId, string clientId, string scopes, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(clientId);

        // RFC 6749, appendix A.1: visible characters and the space, which nobody could tell at an end.
        if (clientId.Length is 0 or > LongestId || !clientId.All(c => c is > ' ' and <= '~'))
            return (null, ClientRefusals.IdUnusable(LongestId));
        if (!ScopeNames.TryParse(scopes, out var granted, out _) || granted == Scopes.None)
            return (null, ClientAdmin.Check(scopes));
        if (await _store.FindListingAsync(clientId, cancel) is not null)
            return (null, ClientRefusals.IdTaken(clientId));

        await using var db = await _contexts.CreateDbContextAsync(cancel);
        var participant = await db.Participants.Where(p => p.PublicId == participantPublicId).Select(p => (long?)p.Id).SingleOrDefaultAsync(cancel);
        if (participant is not { } owner)
            return (null, ClientRefusals.ParticipantNotFound(participantPublicId));

        await _store.AddAsync(new() { ClientId = clientId, ParticipantId = owner, Scopes = granted, CreatedAt = _time.GetUtcNow() }, cancel);
        _log.ClientAdded(clientId, participantPublicId, ScopeNames.Format(granted));
        await _audit.RecordAsync(new(AuditEvents.ClientAdded)
        {
            Client = clientId, Participant = participantPublicId.ToString(), Detail = ScopeNames.Format(granted),
        });
        return (await _store.FindListingAsync(clientId, cancel), null);
    }
}

using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Source = Hub.Registry.V1.Source;
using SyncSession = Hub.Catalogue.V1.SyncSession;

namespace Hub.Api.Catalogue;

/// <summary>Answers a partner's questions about its own sources, sessions, verdicts and items.</summary>
internal sealed class CatalogueReader(IDbContextFactory<HubDbContext> contexts, SourceAccess sources)
{
    public async Task<Source> GetSourceAsync(Caller caller, string id, CancellationToken cancel) =>
        SourceMessages.Of(await sources.FindAsync(caller, id, cancel), caller.ParticipantPublicId);

    public async Task<ListSourcesResponse> ListSourcesAsync(Caller caller, ListSourcesRequest request, CancellationToken cancel)
    {
        var size = Pages.Size(request.PageSize);
        var after = Pages.Read("sources", request.PageToken, 0);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var page = await db.Sources.AsNoTracking()
            .Where(s => s.ParticipantId == caller.ParticipantId && s.Id > after)
            .OrderBy(s => s.Id)
            .Take(size + 1)
            .ToListAsync(cancel);
        return new()
        {
            Sources = { page.Take(size).Select(s => SourceMessages.Of(s, caller.ParticipantPublicId)) },
            NextPageToken = page.Count > size ? PageToken.Encode("sources", page[size - 1].Id) : "",
        };
    }

    /// <summary>Public id of a session that belongs to the caller and may be settled: its source is not suspended.</summary>
    public async Task<Guid> FindSessionAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var session = await FindAsync(db, caller, id, cancel);
        return session.Source.IsClosed ? throw CatalogueFailures.Suspended(Standing.SourceSuspended) : session.PublicId;
    }

    public async Task<SyncSession> GetSessionAsync(Caller caller, string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return SessionMessages.Of(await FindAsync(db, caller, id, cancel));
    }

    public async Task<ListVerdictsResponse> ListVerdictsAsync(Caller caller, ListVerdictsRequest request, CancellationToken cancel)
    {
        var size = Pages.Size(request.PageSize);
        foreach (var (index, outcome) in request.Outcomes.Index())
        {
            if (!System.Enum.IsDefined((Hub.Data.Catalogue.Outcome)outcome))
                throw CatalogueFailures.Invalid(FailureReasons.FilterInvalid, string.Create(CultureInfo.InvariantCulture, $"outcomes[{index}]"));
        }

        var source = await sources.FindAsync(caller, request.Source, cancel);
        var list = $"verdicts {source.Id} {request.SessionId} {request.ExternalId} {string.Join(',', request.Outcomes)}";
        var before = Pages.Read(list, request.PageToken, long.MaxValue);
        await using var db = await contexts.CreateDbContextAsync(cancel);

        var verdicts = db.Verdicts.AsNoTracking().Where(v => v.SourceId == source.Id && v.Id < before);
        if (request.HasSessionId)
        {
            var session = await FindAsync(db, caller, request.SessionId, cancel);
            verdicts = verdicts.Where(v => v.SessionId == session.Id);
        }

        if (request.HasExternalId)
            verdicts = verdicts.Where(v => v.ExternalId == request.ExternalId);
        if (request.Outcomes.Count > 0)
        {
            var outcomes = request.Outcomes.Select(o => (Hub.Data.Catalogue.Outcome)o).ToList();
            verdicts = verdicts.Where(v => outcomes.Contains(v.Outcome));
        }

        var page = await verdicts.OrderByDescending(v => v.Id).Take(size + 1).ToListAsync(cancel);
        return new()
        {
            Verdicts = { page.Take(size).Select(Verdicts.Of) },
            NextPageToken = page.Count > size ? PageToken.Encode(list, page[size - 1].Id) : "",
        };
    }

    public async Task<GetItemResponse> GetItemAsync(Caller caller, GetItemRequest request, CancellationToken cancel)
    {
        var source = await sources.FindAsync(caller, request.Source, cancel);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var offer = await db.Offers.AsNoTracking()
            .FirstOrDefaultAsync(o => o.SourceId == source.Id && o.ExternalId == request.ExternalId, cancel)
            ?? throw CatalogueFailures.ItemNotFound(request.ExternalId);
        var pending = await db.PendingItems.AsNoTracking().FirstOrDefaultAsync(p => p.OfferId == offer.Id, cancel);
        var verdict = await db.Verdicts.AsNoTracking()
            .Where(v => v.SourceId == source.Id && v.ExternalId == request.ExternalId)

            // A partner without counters names no revision, so its words are known by their snapshot.
            .Where(v => v.Revision == offer.SaidRevision || (v.Revision == 0 && v.SessionId == offer.SaidSession))
            .OrderByDescending(v => v.Id)
            .FirstOrDefaultAsync(cancel);

        return new()
        {
            Input = ItemMessages.Said(offer, pending),
            Published = offer.State == OfferState.Published ? ItemMessages.Of(offer, offer.Revision, offer.Body) : null,
            LastGood = offer.Revision > 0 ? ItemMessages.Of(offer, offer.Revision, offer.Body) : null,
            State = (ItemState)offer.State,
            Waiting = pending is not null,
            Verdict = verdict is null ? null : Verdicts.Of(verdict),
            OfferId = offer.Revision > 0 ? offer.PublicId.ToString() : "",
            ChangedAt = Timestamp.FromDateTimeOffset(offer.ChangedAt),
        };
    }

    private static async Task<Hub.Data.Catalogue.SyncSession> FindAsync(HubDbContext db, Caller caller, string id, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var publicId))
            throw CatalogueFailures.SessionNotFound(id);
        return await db.SyncSessions.AsNoTracking().Include(s => s.Source)
            .FirstOrDefaultAsync(s => s.PublicId == publicId && s.Source.ParticipantId == caller.ParticipantId, cancel)
            ?? throw CatalogueFailures.SessionNotFound(id);
    }
}

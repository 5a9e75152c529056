using Hub.Auth.Bearer;
using Hub.Data;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;

namespace Hub.Api.Catalogue;

/// <summary>Finds what belongs to the caller. Another participant's source and a missing one answer alike.</summary>
internal sealed class SourceAccess(IDbContextFactory<HubDbContext> contexts, AreaReference areas)
{
    /// <summary>The caller's source of this public id.</summary>
    public async Task<Source> FindAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!Guid.TryParse(id, out var publicId))
            throw CatalogueFailures.SourceNotFound(id);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Sources.AsNoTracking()
            .FirstOrDefaultAsync(s => s.PublicId == publicId && s.ParticipantId == caller.ParticipantId, cancel)
            ?? throw CatalogueFailures.SourceNotFound(id);
    }

    /// <summary>Any participant's source of this public id, for an operator who reviews its items.</summary>
    public async Task<Source> FindForReviewAsync(string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var source = Guid.TryParse(id, out var publicId)
            ? await db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.PublicId == publicId, cancel)
            : null;
        return source switch
        {
            null => throw CatalogueFailures.NoSource(id),
            { VerificationPolicy: not VerificationPolicy.BeforePublish } => throw CatalogueFailures.NoReview(),
            _ => source,
        };
    }

    /// <summary>The caller's source of this public id, for writing.</summary>
    public async Task<Source> FindForWritingAsync(Caller caller, string id, CancellationToken cancel)
    {
        var source = await FindAsync(caller, id, cancel);
        return source.IsClosed ? throw CatalogueFailures.Suspended(Standing.SourceSuspended) : source;
    }

    /// <summary>Whether a source may be written now. One that is gone counts as suspended.</summary>
    public async Task<Standing> StandingOfAsync(long sourceId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var found = await db.Sources.Where(s => s.Id == sourceId).Select(s => new { s.State, s.SuspendedBy, s.Participant.Status }).FirstOrDefaultAsync(cancel);
        return found switch
        {
            { Status: ParticipantStatus.Suspended } => Standing.ParticipantSuspended,
            null or { State: SourceState.Suspended, SuspendedBy: not SuspendedBy.Silence } => Standing.SourceSuspended,
            _ => Standing.Active,
        };
    }

    /// <summary>What the rules must know of a source.</summary>
    public RuleContext RulesOf(Source source) => new(source.OfferKinds, source.VacancyProfile, areas.Current)
    {
        NeedsReview = source.VerificationPolicy == VerificationPolicy.BeforePublish,
    };
}

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Participants;

/// <summary>A participant to register; checked by the caller.</summary>
/// <param name="LegalName">Legal name.</param>
/// <param name="Kind">Kind of organisation.</param>
/// <param name="Nib">Business identification number; null when it has none.</param>
/// <param name="AreaCode">Kemendagri code of its seat; null when not told.</param>
public sealed record NewParticipant(string LegalName, ParticipantKind Kind, string? Nib = null, string? AreaCode = null);

/// <summary>A source to register; checked by the caller.</summary>
/// <param name="Participant">Public id of the participant that owns it.</param>
/// <param name="Name">Name, unique within the participant.</param>
/// <param name="OfferKinds">Kinds of offer it may hold.</param>
/// <param name="LeaseHours">Hours of silence before it is stale; null means a week.</param>
/// <param name="WithdrawalGuard">Withdrawals a session may make; null means the larger of 20 and a tenth of its live offers.</param>
/// <param name="VerificationPolicy">When its offers may be shown.</param>
/// <param name="VacancyProfile">Which vacancy fields are compulsory.</param>
public sealed record NewSource(
    Guid Participant,
    string Name,
    OfferKinds OfferKinds,
    int? LeaseHours = null,
    int? WithdrawalGuard = null,
    VerificationPolicy VerificationPolicy = VerificationPolicy.AfterPublish,
    VacancyProfile VacancyProfile = VacancyProfile.General);

/// <summary>What became of a source to register.</summary>
public enum SourceOutcome
{
    Registered = 1,
    ParticipantMissing = 2,
    NameTaken = 3,
}

/// <summary>Writes participants and sources, and lists them. Source columns about synchronisation are the offer store's.</summary>
public sealed class ParticipantStore(IDbContextFactory<HubDbContext> contexts, TimeProvider time)
{
    // Such as 33.25.
    private const int RegencyCodeLength = 5;

    // SQLITE_CONSTRAINT_UNIQUE, https://www.sqlite.org/rescode.html
    private const int UniqueConstraint = 2067;

    /// <summary>Registers a participant.</summary>
    public async Task<Participant> AddAsync(NewParticipant added, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(added);
        var now = Now();
        var participant = new Participant
        {
            PublicId = Guid.CreateVersion7(now),
            LegalName = added.LegalName,
            Kind = added.Kind,
            Nib = added.Nib,
            AreaCode = added.AreaCode,
            CreatedAt = now,
        };

        await using var db = await contexts.CreateDbContextAsync(cancel);
        db.Participants.Add(participant);
        await db.SaveChangesAsync(cancel);
        return participant;
    }

    /// <summary>Registers a source of a participant; null unless it was registered.</summary>
    public async Task<(SourceOutcome Outcome, Source? Source)> AddSourceAsync(NewSource added, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(added);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (await db.Participants.SingleOrDefaultAsync(p => p.PublicId == added.Participant, cancel) is not { } owner)
            return (SourceOutcome.ParticipantMissing, null);
        if (await db.Sources.AnyAsync(s => s.ParticipantId == owner.Id && s.Name == added.Name, cancel))
            return (SourceOutcome.NameTaken, null);

        var now = Now();
        var source = new Source
        {
            PublicId = Guid.CreateVersion7(now),
            ParticipantId = owner.Id,
            Participant = owner,
            Name = added.Name,
            OfferKinds = added.OfferKinds,
            LeaseHours = added.LeaseHours ?? Source.DefaultLeaseHours,
            WithdrawalGuard = added.WithdrawalGuard,
            VerificationPolicy = added.VerificationPolicy,
            VacancyProfile = added.VacancyProfile,
            CreatedAt = now,
        };
        db.Sources.Add(source);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException exception) when (
            exception.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueConstraint })
        {
            // Somebody else took the name since it was looked for.
            return (SourceOutcome.NameTaken, null);
        }

        return (SourceOutcome.Registered, source);
    }

    /// <summary>Suspends a source for an operator, or lifts it. A lifted source stands as its silence has it: the lease goes on.</summary>
    /// <returns>The source; null when there is none.</returns>
    public async Task<Source?> SetSuspendedAsync(Guid publicId, bool suspended, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);

        // One statement, so that a session that renews the lease at this moment does not undo it.
        var state = suspended ? SourceState.Suspended : SourceState.Active;
        SuspendedBy? by = suspended ? SuspendedBy.Operator : null;
        await db.Sources.Where(s => s.PublicId == publicId && (suspended || s.State == SourceState.Suspended))
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.State, state).SetProperty(x => x.SuspendedBy, by), cancel);
        return await db.Sources.AsNoTracking().Include(s => s.Participant).SingleOrDefaultAsync(s => s.PublicId == publicId, cancel);
    }

    /// <summary>Suspends a participant or lifts it, and sets the profile of its clients. Null leaves either as it is.</summary>
    /// <returns>The participant; null when there is none.</returns>
    public async Task<Participant?> UpdateAsync(Guid publicId, ParticipantStatus? status, bool? requiresFapi, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.Participants.Where(p => p.PublicId == publicId).ExecuteUpdateAsync(
            p => p.SetProperty(x => x.Status, x => status ?? x.Status).SetProperty(x => x.RequiresFapi, x => requiresFapi ?? x.RequiresFapi), cancel);
        return await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.PublicId == publicId, cancel);
    }

    /// <summary>The participant of a public id; null when there is none.</summary>
    public async Task<Participant?> FindAsync(Guid publicId, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Participants.AsNoTracking().SingleOrDefaultAsync(p => p.PublicId == publicId, cancel);
    }

    /// <summary>Participants in the order they were registered.</summary>
    /// <param name="after">Row key of the last one already seen; zero starts at the first.</param>
    /// <param name="most">How many to return at most.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<Participant>> ListAsync(long after, int most, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Participants.AsNoTracking().Where(p => p.Id > after).OrderBy(p => p.Id).Take(most).ToListAsync(cancel);
    }

    /// <summary>Every source with its participant, or those of one participant, in the order they were registered.</summary>
    public async Task<IReadOnlyList<Source>> ListSourcesAsync(Guid? participant, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Sources
            .AsNoTracking()
            .Include(s => s.Participant)
            .Where(s => participant == null || s.Participant.PublicId == participant)
            .OrderBy(s => s.Id)
            .ToListAsync(cancel);
    }

    /// <summary>Whether the hub knows an area code. A code deeper than a regency passes by its regency.</summary>
    public async Task<bool> KnowsAreaAsync(string code, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(code);
        var known = code.Length > RegencyCodeLength ? code[..RegencyCodeLength] : code;
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Areas.AnyAsync(a => a.Code == known, cancel);
    }

    /// <summary>Whether nobody was registered yet.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return !await db.Participants.AnyAsync(cancel);
    }

    // As it is stored, so that what is returned now and what is read later are the same.
    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

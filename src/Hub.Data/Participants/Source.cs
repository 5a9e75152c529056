using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Participants;

/// <summary>Kinds of offer a source may hold; one bit per <see cref="OfferKind"/>.</summary>
[Flags]
public enum OfferKinds
{
    None = 0,
    Course = 1 << OfferKind.Course,
    CourseRun = 1 << OfferKind.CourseRun,
    Gig = 1 << OfferKind.Gig,
    Vacancy = 1 << OfferKind.Vacancy,
}

/// <summary>How a source stands with the hub.</summary>
public enum SourceState
{
    Active = 1,
    Stale = 2,
    Suspended = 3,
}

/// <summary>Why a source is suspended; the numbers are those of the contract.</summary>
public enum SuspendedBy
{
    /// <summary>It was silent for too long; its next sync lifts it.</summary>
    Silence = 1,

    /// <summary>An operator suspended it; only an operator lifts it.</summary>
    Operator = 2,
}

/// <summary>When an offer of a source may be shown.</summary>
public enum VerificationPolicy
{
    BeforePublish = 1,
    AfterPublish = 2,
    Trusted = 3,
}

/// <summary>Which vacancy fields are compulsory.</summary>
public enum VacancyProfile
{
    General = 1,
    Statutory = 2,
}

/// <summary>One catalogue of one participant.</summary>
public sealed class Source
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required long ParticipantId { get; init; }

    public Participant Participant { get; init; } = null!;

    /// <summary>Name, unique within the participant.</summary>
    public required string Name { get; set; }

    public required OfferKinds OfferKinds { get; set; }

    public SourceState State { get; set; } = SourceState.Active;

    /// <summary>Why it is suspended; null while it is not.</summary>
    public SuspendedBy? SuspendedBy { get; set; }

    /// <summary>Whether its partner may not sync it. A suspension for silence is lifted by the next sync.</summary>
    public bool IsClosed => State == SourceState.Suspended && SuspendedBy != Participants.SuspendedBy.Silence;

    /// <summary>Hours of silence before it is marked stale.</summary>
    public int LeaseHours { get; set; } = DefaultLeaseHours;

    /// <summary>Withdrawals one session may make before they are held; null means the larger of 20 and a tenth of its live offers.</summary>
    public int? WithdrawalGuard { get; set; }

    public VerificationPolicy VerificationPolicy { get; set; } = VerificationPolicy.AfterPublish;

    public VacancyProfile VacancyProfile { get; set; } = VacancyProfile.General;

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a session of it last did anything; null before the first. Kept by the offer store.</summary>
    public DateTimeOffset? LastSyncAt { get; private set; }

    /// <summary>Offers of it that are shown now. Kept by the offer store.</summary>
    public long LiveOffers { get; private set; }

    /// <summary>Items the partner last said to be live, shown or not. Kept with the sums.</summary>
    public long SaidLive { get; private set; }

    /// <summary>How many snapshots were committed whose order is the revision. Kept by the offer store.</summary>
    public long Epoch { get; private set; }

    public ICollection<Offer> Offers { get; } = [];

    public ICollection<SyncSession> SyncSessions { get; } = [];

    public ICollection<Verdict> Verdicts { get; } = [];

    /// <summary>A week.</summary>
    public const int DefaultLeaseHours = 168;
}

internal sealed class SourceConfiguration : IEntityTypeConfiguration<Source>
{
    public void Configure(EntityTypeBuilder<Source> builder)
    {
        builder.ToTable("sources");
        builder.Property(s => s.Name).HasMaxLength(120);
        builder.Ignore(s => s.IsClosed);

        // Every sync names its source by the public id.
        builder.HasIndex(s => s.PublicId).IsUnique();

        // A participant lists its sources, and may not have two of one name.
        builder.HasIndex(s => new { s.ParticipantId, s.Name }).IsUnique();
    }
}

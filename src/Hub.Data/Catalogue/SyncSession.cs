using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>What a session's items mean together.</summary>
public enum SyncMode
{
    Delta = 1,
    Snapshot = 2,
}

/// <summary>Who counts revisions.</summary>
public enum RevisionPolicy
{
    /// <summary>The partner raises each item's revision with each change.</summary>
    Counter = 1,

    /// <summary>The order of committed snapshots is the revision.</summary>
    Epoch = 2,
}

/// <summary>How far a session is.</summary>
public enum SessionState
{
    Open = 1,
    Closed = 2,

    /// <summary>Ended; withdrawals wait for an approval.</summary>
    Held = 3,

    /// <summary>A snapshot that was left without Commit; what it staged is gone.</summary>
    Expired = 4,
}

/// <summary>One upload of one source.</summary>
public sealed class SyncSession
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required long SourceId { get; init; }

    public Source Source { get; init; } = null!;

    public required SyncMode Mode { get; init; }

    public RevisionPolicy Policy { get; init; } = RevisionPolicy.Counter;

    public required SessionState State { get; init; }

    /// <summary>True when it ended at once, because both sides had the same digest.</summary>
    public bool IsUnchanged { get; init; }

    /// <summary>True once what differs was negotiated by digest: then what was not sent is not left out.</summary>
    public bool IsNegotiated { get; init; }

    /// <summary>Highest sequence that is on disk.</summary>
    public long DurableThrough { get; init; }

    /// <summary>Withdrawals it may make before they are held, fixed when it was opened.</summary>
    public required long Guard { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was opened, resumed or written to last.</summary>
    public DateTimeOffset ActiveAt { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>First position of the change log it wrote; null when it changed nothing.</summary>
    public long? FirstPosition { get; init; }

    /// <summary>Last position of the change log it wrote; null when it changed nothing.</summary>
    public long? LastPosition { get; init; }

    public long Created { get; init; }

    public long Changed { get; init; }

    public long Withdrawn { get; init; }

    public long Reopened { get; init; }

    public long Unchanged { get; init; }

    public long Stale { get; init; }

    public long RevisionConflict { get; init; }

    public long Rejected { get; init; }

    public long Quarantined { get; init; }

    /// <summary>Items without a usable key; part of <see cref="Rejected"/>.</summary>
    public long Unkeyed { get; init; }

    /// <summary>Withdrawals that were held, approved and discarded ones included.</summary>
    public long Held { get; init; }

    /// <summary>Withdrawals that wait for an approval now.</summary>
    public long HeldNow { get; init; }

    public ICollection<Verdict> Verdicts { get; } = [];
}

internal sealed class SyncSessionConfiguration : IEntityTypeConfiguration<SyncSession>
{
    public void Configure(EntityTypeBuilder<SyncSession> builder)
    {
        builder.ToTable("sync_sessions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Policy).HasDefaultValue(RevisionPolicy.Counter).HasSentinel((RevisionPolicy)0);
        builder.HasOne(s => s.Source).WithMany(s => s.SyncSessions).HasForeignKey(s => s.SourceId);

        // A partner resumes a session by its public id.
        builder.HasIndex(s => s.PublicId).IsUnique();

        // The snapshots of a source that may still withdraw something, and those to expire: few at any time.
        builder.HasIndex(s => new { s.SourceId, s.Mode, s.Id }).HasFilter("state IN (1, 3)");

        // The last session of a source.
        builder.HasIndex(s => new { s.SourceId, s.Id });
    }
}

using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>What the hub decided about one item; the numbers are those of the contract.</summary>
public enum Outcome
{
    Applied = 1,
    Unchanged = 2,
    Stale = 3,
    RevisionConflict = 4,
    Rejected = 5,
    Quarantined = 6,
    Held = 7,
}

/// <summary>How grave a finding is; the numbers are those of the contract.</summary>
public enum Severity
{
    Info = 1,
    Warning = 2,
    Error = 3,
}

/// <summary>A decision about one item that its partner should see.</summary>
public sealed class Verdict
{
    public long Id { get; init; }

    public required long SourceId { get; init; }

    public Source Source { get; init; } = null!;

    public required long SessionId { get; init; }

    public SyncSession Session { get; init; } = null!;

    public required long Sequence { get; init; }

    public required string ExternalId { get; init; }

    public required long Revision { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Stable code of the gravest finding.</summary>
    public required string Reason { get; init; }

    /// <summary>Path of the field at fault; empty when no field is.</summary>
    public required string Field { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>What was found or what the limit is; null when the reason says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>Revision the hub stores after the decision; null when it stores none.</summary>
    public long? CurrentRevision { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }
}

internal sealed class VerdictConfiguration : IEntityTypeConfiguration<Verdict>
{
    public void Configure(EntityTypeBuilder<Verdict> builder)
    {
        builder.ToTable("verdicts");
        builder.Property(v => v.Id).ValueGeneratedNever();

        // A partner lists the verdicts of a source, newest first.
        builder.HasIndex(v => new { v.SourceId, v.Id });

        // The last verdict of an item.
        builder.HasIndex(v => new { v.SourceId, v.ExternalId, v.Id });

        // A partner lists the verdicts of one session, newest first.
        builder.HasIndex(v => new { v.SessionId, v.Id });
    }
}

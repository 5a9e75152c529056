using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Audit;

/// <summary>
/// How far the audit log had come, remembered where the log is not: a log that was cut off or replaced no longer agrees with it. One row.
/// </summary>
public sealed class AuditWitness
{
    /// <summary>The row's key: there is one log.</summary>
    public const int TheOne = 1;

    public required int Id { get; init; }

    /// <summary>The key that signs checkpoints, as a verifier takes it (C2SP signed-note).</summary>
    public required string VerifierKey { get; set; }

    /// <summary>Entries of the last checkpoint.</summary>
    public required long Size { get; set; }

    /// <summary>Root hash of the last checkpoint.</summary>
    public required byte[] RootHash { get; set; }
}

internal sealed class AuditWitnessConfiguration : IEntityTypeConfiguration<AuditWitness>
{
    public void Configure(EntityTypeBuilder<AuditWitness> builder)
    {
        builder.ToTable("audit_witness");
        builder.Property(w => w.Id).ValueGeneratedNever();
        builder.Property(w => w.VerifierKey).HasMaxLength(512);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>A withdrawal beyond the source's guard, waiting for an approval.</summary>
public sealed class HeldWithdrawal
{
    public required long SessionId { get; init; }

    public required long OfferId { get; init; }

    /// <summary>What the partner had said last when it was held; a later word supersedes the hold.</summary>
    public required long SaidRevision { get; init; }

    /// <summary>How the withdrawal was said: by tombstone, or by absence from a snapshot.</summary>
    public required SaidState SaidState { get; init; }
}

internal sealed class HeldWithdrawalConfiguration : IEntityTypeConfiguration<HeldWithdrawal>
{
    public void Configure(EntityTypeBuilder<HeldWithdrawal> builder)
    {
        builder.ToTable("held_withdrawals");

        // Approval reads a session's withdrawals.
        builder.HasKey(h => new { h.SessionId, h.OfferId });

        // A tombstone that comes again asks whether it is still held.
        builder.HasIndex(h => h.OfferId);
    }
}

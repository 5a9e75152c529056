using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>What kind of proof was used; each has ids of its own.</summary>
public enum ProofKind
{
    /// <summary>A DPoP proof (RFC 9449).</summary>
    Dpop = 1,

    /// <summary>A client's assertion (RFC 7523).</summary>
    Assertion = 2,
}

/// <summary>A proof that is good once and was used. The row is needed no longer than the proof could be taken again.</summary>
public sealed class UsedProof
{
    public required ProofKind Kind { get; init; }

    /// <summary>SHA-256 of what names the proof: whose it is and its <c>jti</c>.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>From when the proof would be refused anyway.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class UsedProofConfiguration : IEntityTypeConfiguration<UsedProof>
{
    public void Configure(EntityTypeBuilder<UsedProof> builder)
    {
        builder.ToTable("used_proofs");

        // The insert in UsedProofStore finds by it that a proof was used before.
        builder.HasKey(p => new { p.Kind, p.Hash });

        // Rows of proofs that have expired are removed as others are added.
        builder.HasIndex(p => p.ExpiresAt);
    }
}

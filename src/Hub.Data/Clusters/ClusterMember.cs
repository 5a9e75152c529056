using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clusters;

/// <summary>What ties an offer to its cluster; the numbers are those of the contract.</summary>
public enum ClusterEvidence
{
    /// <summary>The same provider code and course code.</summary>
    ProviderAndCourseCode = 1,

    /// <summary>Courses: a near-equal title, the same provider and the same mode.</summary>
    TitleProviderMode = 2,

    /// <summary>Vacancies: a near-equal title, the same employer and the same place.</summary>
    TitleEmployerPlace = 3,
}

/// <summary>One offer of a cluster, by its strongest tie to another.</summary>
public sealed class ClusterMember
{
    /// <summary>The offer; it is in one cluster at most.</summary>
    public required long OfferId { get; init; }

    public Offer Offer { get; init; } = null!;

    public required long ClusterId { get; init; }

    public Cluster Cluster { get; init; } = null!;

    public required ClusterEvidence Evidence { get; init; }

    /// <summary>1 for equal codes, else how equal the titles are.</summary>
    public required double Score { get; init; }
}

internal sealed class ClusterMemberConfiguration : IEntityTypeConfiguration<ClusterMember>
{
    public void Configure(EntityTypeBuilder<ClusterMember> builder)
    {
        builder.ToTable("cluster_members");
        builder.HasKey(m => m.OfferId);
        builder.Property(m => m.OfferId).ValueGeneratedNever();

        // The migration leaves both foreign keys out: derived rows need no guard, and each would be looked up on every write.
        builder.HasOne(m => m.Offer).WithOne(o => o.ClusterMember).HasForeignKey<ClusterMember>(m => m.OfferId);
        builder.HasOne(m => m.Cluster).WithMany(c => c.Members).HasForeignKey(m => m.ClusterId);

        // The members of a cluster, in the order of their age.
        builder.HasIndex(m => new { m.ClusterId, m.OfferId });
    }
}

using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clusters;

/// <summary>
/// Two or more shown offers of one kind that look like the same course or vacancy. Derived: the offers stay as they are. It is named
/// after its oldest member, so it keeps its id while others join and leave.
/// </summary>
public sealed class Cluster
{
    /// <summary>Row key of the oldest member.</summary>
    public required long Id { get; init; }

    /// <summary>Public id of the oldest member, marked as a cluster's, see <see cref="ClusterId"/>.</summary>
    public required Guid PublicId { get; init; }

    public required OfferKind Kind { get; init; }

    /// <summary>Members, 2 or more.</summary>
    public required int Size { get; init; }

    /// <summary>Sources its members come from.</summary>
    public required int SourceCount { get; init; }

    /// <summary>Participants its members come from.</summary>
    public required int ParticipantCount { get; init; }

    /// <summary>The weakest tie that holds it together, 0.8 to 1: without ties up to that score it would fall apart.</summary>
    public required double Score { get; init; }

    public ICollection<ClusterMember> Members { get; } = [];
}

internal sealed class ClusterConfiguration : IEntityTypeConfiguration<Cluster>
{
    public void Configure(EntityTypeBuilder<Cluster> builder)
    {
        builder.ToTable("clusters");
        builder.Property(c => c.Id).ValueGeneratedNever();

        // Reads by id.
        builder.HasIndex(c => c.PublicId).IsUnique();

        // A dashboard's default order, the largest first.
        builder.HasIndex(c => c.Size);
    }
}

using Hub.Data.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clusters;

/// <summary>
/// A shown offer as clustering knows it: only offers with an equal block are compared. An offer that can be in no cluster has no row. Made by
/// <see cref="ClusterRules"/>.
/// </summary>
public sealed record ClusterItem
{
    public required long OfferId { get; init; }

    public required OfferKind Kind { get; init; }

    public required long SourceId { get; init; }

    public required long ParticipantId { get; init; }

    /// <summary>Hash of what the code rule wants equal; null when the offer has no codes.</summary>
    public long? CodeBlock { get; init; }

    /// <summary>Hash of what the title rule wants equal beside the title; null when some of it is not told.</summary>
    public long? TitleBlock { get; init; }

    /// <summary>Title as compared, see <see cref="PlainText"/>.</summary>
    public required string Title { get; init; }
}

internal sealed class ClusterItemConfiguration : IEntityTypeConfiguration<ClusterItem>
{
    public void Configure(EntityTypeBuilder<ClusterItem> builder)
    {
        builder.ToTable("cluster_items");
        builder.HasKey(i => i.OfferId);
        builder.Property(i => i.OfferId).ValueGeneratedNever();

        // The oldest offers of a block; SQLite ends an index with the row key.
        builder.HasIndex(i => i.CodeBlock).HasFilter("code_block IS NOT NULL");
        builder.HasIndex(i => i.TitleBlock).HasFilter("title_block IS NOT NULL");
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Followers;

/// <summary>How far one kind of derived data has followed the change log. Written in the transaction of the derived rows themselves.</summary>
public sealed class Follower
{
    public long Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Version of the code that derived the rows; another version derives them all again.</summary>
    public required int Version { get; init; }

    /// <summary>Last position of the change log that is derived from.</summary>
    public required long Position { get; init; }

    /// <summary>Last offer that a rebuild has been through; -1 while old rows are still removed, null when no rebuild runs.</summary>
    public long? RebuiltTo { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A follower beside the head of the log. A view.</summary>
public sealed class FollowerLag
{
    public long Id { get; init; }

    public required string Name { get; init; }

    public required long Position { get; init; }

    /// <summary>Last position of the change log.</summary>
    public required long Head { get; init; }

    /// <summary>Changes that are not derived from yet.</summary>
    public required long Lag { get; init; }

    /// <summary>The rows are derived from all offers anew, so they are not whole yet.</summary>
    public required bool IsRebuilding { get; init; }

    /// <summary>When the first of the missing changes was committed; null when none is missing.</summary>
    public DateTimeOffset? BehindSince { get; init; }

    /// <summary>When it last wrote.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

internal sealed class FollowerConfiguration : IEntityTypeConfiguration<Follower>, IEntityTypeConfiguration<FollowerLag>
{
    /// <summary>Created by the first migration.</summary>
    internal const string View = """
        CREATE VIEW follower_lags AS
        SELECT f.id, f.name, f.position, h.head, h.head - f.position AS lag, f.rebuilt_to IS NOT NULL AS is_rebuilding,
            (SELECT c.committed_at FROM changes c WHERE c.position = f.position + 1) AS behind_since, f.updated_at
        FROM followers f CROSS JOIN (SELECT coalesce(max(position), 0) AS head FROM changes) h
        """;

    public void Configure(EntityTypeBuilder<Follower> builder)
    {
        builder.ToTable("followers");
        builder.Property(f => f.Name).HasMaxLength(40);

        // A follower finds its own row.
        builder.HasIndex(f => f.Name).IsUnique();
    }

    public void Configure(EntityTypeBuilder<FollowerLag> builder)
    {
        builder.ToView("follower_lags");
        builder.HasKey(f => f.Id);
    }
}

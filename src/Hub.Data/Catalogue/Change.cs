using Hub.Data.Sectors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>What happened to an offer; the numbers are those of the feed's contract.</summary>
public enum ChangeKind
{
    Published = 1,
    Changed = 2,
    Withdrawn = 3,
    Reopened = 4,
    Expired = 5,
    Filled = 6,
    Suspended = 7,
    Resumed = 8,
}

/// <summary>
/// One committed change of what is shown. Append-only, written in the transaction of the change itself; rollups, search,
/// subscriptions and the feed follow this one log.
/// </summary>
public sealed class Change
{
    /// <summary>The hub's number of the change, without gaps.</summary>
    public required long Position { get; init; }

    public required long OfferId { get; init; }

    public required long SourceId { get; init; }

    public required ChangeKind Kind { get; init; }

    public required OfferKind OfferKind { get; init; }

    public required long Revision { get; init; }

    public required DateTimeOffset CommittedAt { get; init; }

    /// <summary>Known areas of all places before the change, see <see cref="Feed.AreaKeys"/>; null when the offer was not shown or had none.</summary>
    public string? AreaBefore { get; init; }

    public string? AreaAfter { get; init; }

    public SectorCode? SectorBefore { get; init; }

    public SectorCode? SectorAfter { get; init; }
}

internal sealed class ChangeConfiguration : IEntityTypeConfiguration<Change>
{
    public void Configure(EntityTypeBuilder<Change> builder)
    {
        builder.ToTable("changes");

        // Followers read on from a position; the writer numbers the rows itself.
        builder.HasKey(c => c.Position);
        builder.Property(c => c.Position).ValueGeneratedNever();
    }
}

using Hub.Data.Areas;
using Hub.Data.Clusters;
using Hub.Data.Participants;
using Hub.Data.Sectors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>Kind of an offer; the numbers are those of the contract.</summary>
public enum OfferKind
{
    Course = 1,
    CourseRun = 2,
    Gig = 3,
    Vacancy = 4,
}

/// <summary>What became of an offer. Only <see cref="Published"/> is shown.</summary>
public enum OfferState
{
    Published = 1,
    PendingReview = 2,
    Suspended = 3,
    Expired = 4,
    Filled = 5,
    Withdrawn = 6,

    /// <summary>No version was ever good; the last one broke a rule.</summary>
    Rejected = 7,

    /// <summary>No version was ever good; the last one uses a code the hub does not know.</summary>
    Quarantined = 8,
}

/// <summary>Course, course run, gig or vacancy, as last accepted from the partner that offers it, beside what the partner said last.</summary>
public sealed class Offer
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required long SourceId { get; init; }

    public Source Source { get; init; } = null!;

    /// <summary>The partner's own key.</summary>
    public required string ExternalId { get; init; }

    public required OfferKind Kind { get; init; }

    public required OfferState State { get; init; }

    /// <summary>Revision of the version that is shown; 0 when none ever was.</summary>
    public required long Revision { get; init; }

    /// <summary>
    /// Revision that brought the content that is shown: a later one with equal content raises <see cref="Revision"/> alone and is no change.
    /// The feed tells this one; 0 when none ever was.
    /// </summary>
    public long ContentRevision { get; init; }

    /// <summary>First 16 bytes of SHA-256 over the canonical content of the version that is shown; empty when none ever was.</summary>
    public required byte[] ContentHash { get; init; }

    /// <summary>Revision the partner said last, refused, quarantined and held ones included.</summary>
    public required long SaidRevision { get; init; }

    /// <summary>What the partner said last.</summary>
    public required SaidState SaidState { get; init; }

    /// <summary>Hash of what the partner said last; null when it equals <see cref="ContentHash"/>.</summary>
    public byte[]? SaidHash { get; init; }

    /// <summary>
    /// Highest revision of a good version or a tombstone; 0 when there was none. Where a refused or quarantined version stands above it, a
    /// good one between the two that comes late still counts.
    /// </summary>
    public long GoodRevision { get; init; }

    /// <summary>
    /// When it was said last, as the newest session that was open by then: a snapshot that was opened later may take it for left out. The
    /// words of a snapshot count as said when that snapshot was opened.
    /// </summary>
    public long SaidSession { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>BCP 47 tag; null when not told.</summary>
    public string? Language { get; init; }

    /// <summary>Kemendagri code of the first place, as sent; null when it has none.</summary>
    public string? AreaCode { get; init; }

    /// <summary>The longest part of <see cref="AreaCode"/> that the hub's list of areas knows.</summary>
    public string? KnownAreaCode { get; init; }

    public Area? Area { get; init; }

    /// <summary>Null when not told.</summary>
    public SectorCode? SectorCode { get; init; }

    public Sector? Sector { get; init; }

    /// <summary>ISCO-08 or KBJI code; null when not told.</summary>
    public string? OccupationCode { get; init; }

    /// <summary>KBLI code; null when not told.</summary>
    public string? IndustryCode { get; init; }

    /// <summary>Skills as a JSON list of text; null when there are none.</summary>
    public string? Skills { get; init; }

    public string? ApplyUrl { get; init; }

    /// <summary>When the offer ends by itself; null when it does not.</summary>
    public DateTimeOffset? ValidThrough { get; init; }

    /// <summary>When it was first shown, or first seen while it never was.</summary>
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>When what is shown last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Course: the provider's own code.</summary>
    public string? CourseCode { get; init; }

    /// <summary>Course: code of the training provider.</summary>
    public string? ProviderCode { get; init; }

    /// <summary>Course: name of the training provider.</summary>
    public string? ProviderName { get; init; }

    /// <summary>Course and run: how it is delivered.</summary>
    public DeliveryMode? Mode { get; init; }

    /// <summary>Course: training hours.</summary>
    public int? Hours { get; init; }

    /// <summary>Course: level of the national framework, 1 to 9.</summary>
    public int? KkniLevel { get; init; }

    /// <summary>Course and run: whole rupiah; 0 is free, null is on request (course) or as the course (run).</summary>
    public long? PriceIdr { get; init; }

    /// <summary>Run: key of its course in the same source.</summary>
    public string? CourseExternalId { get; init; }

    /// <summary>Run: the provider's own code.</summary>
    public string? ScheduleCode { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public DateTimeOffset? RegistrationOpensAt { get; init; }

    public DateTimeOffset? RegistrationClosesAt { get; init; }

    /// <summary>Run: seats; null when no limit was told.</summary>
    public int? Capacity { get; init; }

    /// <summary>Run: name of the place.</summary>
    public string? VenueName { get; init; }

    /// <summary>Vacancy: who employs; null when the employer stays private.</summary>
    public string? EmployerName { get; init; }

    /// <summary>Vacancy: kinds of contract, one bit per number of the contract's enum.</summary>
    public EmploymentTypes? EmploymentTypes { get; init; }

    /// <summary>Gig and vacancy: people wanted.</summary>
    public int? Openings { get; init; }

    /// <summary>Vacancy: people hired so far.</summary>
    public int? Filled { get; init; }

    /// <summary>Gig and vacancy: what the pay is for.</summary>
    public PayUnit? PayUnit { get; init; }

    /// <summary>Gig and vacancy: least pay in whole rupiah.</summary>
    public long? PayMinIdr { get; init; }

    /// <summary>Gig and vacancy: most pay in whole rupiah.</summary>
    public long? PayMaxIdr { get; init; }

    /// <summary>Vacancy: last moment to apply.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The whole content as the contract's message in canonical form; empty when no version was ever good.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Every place, the first one included.</summary>
    public ICollection<OfferArea> Areas { get; } = [];

    /// <summary>Its place in a cluster; null when nothing like it is known.</summary>
    public ClusterMember? ClusterMember { get; init; }

    /// <summary>Course: its runs in the same source.</summary>
    public ICollection<Offer> Runs { get; } = [];

    /// <summary>Run: its course; null while the partner has not sent it.</summary>
    public Offer? Course { get; init; }
}

internal sealed class OfferConfiguration : IEntityTypeConfiguration<Offer>
{
    public void Configure(EntityTypeBuilder<Offer> builder)
    {
        builder.ToTable("offers");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.HasOne(o => o.Source).WithMany(s => s.Offers).HasForeignKey(o => o.SourceId);
        builder.HasOne(o => o.Area).WithMany(a => a.Offers).HasForeignKey(o => o.KnownAreaCode).HasPrincipalKey(a => a.Code);
        builder.HasOne(o => o.Sector).WithMany(s => s.Offers).HasForeignKey(o => o.SectorCode).HasPrincipalKey(s => s.Code);

        // A run may come before its course, so the database does not enforce this one.
        builder.HasOne(o => o.Course).WithMany(o => o.Runs)
            .HasForeignKey(o => new { o.SourceId, o.CourseExternalId }).HasPrincipalKey(o => new { o.SourceId, o.ExternalId });

        // OfferStore looks every incoming item up by these columns.
        builder.HasAlternateKey(o => new { o.SourceId, o.ExternalId });

        // Reads by id: gRPC, GraphQL's id filter. Version 7 ids are appended in order, so this costs little.
        builder.HasIndex(o => o.PublicId).IsUnique();

        // A dashboard's default order, newest first, one page at a time.
        builder.HasIndex(o => new { o.Kind, o.PublishedAt, o.Id }).HasFilter(Shown);

        // Offers of one kind in one regency or province, newest first.
        builder.HasIndex(o => new { o.KnownAreaCode, o.Kind, o.PublishedAt }).HasFilter(Shown);

        // Offers of one kind in one sector, newest first.
        builder.HasIndex(o => new { o.SectorCode, o.Kind, o.PublishedAt }).HasFilter(Shown);

        // Offers of one kind of one source, newest first.
        builder.HasIndex(o => new { o.SourceId, o.Kind, o.PublishedAt, o.Id }).HasFilter(Shown);

        // Gigs and vacancies by pay.
        builder.HasIndex(o => new { o.Kind, o.PayMinIdr }).HasFilter(Shown + " AND pay_min_idr IS NOT NULL");

        // What ends by the clock, and what is hidden with its source: few rows, so other offers pay nothing.
        builder.HasIndex(o => o.ValidThrough).HasFilter(Shown + " AND valid_through IS NOT NULL");
        builder.HasIndex(o => o.Deadline).HasFilter(Shown + " AND deadline IS NOT NULL");
        builder.HasIndex(o => o.SourceId).HasFilter("state = 3");

        // The runs of a course.
        builder.HasIndex(o => new { o.SourceId, o.CourseExternalId }).HasFilter("course_external_id IS NOT NULL");
    }

    private const string Shown = "state = 1";
}

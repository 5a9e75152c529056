using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Participants;

/// <summary>Kind of organisation a participant is.</summary>
public enum ParticipantKind
{
    Platform = 1,
    Provider = 2,
    Employer = 3,
    Agency = 4,
    Payer = 5,
    Certifier = 6,
    MentorOrg = 7,
}

/// <summary>Whether a participant may act.</summary>
public enum ParticipantStatus
{
    Active = 1,
    Suspended = 2,
}

/// <summary>An organisation of the federation.</summary>
public sealed class Participant
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    /// <summary>Legal name, as registered.</summary>
    public required string LegalName { get; set; }

    public required ParticipantKind Kind { get; init; }

    public ParticipantStatus Status { get; set; } = ParticipantStatus.Active;

    /// <summary>Business identification number (NIB); null when it has none.</summary>
    public string? Nib { get; set; }

    /// <summary>Kemendagri code of its seat; null when not told.</summary>
    public string? AreaCode { get; set; }

    /// <summary>True when its clients follow the FAPI 2.0 security profile: no shared secrets, and tokens bound to a key or certificate alone.</summary>
    public bool RequiresFapi { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its catalogues.</summary>
    public ICollection<Source> Sources { get; } = [];
}

internal sealed class ParticipantConfiguration : IEntityTypeConfiguration<Participant>
{
    public void Configure(EntityTypeBuilder<Participant> builder)
    {
        builder.ToTable("participants");
        builder.Property(p => p.LegalName).HasMaxLength(200);

        // Every request by a token or an operator names a participant by its public id.
        builder.HasIndex(p => p.PublicId).IsUnique();
    }
}

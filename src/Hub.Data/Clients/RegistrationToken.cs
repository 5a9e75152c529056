using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>What lets a program of a participant register itself (RFC 7591's initial access token), kept as a keyed hash.</summary>
public sealed class RegistrationToken
{
    public long Id { get; init; }

    /// <summary>Row key of the participant whose clients it registers.</summary>
    public required long ParticipantId { get; init; }

    public Participant Participant { get; init; } = null!;

    public required byte[] Hash { get; init; }

    /// <summary>Names the operator key the hash was made under.</summary>
    public required string KeyId { get; init; }

    /// <summary>First characters of the token, enough to tell two apart in a list.</summary>
    public required string Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many clients it may register still.</summary>
    public required int UsesLeft { get; set; }
}

internal sealed class RegistrationTokenConfiguration : IEntityTypeConfiguration<RegistrationToken>
{
    public void Configure(EntityTypeBuilder<RegistrationToken> builder)
    {
        builder.ToTable("registration_tokens");
        builder.Property(t => t.KeyId).HasMaxLength(16);
        builder.Property(t => t.Prefix).HasMaxLength(16);

        // A registration finds its token by this hash.
        builder.HasIndex(t => t.Hash).IsUnique();

        // The foreign key: removing a participant looks for its tokens.
        builder.HasIndex(t => t.ParticipantId);
    }
}

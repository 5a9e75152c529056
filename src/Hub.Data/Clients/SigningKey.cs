using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>Where a signing key is in its life. A key is published in every state, and signs in one.</summary>
public enum SigningKeyState
{
    /// <summary>Published so that callers know it before it signs.</summary>
    Announced = 1,

    /// <summary>Signs new tokens.</summary>
    Active = 2,

    /// <summary>Signs no more; published until the last token it signed has expired.</summary>
    Retired = 3,
}

/// <summary>A key that signs access tokens. The private part is encrypted under the operator's key.</summary>
public sealed class SigningKey
{
    public long Id { get; init; }

    /// <summary>Thumbprint of the public key (RFC 7638), as tokens name it.</summary>
    public required string Kid { get; init; }

    public required byte[] WrappedPrivateKey { get; set; }

    /// <summary>Public part, as the JWKS shows it.</summary>
    public required string PublicJwk { get; init; }

    public required SigningKeyState State { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class SigningKeyConfiguration : IEntityTypeConfiguration<SigningKey>
{
    public void Configure(EntityTypeBuilder<SigningKey> builder)
    {
        builder.ToTable("signing_keys");
        builder.Property(k => k.Kid).HasMaxLength(64);

        // No two keys may bear one name. The few rows are always read whole.
        builder.HasIndex(k => k.Kid).IsUnique();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>
/// A key that signs access tokens. Where it is in its life is told by the clock: it signs from an instant known beforehand until that of
/// its successor, so processes that share the database agree without telling each other.
/// </summary>
public sealed class SigningKey
{
    public long Id { get; init; }

    /// <summary>Thumbprint of the public key (RFC 7638), as tokens name it.</summary>
    public required string Kid { get; init; }

    /// <summary>Private part, encrypted under the operator's key; empty once the key is removed.</summary>
    public required byte[] WrappedPrivateKey { get; set; }

    /// <summary>Public part, as the JWKS shows it. It is kept, so that receipts signed long ago can be verified.</summary>
    public required string PublicJwk { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it signs, until a key with a later instant does.</summary>
    public required DateTimeOffset SignsFrom { get; set; }

    /// <summary>From when it is published no more and its tokens are refused; null while it is published.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>True when an operator withdrew it, as one that others may hold: what it signed proves nothing.</summary>
    public bool IsWithdrawn { get; set; }
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

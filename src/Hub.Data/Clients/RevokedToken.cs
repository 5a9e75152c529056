using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>An access token that was revoked before it expired. The row is needed no longer than the token would have lived.</summary>
public sealed class RevokedToken
{
    /// <summary>Rises with every row and is never given twice, so that a reader goes on behind the last one it saw.</summary>
    public long Id { get; init; }

    /// <summary>The token's <c>jti</c>.</summary>
    public required string TokenId { get; init; }

    /// <summary>From when the token would be refused anyway.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class RevokedTokenConfiguration : IEntityTypeConfiguration<RevokedToken>
{
    public void Configure(EntityTypeBuilder<RevokedToken> builder)
    {
        builder.ToTable("revoked_tokens");
        builder.Property(t => t.TokenId).HasMaxLength(64);

        // Revoking a token again adds nothing.
        builder.HasIndex(t => t.TokenId).IsUnique();

        // Rows whose token has expired are removed with the next revocation.
        builder.HasIndex(t => t.ExpiresAt);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>One secret of a client, kept as a keyed hash; the secret itself is stored nowhere.</summary>
public sealed class ClientSecret
{
    public long Id { get; init; }

    /// <summary>Row key of the client.</summary>
    public required long ClientId { get; init; }

    public ClientCredential Client { get; init; } = null!;

    public required byte[] Hash { get; init; }

    /// <summary>Names the operator key the hash was made under.</summary>
    public required string KeyId { get; init; }

    /// <summary>First characters of the secret, enough to tell two apart in a list.</summary>
    public required string Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it is refused; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it last got a token, to the hour; null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class ClientSecretConfiguration : IEntityTypeConfiguration<ClientSecret>
{
    public void Configure(EntityTypeBuilder<ClientSecret> builder)
    {
        builder.ToTable("client_secrets");
        builder.Property(s => s.KeyId).HasMaxLength(16);
        builder.Property(s => s.Prefix).HasMaxLength(16);
        builder.HasOne(s => s.Client).WithMany(c => c.Secrets).HasForeignKey(s => s.ClientId);

        // Every token request reads the live secrets of one client.
        builder.HasIndex(s => s.ClientId);
    }
}

using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Clients;

/// <summary>Whether a client may get and use tokens.</summary>
public enum ClientStatus
{
    Active = 1,
    Disabled = 2,
}

/// <summary>A program that calls the hub in the name of one participant.</summary>
public sealed class ClientCredential
{
    public long Id { get; init; }

    /// <summary>Public id, as the client sends it; unique, readable, never reused.</summary>
    public required string ClientId { get; init; }

    public required long ParticipantId { get; init; }

    public Participant Participant { get; init; } = null!;

    /// <summary>The most a token of this client may carry.</summary>
    public required Scopes Scopes { get; set; }

    public ClientStatus Status { get; set; } = ClientStatus.Active;

    public required DateTimeOffset CreatedAt { get; init; }

    public ICollection<ClientSecret> Secrets { get; init; } = [];
}

internal sealed class ClientCredentialConfiguration : IEntityTypeConfiguration<ClientCredential>
{
    public void Configure(EntityTypeBuilder<ClientCredential> builder)
    {
        builder.ToTable("clients");
        builder.Property(c => c.ClientId).HasMaxLength(64);

        // Every token request and every check of a token names a client by this id.
        builder.HasIndex(c => c.ClientId).IsUnique();

        // An operator lists the clients of one participant.
        builder.HasIndex(c => c.ParticipantId);
    }
}

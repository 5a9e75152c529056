using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Catalogue;

/// <summary>What a partner was given as proof of a session, kept as it was signed.</summary>
public sealed class SessionReceipt
{
    public required long SessionId { get; init; }

    /// <summary>A signed statement; this project does not look inside.</summary>
    public required byte[] Receipt { get; init; }
}

internal sealed class SessionReceiptConfiguration : IEntityTypeConfiguration<SessionReceipt>
{
    public void Configure(EntityTypeBuilder<SessionReceipt> builder)
    {
        builder.ToTable("session_receipts");
        builder.HasKey(r => r.SessionId);
        builder.Property(r => r.SessionId).ValueGeneratedNever();
    }
}

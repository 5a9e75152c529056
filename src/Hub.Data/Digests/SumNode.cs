using System.Buffers.Binary;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Digests;

/// <summary>The leaf digests of one node of a source, as the partner's last words add up to.</summary>
public sealed class SumNode
{
    public required long SourceId { get; init; }

    public Source Source { get; init; } = null!;

    /// <summary>0 to 255.</summary>
    public required int Node { get; init; }

    /// <summary>256 digests of 16 bytes, in order of the leaf.</summary>
    public required byte[] Leaves { get; init; }

    /// <summary>XOR of a node's leaves.</summary>
    public static UInt128 Total(ReadOnlySpan<UInt128> leaves)
    {
        var total = UInt128.Zero;
        foreach (var leaf in leaves)
            total ^= leaf;
        return total;
    }

    /// <summary>Reads digests that were joined.</summary>
    public static void Split(ReadOnlySpan<byte> joined, Span<UInt128> digests)
    {
        for (var i = 0; i < digests.Length; i++)
            digests[i] = BinaryPrimitives.ReadUInt128BigEndian(joined[(i * ItemDigest.Size)..]);
    }

    /// <summary>Joins digests in order.</summary>
    public static void Join(ReadOnlySpan<UInt128> digests, Span<byte> joined)
    {
        for (var i = 0; i < digests.Length; i++)
            BinaryPrimitives.WriteUInt128BigEndian(joined[(i * ItemDigest.Size)..], digests[i]);
    }
}

internal sealed class SumNodeConfiguration : IEntityTypeConfiguration<SumNode>
{
    public void Configure(EntityTypeBuilder<SumNode> builder)
    {
        builder.ToTable("source_sums");

        // The writer reads and writes one node at a time; a comparison reads all of a source.
        builder.HasKey(n => new { n.SourceId, n.Node });
        builder.HasOne(n => n.Source).WithMany().HasForeignKey(n => n.SourceId);
    }
}

using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One way to compress messages, by its name on the wire.</summary>
public interface ICompressionProvider
{
    /// <summary>The name in <c>grpc-encoding</c>.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses into another; null means the default level of the provider.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that reads what another holds compressed.</summary>
    Stream CreateDecompressionStream(Stream stream);
}

using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hub.GraphQL.Http;

/// <summary>Compresses responses for clients that take it.</summary>
internal static class Compression
{
    /// <summary>The encoding the client likes best of ours; brotli before gzip when it likes both alike; null for none.</summary>
    public static string? Negotiate(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var (brotli, gzip) = (Quality(accepted, "br"), Quality(accepted, "gzip"));
        return brotli <= 0 && gzip <= 0 ? null : brotli >= gzip ? "br" : "gzip";
    }

    /// <summary>The bytes compressed, from their beginning.</summary>
    public static MemoryStream Compress(ReadOnlyMemory<byte> bytes, string encoding)
    {
        var compressed = new MemoryStream(bytes.Length / 4);
        using (var encoder = Encoder(compressed, encoding))
            encoder.Write(bytes.Span);

        compressed.Position = 0;
        return compressed;
    }

    /// <summary>Compresses what is written to it into another stream, which it leaves open.</summary>
    public static Stream Encoder(Stream compressed, string encoding) => encoding == "br"
        ? new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true)
        : new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true);

    private static double Quality(IList<StringWithQualityHeaderValue> accepted, string name)
    {
        var exact = accepted.FirstOrDefault(value => value.Value.Equals(name, StringComparison.OrdinalIgnoreCase));
        var chosen = exact ?? accepted.FirstOrDefault(value => value.Value == "*");
        return chosen is null ? 0 : chosen.Quality ?? 1;
    }
}

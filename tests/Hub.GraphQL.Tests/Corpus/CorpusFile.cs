using System.IO.Compression;
using System.Text.Json;
using Hub.Testing;

namespace Hub.GraphQL.Tests.Corpus;

/// <summary>
/// The language-neutral cases recorded from graphql-js. They lie beside the data folder that HUB_TEST_DATA names (by default
/// ../shared/data from the root of the source tree); a test that needs them is skipped where they are absent.
/// </summary>
internal static class CorpusFile
{
    public static IReadOnlyList<JsonElement> Read(string name)
    {
        var data = Environment.GetEnvironmentVariable("HUB_TEST_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(data, "..", "graphql-corpus", name));
        if (!File.Exists(path))
            Assert.Skip($"The GraphQL corpus is not here: {path} does not exist. Set HUB_TEST_DATA to the data folder beside it.");

        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var json = JsonDocument.Parse(file);
        return [.. json.RootElement.Clone().EnumerateArray()];
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hub.GraphQL.Documents;

/// <summary>A document the operator trusts.</summary>
/// <param name="Id">How requests name it: <c>sha256:</c> and the hash of its text, or its key in a JSON map.</param>
/// <param name="Name">Where it comes from, for messages.</param>
/// <param name="Text">The text in UTF-8.</param>
public sealed record TrustedDocument(string Id, string Name, ReadOnlyMemory<byte> Text);

/// <summary>A trusted document that cannot be used; the hub does not start with it.</summary>
public sealed class TrustedDocumentException : Exception
{
    /// <summary>Names the document and what is wrong with it.</summary>
    public TrustedDocumentException(string name, string reason, Exception? inner = null)
        : base($"The trusted document {name} cannot be used: {reason}", inner) => Name = name;

    /// <summary>File, and key where it is a map.</summary>
    public string Name { get; }
}

/// <summary>Reads trusted documents from a folder: files <c>*.graphql</c>, and JSON maps from ids to texts as relay-compiler writes them.</summary>
public static class TrustedDocuments
{
    /// <summary>Every document below a folder, in the order of the file names.</summary>
    /// <exception cref="TrustedDocumentException">A file is no map of texts.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<TrustedDocument> Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var documents = new List<TrustedDocument>();
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(directory, path);
            switch (Path.GetExtension(path))
            {
                case ".graphql" or ".gql":
                    var text = File.ReadAllBytes(path);
                    documents.Add(new(IdOf(text), name, text));
                    break;
                case ".json":
                    documents.AddRange(ReadMap(name, File.ReadAllBytes(path)));
                    break;
            }
        }

        return documents;
    }

    /// <summary>The id of a text: <c>sha256:</c> and its hash in lower-case hexadecimal digits.</summary>
    public static string IdOf(ReadOnlySpan<byte> text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(text))}";

    /// <summary>A document of a map is known by its key and by its hash.</summary>
    private static IEnumerable<TrustedDocument> ReadMap(string name, byte[] json)
    {
        Dictionary<string, string>? map;
        try
        {
            map = JsonSerializer.Deserialize<Dictionary<string, string>>(json);
        }
        catch (JsonException e)
        {
            throw new TrustedDocumentException(name, "it is no JSON object of texts by id.", e);
        }

        foreach (var (id, query) in map ?? [])
        {
            var text = Encoding.UTF8.GetBytes(query);
            var document = new TrustedDocument(id, $"{name} ({id})", text);
            yield return document;
            if (IdOf(text) is var hash && hash != id)
                yield return document with { Id = hash };
        }
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PartnerSync;

/// <summary>An upload that is not finished, remembered beside its input.</summary>
/// <param name="SessionId">Session to go on with.</param>
/// <param name="Fingerprint">Tells whether it is still the same upload: same input, map, source, mode and filters.</param>
/// <param name="StartedAt">When the session was begun.</param>
internal sealed record ResumeFile(string SessionId, string Fingerprint, DateTimeOffset StartedAt)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Where the state of an input's upload is kept.</summary>
    public static string PathOf(string input) => input + ".sync.json";

    /// <summary>What is remembered; null when nothing is.</summary>
    public static ResumeFile? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ResumeFile>(File.ReadAllText(path), Json);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is no resume state: {exception.Message} Delete it to start afresh.", exception);
        }
    }

    /// <summary>Writes it whole or not at all, so that a kill leaves no half of it.</summary>
    public void Write(string path)
    {
        var draft = path + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(this, Json));
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>A hash over the input, the map and whatever else decides what is sent.</summary>
    public static string FingerprintOf(string input, string map, IEnumerable<string> settings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in new[] { input, map })
        {
            using var stream = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(stream));
        }

        foreach (var setting in settings)
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(setting)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

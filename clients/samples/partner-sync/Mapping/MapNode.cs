using System.Text.Json;

namespace PartnerSync;

/// <summary>A place in a mapping file, which it names when something is wrong.</summary>
internal readonly record struct MapNode(JsonElement Value, string Path)
{
    /// <summary>Last part of the path.</summary>
    public string Name { get; private init; } = Path;

    public bool IsText => Value.ValueKind == JsonValueKind.String;

    public bool IsObject => Value.ValueKind == JsonValueKind.Object;

    /// <summary>A member that must be there.</summary>
    public MapNode this[string name] => IsObject && Value.TryGetProperty(name, out var member)
        ? new(member, $"{Path}.{name}") { Name = name }
        : throw Wrong($"needs '{name}'");

    public bool Has(string name) => IsObject && Value.TryGetProperty(name, out _);

    public string Text() => IsText ? Value.GetString()! : throw Wrong("must be a text");

    /// <summary>A text, number or truth value as text.</summary>
    public string Scalar() => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Value.GetRawText(),
        _ => throw Wrong("must be a text or a number"),
    };

    public long Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var number) ? number : throw Wrong("must be a whole number");

    public bool Truth() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Wrong("must be true or false");

    public IEnumerable<MapNode> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Wrong("must be a list");
        var path = Path;
        return [.. Value.EnumerateArray().Select((item, i) => new MapNode(item, $"{path}[{i}]"))];
    }

    public IEnumerable<MapNode> Members()
    {
        if (!IsObject)
            throw Wrong("must be an object");
        var path = Path;
        return [.. Value.EnumerateObject().Select(member => new MapNode(member.Value, $"{path}.{member.Name}") { Name = member.Name })];
    }

    /// <summary>Refuses members nobody reads; most are slips of the pen.</summary>
    public void AllowOnly(params string[] names)
    {
        foreach (var member in Members())
        {
            if (!names.Contains(member.Name))
                throw member.Wrong($"is not known here; known are {string.Join(", ", names)}");
        }
    }

    public InvalidDataException Wrong(string what) => new($"{Path}: {what}.");
}

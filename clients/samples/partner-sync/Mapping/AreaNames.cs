using System.Text;

namespace PartnerSync;

/// <summary>Finds Kemendagri codes by the names people write: provinces and regencies, with or without their prefix.</summary>
internal sealed class AreaNames
{
    private static readonly string[] CityPrefixes = ["kota administrasi ", "kota "];
    private static readonly string[] RegencyPrefixes = ["kabupaten administrasi ", "kabupaten ", "kab. ", "kab "];
    private static readonly string[] ProvincePrefixes = ["provinsi ", "daerah khusus ibukota ", "daerah istimewa ", "dki ", "di "];

    private readonly Dictionary<string, string> _provinces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _cities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _regencies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);

    private AreaNames(TextReader csv)
    {
        csv.ReadLine();
        while (csv.ReadLine() is { } line)
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            Add(line[..comma], line[(comma + 1)..]);
        }
    }

    /// <summary>The areas that come with the program.</summary>
    public static AreaNames Bundled { get; } = ReadBundled();

    public bool IsCode(string text) => _codes.Contains(text);

    /// <summary>
    /// Code of a name; null when there is none, or when it may be one of several places in different provinces. A bare name that is
    /// both a province's and a city's means the province; one that is both a city's and the regency's around it means the city.
    /// </summary>
    public string? Find(string name)
    {
        var text = name.Trim();
        if (WithoutPrefix(text, CityPrefixes) is { } city)
            return Only(_cities, city);
        if (WithoutPrefix(text, RegencyPrefixes) is { } regency)
            return Only(_regencies, regency);

        var bare = Key(WithoutPrefix(text, ProvincePrefixes) ?? text);
        if (_provinces.TryGetValue(bare, out var province))
            return province;

        var inCities = _cities.GetValueOrDefault(bare) ?? [];
        var inRegencies = _regencies.GetValueOrDefault(bare) ?? [];
        var all = inCities.Concat(inRegencies).ToList();
        return all.Count > 0 && all.All(code => code[..2] == all[0][..2]) ? all[0] : null;
    }

    /// <summary>Letters and digits only: `Pare-Pare` and `Parepare` are one.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character))
                key.Append(char.ToLowerInvariant(character));
        }

        return key.ToString();
    }

    private void Add(string code, string name)
    {
        _codes.Add(code);
        if (code.Length == 2)
            _provinces[Key(WithoutPrefix(name, ProvincePrefixes) ?? name)] = code;
        else if (WithoutPrefix(name, CityPrefixes) is { } city)
            (_cities.TryGetValue(Key(city), out var codes) ? codes : _cities[Key(city)] = []).Add(code);
        else if (WithoutPrefix(name, RegencyPrefixes) is { } regency)
            (_regencies.TryGetValue(Key(regency), out var codes) ? codes : _regencies[Key(regency)] = []).Add(code);
    }

    private static string? Only(Dictionary<string, List<string>> places, string name) =>
        places.GetValueOrDefault(Key(name)) is [var code] ? code : null;

    private static string? WithoutPrefix(string name, string[] prefixes)
    {
        var prefix = prefixes.FirstOrDefault(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
        return prefix is null ? null : name[prefix.Length..];
    }

    private static AreaNames ReadBundled()
    {
        using var stream = typeof(AreaNames).Assembly.GetManifestResourceStream("areas.csv")
            ?? throw new InvalidOperationException("areas.csv is missing from the program.");
        using var reader = new StreamReader(stream);
        return new(reader);
    }
}

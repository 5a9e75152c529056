using System.Reflection;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>A regency (kabupaten) or city (kota), with its Kemendagri code.</summary>
internal sealed record Place(string Code, Text Name, bool IsCity)
{
    /// <summary>The regencies and cities of each province, by the province's code.</summary>
    public static ILookup<string, Place> ByProvince { get; } = Read();

    /// <summary>A place in a province; a city is three times as likely as a regency.</summary>
    public static Place PickIn(Province province, SeededRandom random) =>
        random.Pick([.. ByProvince[province.Code]], place => place.IsCity ? 3 : 1);

    private static ILookup<string, Place> Read()
    {
        using var csv = Assembly.GetExecutingAssembly().GetManifestResourceStream("areas.csv")
            ?? throw new InvalidOperationException("areas.csv is not embedded in this program.");
        using var reader = new StreamReader(csv);

        return reader.ReadToEnd()
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',', 2))
            .Where(row => row[0].Length == "PP.KK".Length)
            .Select(row => From(row[0], row[1]))
            .ToLookup(place => place.Code[..2]);
    }

    private static Place From(string code, string name)
    {
        // The official list writes "Kabupaten Bogor" and "Kota Administrasi Jakarta Pusat"; people say Bogor and Jakarta Pusat.
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["Kota" or "Kabupaten", "Administrasi", .. var rest] => new(code, Same(rest), IsCity: true),
            ["Kota", .. var rest] => new(code, new($"Kota {string.Join(' ', rest)}", $"{string.Join(' ', rest)} City"), IsCity: true),
            [_, .. var rest] => new(code, Same(rest), IsCity: false),
            _ => throw new InvalidDataException($"areas.csv: {code} has no name."),
        };
    }

    private static Text Same(IEnumerable<string> words)
    {
        var name = string.Join(' ', words);
        return new(name, name);
    }
}

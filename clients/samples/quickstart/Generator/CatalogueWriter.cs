using System.Text;
using Google.Protobuf;
using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Generator;

/// <summary>Writes the bundled catalogues as JSON lines, one item in protobuf's JSON form each.</summary>
internal static class CatalogueWriter
{
    /// <summary>Writes the three files and returns how many items each holds.</summary>
    public static IReadOnlyDictionary<string, int> Write(ulong seed, string folder)
    {
        Directory.CreateDirectory(folder);
        return new Dictionary<string, int>
        {
            [BundledFiles.Courses] = Write(folder, BundledFiles.Courses, new CourseCatalogue(seed).Items()),
            [BundledFiles.Gigs] = Write(folder, BundledFiles.Gigs, new GigCatalogue(seed).Items()),
            [BundledFiles.Vacancies] = Write(folder, BundledFiles.Vacancies, new VacancyCatalogue(seed).Items()),
        };
    }

    private static int Write(string folder, string name, List<Item> items)
    {
        var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var file = new StreamWriter(Path.Combine(folder, name), append: false, plain) { NewLine = "\n" };
        foreach (var item in items)
            file.WriteLine(JsonFormatter.Default.Format(item));

        return items.Count;
    }
}

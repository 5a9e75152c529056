using Google.Protobuf;
using Hub.Catalogue.V1;

namespace Hub.Samples.Quickstart.Bundled;

/// <summary>Reads a bundled catalogue: one item in protobuf's JSON form on each line.</summary>
internal static class CatalogueFile
{
    /// <summary>The items, moved so that their dates lie ahead of the given day.</summary>
    public static List<Item> Read(string name, DateOnly today)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "catalogues", name);
        var weeks = ItemDates.WeeksToMove(today);
        List<Item> items = [];
        foreach (var line in File.ReadLines(path))
        {
            var item = JsonParser.Default.Parse<Item>(line);
            ItemDates.Move(item, weeks);
            items.Add(item);
        }

        return items;
    }
}

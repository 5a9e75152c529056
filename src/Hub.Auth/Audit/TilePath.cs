using System.Globalization;

namespace Hub.Auth.Audit;

/// <summary>Where a tile lies in the log's folder (C2SP tlog-tiles).</summary>
internal static class TilePath
{
    /// <summary>Hashes of a full tile, and entries of a full bundle.</summary>
    public const int Width = 256;

    /// <summary>The level that stands for entries rather than hashes.</summary>
    public const int Entries = -1;

    /// <summary>Path of a tile; of a partial one when it is not full.</summary>
    public static string Of(int level, long index, int width) =>
        width == Width ? Full(level, index) : Path.Combine(Partials(level, index), width.ToString(CultureInfo.InvariantCulture));

    /// <summary>Folder of the partial ones of a tile.</summary>
    public static string Partials(int level, long index) => Full(level, index) + ".p";

    private static string Full(int level, long index) =>
        Path.Combine("tile", level == Entries ? "entries" : level.ToString(CultureInfo.InvariantCulture), Number(index));

    // 1234067 is x001/x234/067: no folder holds more than a thousand names.
    private static string Number(long index)
    {
        var path = (index % 1_000).ToString("D3", CultureInfo.InvariantCulture);
        for (var rest = index / 1_000; rest > 0; rest /= 1_000)
            path = Path.Combine("x" + (rest % 1_000).ToString("D3", CultureInfo.InvariantCulture), path);
        return path;
    }

    /// <summary>How many hashes of a level a log of a size has.</summary>
    public static long Count(int level, long size) => level == Entries ? size : level * 8 >= 63 ? 0 : size >> (level * 8);

    /// <summary>Levels of a log of a size, that of the entries first.</summary>
    public static IEnumerable<int> Levels(long size) => Enumerable.Range(Entries, 9).Where(level => Count(level, size) > 0);
}

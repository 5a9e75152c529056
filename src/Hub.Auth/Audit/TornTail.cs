using System.Globalization;

namespace Hub.Auth.Audit;

/// <summary>Tiles beyond the last checkpoint: what an append left behind that was cut off before it counted.</summary>
internal static class TornTail
{
    /// <summary>Files beyond a size. They follow the edge without a gap, so nothing else is looked at.</summary>
    public static IEnumerable<string> Find(AuditFolder folder, long size)
    {
        for (var level = TilePath.Entries; level < 8; level++)
        {
            var count = TilePath.Count(level, size);
            var (index, width) = (count / TilePath.Width, (int)(count % TilePath.Width));
            var isFound = true;
            for (; isFound; index++, width = 0)
            {
                isFound = false;
                foreach (var file in At(folder, level, index, width))
                {
                    isFound = true;
                    yield return file;
                }
            }
        }
    }

    private static IEnumerable<string> At(AuditFolder folder, int level, long index, int width)
    {
        if (folder.Exists(TilePath.Of(level, index, TilePath.Width)))
            yield return TilePath.Of(level, index, TilePath.Width);

        var partials = TilePath.Partials(level, index);
        if (!Directory.Exists(folder.Full(partials)))
            yield break;

        foreach (var name in Directory.EnumerateFiles(folder.Full(partials)).Select(Path.GetFileName))
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var wide) || wide > width)
                yield return Path.Combine(partials, name!);
        }
    }
}

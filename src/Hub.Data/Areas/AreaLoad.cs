using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Areas;

/// <summary>What became of a list of areas to load.</summary>
/// <param name="Added">Areas that were not known before.</param>
/// <param name="BadLine">Number of the first line that names no area; null when all do. Nothing was added then.</param>
public readonly record struct AreaLoadResult(int Added, int? BadLine);

/// <summary>Adds areas to those the hub knows. An area is never taken off: offers name it.</summary>
public static class AreaLoad
{
    /// <summary>Adds the areas of a list that are not known yet.</summary>
    /// <param name="db">The database.</param>
    /// <param name="lines">Lines of <c>code,name</c>, an area after the one it lies in; a first line <c>code,name</c> is skipped.</param>
    /// <param name="cancel">Ends the loading; then nothing is added.</param>
    public static async Task<AreaLoadResult> AddAsync(HubDbContext db, IEnumerable<string> lines, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(lines);
        var known = await db.Areas.Select(a => a.Code).ToHashSetAsync(StringComparer.Ordinal, cancel);
        var (added, number) = (0, 0);
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("code,", StringComparison.Ordinal)))
                continue;
            if (Read(line) is not { } area || (area.ParentCode is { } parent && !known.Contains(parent)))
                return new(0, number);
            if (!known.Add(area.Code))
                continue;
            db.Areas.Add(area);
            added++;
        }

        await db.SaveChangesAsync(cancel);
        return new(added, null);
    }

    private static Area? Read(string line)
    {
        var comma = line.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || line[(comma + 1)..].Trim() is not { Length: > 0 } name)
            return null;
        var code = line[..comma];
        AreaLevel? level = code.Length switch
        {
            2 => AreaLevel.Province,
            5 => AreaLevel.Regency,
            8 => AreaLevel.District,
            13 => AreaLevel.Village,
            _ => null,
        };
        if (level is not { } found || !HasShape(code))
            return null;
        return new() { Code = code, Name = name, Level = found, ParentCode = found == AreaLevel.Province ? null : code[..code.LastIndexOf('.')] };
    }

    private static bool HasShape(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            if (i is 2 or 5 or 8 ? code[i] != '.' : !char.IsAsciiDigit(code[i]))
                return false;
        }

        return true;
    }
}

using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Areas;

/// <summary>The area codes the hub knows, in memory: every incoming item is checked against them.</summary>
public sealed class AreaList
{
    private readonly FrozenSet<string> _codes;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public AreaList(IEnumerable<string> codes)
    {
        _codes = codes.ToFrozenSet(StringComparer.Ordinal);
        _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of areas.</summary>
    public int Count => _codes.Count;

    /// <summary>
    /// The longest part of a code that is known: itself, or the regency or province it lies in for a deeper code. Null when not even
    /// that is known, when a regency is not, or when the text is no code at all.
    /// </summary>
    public string? Known(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (_codes.TryGetValue(code, out var exact))
            return exact;

        // PP.KK.CC or PP.KK.CC.DDDD: passes by its regency until the deeper levels are loaded.
        if (code.Length is not (8 or 13) || !HasShapeOfCode(code))
            return null;
        return _lookup.TryGetValue(code.AsSpan(0, 5), out var regency) ? regency : null;
    }

    private static bool HasShapeOfCode(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            var good = i is 2 or 5 or 8 ? code[i] == '.' : char.IsAsciiDigit(code[i]);
            if (!good)
                return false;
        }

        return true;
    }

    /// <summary>Reads the list from the database.</summary>
    public static async Task<AreaList> ReadAsync(HubDbContext db, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        return new(await db.Areas.Select(a => a.Code).ToListAsync(cancel));
    }

    /// <summary>The areas that come with the hub: 38 provinces and 514 regencies.</summary>
    internal static IEnumerable<Area> Bundled()
    {
        using var stream = typeof(AreaList).Assembly.GetManifestResourceStream("areas.csv")
            ?? throw new InvalidOperationException("areas.csv is missing from the assembly.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var comma = line.IndexOf(',', StringComparison.Ordinal);
            var code = line[..comma];
            yield return new()
            {
                Code = code,
                Name = line[(comma + 1)..],
                Level = code.Length == 2 ? AreaLevel.Province : AreaLevel.Regency,
                ParentCode = code.Length == 2 ? null : code[..2],
            };
        }
    }
}

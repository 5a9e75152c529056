using System.Globalization;
using Hub.Data.Ingest;
using Hub.Data.Providers;

namespace Hub.Data.Rollups;

/// <summary>What a level tells apart beside the kind.</summary>
internal enum RollupDimension
{
    Month,
    Day,
    Province,
    Sector,
    Source,
}

/// <summary>A cell: the values of the dimensions a level has, 0 for those it has not. Month and day share a place.</summary>
internal readonly record struct RollupKey(int Kind, int Province, int Sector, long Source, int Day);

/// <summary>What a batch adds to a cell.</summary>
internal readonly record struct RollupDelta(long Live, long Pays, long PayHigh, long PayLow)
{
    public RollupDelta Plus(in RollupDelta other) =>
        new(Live + other.Live, Pays + other.Pays, PayHigh + other.PayHigh, PayLow + other.PayLow);
}

/// <summary>One table of rollups: its dimensions in the order of its key, after the kind.</summary>
internal sealed class RollupLevel
{
    private readonly RollupDimension[] _dimensions;
    private readonly string _upsert;
    private readonly string _prune;

    private RollupLevel(string table, params RollupDimension[] dimensions)
    {
        Table = table;
        _dimensions = dimensions;
        var columns = string.Join(", ", (string[])["kind", .. dimensions.Select(Column)]);
        var count = dimensions.Length + 1;
        var parameters = string.Join(", ", Enumerable.Range(1, count + 4).Select(n => string.Create(CultureInfo.InvariantCulture, $"?{n}")));
        var same = string.Join(" AND ", dimensions.Select((d, i) => string.Create(CultureInfo.InvariantCulture, $"{Column(d)} = ?{i + 2}")));
        var declared = string.Join(", ", dimensions.Select(d => $"{Column(d)} {(d == RollupDimension.Province ? "TEXT" : "INTEGER")} NOT NULL"));
        Create = $"""
            CREATE TABLE {table} (kind INTEGER NOT NULL, {declared},
                live_count INTEGER NOT NULL, pay_count INTEGER NOT NULL,
                pay_min_high INTEGER NOT NULL, pay_min_low INTEGER NOT NULL,
                CONSTRAINT pk_{table} PRIMARY KEY ({columns})) WITHOUT ROWID
            """;
        _upsert = $"""
            INSERT INTO {table} ({columns}, live_count, pay_count, pay_min_high, pay_min_low) VALUES ({parameters})
            ON CONFLICT ({columns}) DO UPDATE SET live_count = live_count + excluded.live_count,
                pay_count = pay_count + excluded.pay_count,
                pay_min_high = pay_min_high + excluded.pay_min_high, pay_min_low = pay_min_low + excluded.pay_min_low
            """;
        _prune = $"DELETE FROM {table} WHERE kind = ?1 AND {same} AND live_count = 0";
        Clear = $"""
            DELETE FROM {table} WHERE ({columns}) IN (SELECT {columns} FROM {table} LIMIT ?1)
            """;
    }

    /// <summary>Every level, the finest last. Time comes first in a key, so that a range of it is one range of rows, and new days append.</summary>
    public static IReadOnlyList<RollupLevel> All { get; } =
    [
        new("rollup_provinces", RollupDimension.Province),
        new("rollup_sectors", RollupDimension.Sector),
        new("rollup_sources", RollupDimension.Source),
        new("rollup_month_totals", RollupDimension.Month),
        new("rollup_province_sectors", RollupDimension.Province, RollupDimension.Sector),
        new("rollup_months", RollupDimension.Month, RollupDimension.Province, RollupDimension.Sector),
        new("rollup_days", RollupDimension.Day, RollupDimension.Province, RollupDimension.Sector),
        new("rollup_details", RollupDimension.Day, RollupDimension.Province, RollupDimension.Sector, RollupDimension.Source),
    ];

    public string Table { get; }

    /// <summary>The statement that makes the table.</summary>
    public string Create { get; }

    /// <summary>Removes a bounded number of cells.</summary>
    public string Clear { get; }

    /// <summary>The cell of this level that a cell of the finest is part of.</summary>
    public RollupKey Coarsen(in RollupKey detail)
    {
        var key = new RollupKey(detail.Kind, 0, 0, 0, 0);
        foreach (var dimension in _dimensions)
        {
            key = dimension switch
            {
                RollupDimension.Month => key with { Day = RollupCalendar.MonthOf(detail.Day) },
                RollupDimension.Day => key with { Day = detail.Day },
                RollupDimension.Province => key with { Province = detail.Province },
                RollupDimension.Sector => key with { Sector = detail.Sector },
                _ => key with { Source = detail.Source },
            };
        }

        return key;
    }

    /// <summary>Adds to a cell, and removes it when nothing is left in it.</summary>
    public void Add(IngestTransaction transaction, in RollupKey key, in RollupDelta delta)
    {
        if (delta == default)
            return;
        var upsert = transaction.Statement(_upsert);
        var next = Bind(upsert, key);
        upsert.Bind(next, delta.Live);
        upsert.Bind(next + 1, delta.Pays);
        upsert.Bind(next + 2, delta.PayHigh);
        upsert.Bind(next + 3, delta.PayLow);
        upsert.Run();
        if (delta.Live >= 0)
            return;

        var prune = transaction.Statement(_prune);
        Bind(prune, key);
        prune.Run();
    }

    private int Bind(SqliteStatement statement, in RollupKey key)
    {
        var next = 1;
        statement.Bind(next++, (long)key.Kind);
        foreach (var dimension in _dimensions)
        {
            if (dimension == RollupDimension.Province)
            {
                statement.Bind(next++, ProvinceCode.Text(key.Province));
                continue;
            }

            statement.Bind(next++, dimension switch
            {
                RollupDimension.Sector => key.Sector,
                RollupDimension.Source => key.Source,
                _ => key.Day,
            });
        }

        return next;
    }

    private static string Column(RollupDimension dimension) => dimension switch
    {
        RollupDimension.Month => "month",
        RollupDimension.Day => "day",
        RollupDimension.Province => "province_code",
        RollupDimension.Sector => "sector_code",
        _ => "source_id",
    };
}

using System.Runtime.InteropServices;
using Hub.Data.Followers;
using Hub.Data.Ingest;

namespace Hub.Data.Rollups;

/// <summary>Keeps the rollups: compares an offer's row with what was counted of it, and moves the difference between cells.</summary>
internal sealed class RollupFollower() : DerivedData(FollowerRunner.Rollups, 3)
{
    private const int MostCleared = 10_000;
    private readonly Dictionary<RollupKey, RollupDelta> _details = [];
    private readonly Dictionary<RollupKey, RollupDelta> _coarse = [];

    /// <summary>What the rollups count of one offer.</summary>
    private readonly record struct Counted(RollupKey Key, long? Pay);

    public override void Begin() => _details.Clear();

    public override void Apply(IngestTransaction transaction, long offerId)
    {
        var before = ReadCounted(transaction, offerId);
        var after = ReadOffer(transaction, offerId);
        if (before == after)
            return;
        if (before is { } old)
            Add(old, -1);
        if (after is { } now)
            Add(now, 1);
        Write(transaction, offerId, after);
    }

    public override void End(IngestTransaction transaction)
    {
        foreach (var level in RollupLevel.All)
        {
            _coarse.Clear();
            foreach (var (key, delta) in _details)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_coarse, level.Coarsen(key), out _);
                sum = sum.Plus(delta);
            }

            foreach (var (key, delta) in _coarse)
                level.Add(transaction, key, delta);
        }
    }

    public override bool Clear(IngestTransaction transaction)
    {
        var removed = Remove(transaction, "DELETE FROM rollup_items WHERE offer_id IN (SELECT offer_id FROM rollup_items LIMIT ?1) RETURNING 1");
        foreach (var level in RollupLevel.All)
            removed += Remove(transaction, level.Clear + " RETURNING 1");
        return removed == 0;
    }

    private static int Remove(IngestTransaction transaction, string sql)
    {
        var statement = transaction.Statement(sql);
        statement.Bind(1, (long)MostCleared);
        var removed = 0;
        while (statement.Step())
            removed++;
        statement.Reset();
        return removed;
    }

    private void Add(in Counted counted, int sign)
    {
        ref var delta = ref CollectionsMarshal.GetValueRefOrAddDefault(_details, counted.Key, out _);
        var pay = counted.Pay ?? 0;
        delta = delta.Plus(new(sign, counted.Pay is null ? 0 : sign, sign * (pay >> 32), sign * (pay & uint.MaxValue)));
    }

    private static Counted? ReadCounted(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement(
            "SELECT kind, province_code, sector_code, source_id, day, pay_min_idr FROM rollup_items WHERE offer_id = ?1");
        statement.Bind(1, offerId);
        Counted? counted = statement.Step()
            ? new(
                new(statement.Int32(0), ProvinceCode.Of(statement.Blob(1)), statement.Int32(2), statement.Int64(3), statement.Int32(4)),
                statement.Int64OrNull(5))
            : null;
        statement.Reset();
        return counted;
    }

    private static Counted? ReadOffer(IngestTransaction transaction, long offerId)
    {
        var statement = transaction.Statement("""
            SELECT kind, known_area_code, coalesce(sector_code, 0), source_id, published_at, pay_min_idr FROM offers
            WHERE id = ?1 AND state = 1
            """);
        statement.Bind(1, offerId);
        Counted? counted = null;
        if (statement.Step())
        {
            var key = new RollupKey(
                statement.Int32(0), ProvinceCode.Of(statement.Blob(1)), statement.Int32(2), statement.Int64(3),
                RollupCalendar.DayOf(statement.Int64(4)));
            counted = new(key, statement.Int64OrNull(5));
        }

        statement.Reset();
        return counted;
    }

    private static void Write(IngestTransaction transaction, long offerId, Counted? counted)
    {
        if (counted is not { } now)
        {
            var delete = transaction.Statement("DELETE FROM rollup_items WHERE offer_id = ?1");
            delete.Bind(1, offerId);
            delete.Run();
            return;
        }

        var write = transaction.Statement("""
            INSERT OR REPLACE INTO rollup_items (offer_id, kind, province_code, sector_code, source_id, day, pay_min_idr)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """);
        write.Bind(1, offerId);
        write.Bind(2, (long)now.Key.Kind);
        write.Bind(3, ProvinceCode.Text(now.Key.Province));
        write.Bind(4, (long)now.Key.Sector);
        write.Bind(5, now.Key.Source);
        write.Bind(6, (long)now.Key.Day);
        write.Bind(7, now.Pay);
        write.Run();
    }
}

using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Sectors;
using Microsoft.EntityFrameworkCore;
using OfferKind = Hub.Data.Catalogue.OfferKind;
using PayUnit = Hub.Data.Catalogue.PayUnit;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// The textbook way: 100 entities a SaveChanges, changes looked up first, FULL durability, in process. It pays no gRPC and keeps no change
/// log, verdicts or sessions, so it is favoured.
/// </summary>
internal sealed class EfPeer : Peer
{
    private readonly LocalDatabase _local = new();
    private readonly Dictionary<IReadOnlyList<Item>, ItemWrite[]> _rows = [];
    private long _nextId = 1;

    public override string Name => $"EF Core SaveChanges per {IngestOptions.PerMessage}, in process";

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        await _local.CreateAsync();
        Ready(items);
        await WriteAsync(items);
    }

    /// <summary>Checks and hashes items before they are timed.</summary>
    public override void Ready(IReadOnlyList<Item> items) => _rows[items] = _local.Rows(items);

    public override async Task WriteAsync(IReadOnlyList<Item> items)
    {
        foreach (var rows in _rows[items].Chunk(IngestOptions.PerMessage))
        {
            await using var db = _local.Database.Open();
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous = FULL; PRAGMA cache_size = -131072; PRAGMA wal_autocheckpoint = 20000");
            var keys = rows.Select(r => r.ExternalId).ToList();
            var known = await db.Offers.Where(o => o.SourceId == _local.SourceId && keys.Contains(o.ExternalId))
                .ToDictionaryAsync(o => o.ExternalId);
            foreach (var row in rows)
            {
                if (!known.TryGetValue(row.ExternalId, out var stored))
                    db.Offers.Add(Entity(row, _nextId++));
                else if (stored.Revision < row.Revision)
                    db.Entry(stored).CurrentValues.SetValues(Entity(row, stored.Id));
            }

            await db.SaveChangesAsync();
        }
    }

    public override async Task<long> CountAsync()
    {
        await using var db = _local.Database.Open();
        return await db.Offers.LongCountAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _local.Dispose();
        return ValueTask.CompletedTask;
    }

    private Offer Entity(ItemWrite row, long id)
    {
        var content = row.Content!;
        var now = TimeProvider.System.GetUtcNow();
        var hash = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(hash, row.Hash);
        return new()
        {
            Id = id,
            PublicId = Guid.CreateVersion7(),
            SourceId = _local.SourceId,
            ExternalId = row.ExternalId,
            Kind = OfferKind.Gig,
            State = OfferState.Published,
            Revision = row.Revision,
            ContentHash = hash,
            SaidRevision = row.Revision,
            SaidState = SaidState.Live,
            Title = content.Title,
            Description = content.Description,
            Language = content.Language,
            AreaCode = content.Places[0].Code,
            KnownAreaCode = content.Places[0].KnownCode,
            SectorCode = (SectorCode?)content.SectorCode,
            OccupationCode = content.OccupationCode,
            Skills = content.Skills,
            PublishedAt = now,
            ChangedAt = now,
            Openings = content.Openings,
            PayUnit = (PayUnit?)content.PayUnit,
            PayMinIdr = content.PayMinIdr,
            PayMaxIdr = content.PayMaxIdr,
            Body = content.Body,
        };
    }
}

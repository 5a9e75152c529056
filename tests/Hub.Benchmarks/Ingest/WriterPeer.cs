using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Ingest;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Benchmarks.Ingest;

/// <summary>
/// The hub's own store and writer in process: decisions, offers, log, sums and sessions, without network, rules and what follows the log. Beside the
/// hub it tells what the rest costs, beside the floor what the hub's own work costs. The rows are checked and hashed beforehand.
/// </summary>
internal sealed class WriterPeer : Peer
{
    private readonly LocalDatabase _local = new();
    private readonly Dictionary<IReadOnlyList<Item>, ItemWrite[]> _rows = [];
    private IngestWriter _writer = null!;
    private OfferStore _store = null!;

    public override string Name => "the hub's writer alone, in process";

    public override async Task PrepareAsync(IReadOnlyList<Item> items)
    {
        await _local.CreateAsync();
        _writer = new(_local.Database, new(), TimeProvider.System);
        _store = new(_writer, (kind, body) => OfferRules.Reread(kind, body, _local.Areas), new());
        Ready(items);
        await WriteAsync(items);
    }

    /// <summary>Checks and hashes items before they are timed.</summary>
    public override void Ready(IReadOnlyList<Item> items) => _rows[items] = _local.Rows(items);

    public override Task WriteAsync(IReadOnlyList<Item> items)
    {
        var share = (items.Count + IngestOptions.Streams - 1) / IngestOptions.Streams;
        return Task.WhenAll(_rows[items].Chunk(share).Select(PushAsync));
    }

    private async Task PushAsync(ItemWrite[] rows)
    {
        var opened = await _store.OpenAsync(new(_local.SourceId, SyncMode.Delta, null), CancellationToken.None);
        var session = opened.Session!.Id;
        var written = new List<Task<SessionResult>>();
        long sequence = 1;
        foreach (var batch in rows.Chunk(IngestOptions.PerMessage))
        {
            written.Add(await _store.EnqueueAsync(session, sequence, batch, CancellationToken.None, session));
            sequence += batch.Length;
        }

        await Task.WhenAll(written);
        await _store.CompleteAsync(session, CancellationToken.None);
    }

    public override async Task<long> CountAsync()
    {
        await using var db = _local.Database.Open();
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.LongCountAsync(db.Offers);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_writer is not null)
            await _writer.DisposeAsync();
        _local.Dispose();
    }
}

using Hub.Data.Catalogue;
using Hub.Data.Providers;
using Hub.Data.Rollups;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Search;

/// <summary>What search results are counted and filtered by.</summary>
/// <param name="Kind">Kind of the offer.</param>
/// <param name="ProvinceCode">Code of the province of the first place; empty when there is none.</param>
/// <param name="SectorCode">Number of the sector; 0 when not told.</param>
/// <param name="SourceId">Row key of the source.</param>
public readonly record struct OfferFacets(OfferKind Kind, string ProvinceCode, int SectorCode, long SourceId);

/// <summary>
/// The facets of every shown offer in memory, eight bytes each, by the offer's row key: a search reads those of ten thousand matches in less
/// time than the database needs for two hundred. Written after the rollups' batches, read by any thread.
/// </summary>
public sealed class FacetIndex
{
    private const int ChunkBits = 16;
    private const int ChunkSize = 1 << ChunkBits;
    private volatile ulong[][] _chunks = [];
    private volatile bool _isLoaded;

    /// <summary>False until the stored facets are read.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>The facets of an offer; false when it is not shown, or not yet followed.</summary>
    public bool TryGet(long offerId, out OfferFacets facets)
    {
        var packed = Packed(offerId);
        facets = packed == 0 ? default : new((OfferKind)KindOf(packed), ProvinceCode.Text(ProvinceOf(packed)), SectorOf(packed), SourceOf(packed));
        return packed != 0;
    }

    /// <summary>Reads what is stored. Nothing may be written meanwhile.</summary>
    public void Load(HubDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        using var connection = new SqliteConnection(database.ConnectionString);
        connection.Open();
        using var statement = new SqliteStatement(
            connection.Handle!, "SELECT offer_id, kind, province_code, sector_code, source_id FROM rollup_items");
        Clear();
        while (statement.Step())
        {
            Set(
                statement.Int64(0),
                new RollupKey(statement.Int32(1), ProvinceCode.Of(statement.Blob(2)), statement.Int32(3), statement.Int64(4), 0));
        }

        _isLoaded = true;
    }

    internal void Clear() => _chunks = [];

    internal void Set(long offerId, RollupKey? key)
    {
        var chunk = checked((int)(offerId >> ChunkBits));
        if (chunk >= _chunks.Length)
        {
            if (key is null)
                return;

            // Readers keep the array they have; the chunks in it are the same ones.
            _chunks = [.. _chunks, .. Enumerable.Range(_chunks.Length, chunk + 1 - _chunks.Length).Select(_ => new ulong[ChunkSize])];
        }

        Volatile.Write(ref _chunks[chunk][offerId & (ChunkSize - 1)], key is { } shown ? Pack(shown) : 0);
    }

    internal ulong Packed(long offerId)
    {
        var chunks = _chunks;
        var chunk = offerId >> ChunkBits;
        return chunk < chunks.Length ? Volatile.Read(ref chunks[chunk][offerId & (ChunkSize - 1)]) : 0;
    }

    internal static int KindOf(ulong packed) => (int)(packed & 0xF);

    internal static int ProvinceOf(ulong packed) => (int)(packed >> 4) & 0x7F;

    internal static int SectorOf(ulong packed) => (int)(packed >> 11) & 0xFF;

    internal static long SourceOf(ulong packed) => (long)(packed >> 19);

    private static ulong Pack(in RollupKey key) =>
        (ulong)(uint)key.Kind | ((ulong)(uint)key.Province << 4) | ((ulong)(uint)key.Sector << 11) | ((ulong)key.Source << 19);
}

using System.Diagnostics;
using Hub.Data.Ingest;

namespace Hub.Data.Followers;

/// <summary>One bounded step of a follower: the derived rows and its position change in one transaction.</summary>
internal sealed class FollowerBatch(DerivedData data, FollowerOptions options)
{
    private const int ChangesBetweenLooks = 16;
    private readonly List<long> _offers = [];
    private readonly HashSet<long> _seen = [];

    /// <summary>True when, once the last step is committed, the derived rows are of all offers.</summary>
    public bool IsWhole { get; private set; }

    /// <returns>True when there is more to do at once.</returns>
    public bool Run(IngestTransaction transaction)
    {
        data.Begin();
        IsWhole = false;
        if (FollowerRows.Find(transaction, data.Name) is not { } row || row.Version != data.Version)
        {
            // The log need not hold every offer any more, so a rebuild goes through the offers and follows the log from here.
            FollowerRows.Write(transaction, data.Name, new(data.Version, transaction.LastPosition, -1));
            return true;
        }

        return row.RebuiltTo is { } rebuiltTo ? Rebuild(transaction, row, rebuiltTo) : Follow(transaction, row);
    }

    private bool Follow(IngestTransaction transaction, in FollowerRows.Row row)
    {
        IsWhole = true;
        FollowerRows.ReadChanged(transaction, row.Position, options.MaxBatchChanges, _offers);
        if (_offers.Count == 0)
            return false;
        var position = row.Position + Derive(transaction);
        FollowerRows.Write(transaction, data.Name, row with { Position = position });
        return position < transaction.LastPosition;
    }

    private bool Rebuild(IngestTransaction transaction, in FollowerRows.Row row, long rebuiltTo)
    {
        if (rebuiltTo < 0)
        {
            if (data.Clear(transaction))
                FollowerRows.Write(transaction, data.Name, row with { RebuiltTo = 0 });
            return true;
        }

        FollowerRows.ReadOffers(transaction, rebuiltTo, options.MaxBatchChanges, _offers);
        long? next = _offers.Count == 0 ? null : _offers[Derive(transaction) - 1];
        FollowerRows.Write(transaction, data.Name, row with { RebuiltTo = next });
        IsWhole = next is null;
        return next is not null || row.Position < transaction.LastPosition;
    }

    /// <summary>Derives from the offers that were read, each once, until the time is up or ingest wants the writer.</summary>
    /// <returns>How many of them are done.</returns>
    private int Derive(IngestTransaction transaction)
    {
        _seen.Clear();
        var started = Stopwatch.GetTimestamp();
        var done = 0;
        while (done < _offers.Count && !IsOver(transaction, started, done))
        {
            if (_seen.Add(_offers[done]))
                data.Apply(transaction, _offers[done]);
            done++;
        }

        data.End(transaction);
        return done;
    }

    private bool IsOver(IngestTransaction transaction, long started, int done)
    {
        if (done == 0 || done % ChangesBetweenLooks != 0)
            return false;
        return Stopwatch.GetElapsedTime(started) >= options.MaxBatchTime || (done >= options.MinBatchChanges && transaction.IsWanted);
    }
}

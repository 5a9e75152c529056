using Hub.Catalogue.V1;
using Verdict = Hub.Catalogue.V1.Verdict;

namespace Hub.Api.Catalogue;

/// <summary>Fills one message of progress, up to a size that every client takes.</summary>
internal sealed class ProgressPart
{
    // Tag and length of a verdict in its message.
    private const int Framing = 8;

    private Progress _progress = new();
    private int _bytes;

    /// <summary>Highest sequence whose items are durable and whose verdicts are in this part or an earlier one.</summary>
    public long Through { get; set; }

    /// <summary>Adds a verdict; false when it does not fit and the part must be sent first.</summary>
    public bool TryAdd(Verdict verdict)
    {
        var bytes = verdict.CalculateSize() + Framing;
        if (_bytes > 0 && _bytes + bytes > CatalogueOptions.ProgressBytes)
            return false;
        _progress.Verdicts.Add(verdict);
        _bytes += bytes;
        return true;
    }

    /// <summary>The part as it is now; the next one starts empty.</summary>
    public SyncResponse Take(OutcomeCounts counts)
    {
        var taken = _progress;
        (taken.DurableThrough, taken.Counts) = (Through, counts);
        (_progress, _bytes) = (new(), 0);
        return new() { Progress = taken };
    }
}

using Hub.Data.Catalogue;
using Hub.Data.Digests;
using Microsoft.Extensions.Options;

namespace Hub.Api.Catalogue;

/// <summary>What every sync stream works with.</summary>
internal sealed class SyncServices(
    OfferStore offers, DigestStore digests, SessionReceipts receipts, SourceAccess sources, IOptions<CatalogueOptions> options, TimeProvider time, ILogger<CatalogueSync> log,
    IHostApplicationLifetime lifetime)
{
    public OfferStore Offers => offers;

    public DigestStore Digests => digests;

    public SessionReceipts Receipts => receipts;

    public SourceAccess Sources => sources;

    /// <summary>What all callers' items take while they wait for the disk.</summary>
    public WriteQueue Queue { get; } = new(options.Value.QueueBytes);

    /// <summary>How many uploads a participant has open.</summary>
    public UploadGate Uploads { get; } = new(options.Value.Uploads, time);

    /// <summary>How fast a participant's unary uploads follow one another while others upload too.</summary>
    public UploadPace Pace { get; } = new(options.Value.UnaryItemsPerSecond, time);

    /// <summary>What all digest negotiations hold.</summary>
    public NegotiationMemory Negotiations { get; } = new(options.Value.NegotiationBytes);

    public CatalogueOptions Options => options.Value;

    public TimeProvider Time => time;

    public ILogger Log => log;

    /// <summary>Cancelled when the hub begins to stop.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;
}

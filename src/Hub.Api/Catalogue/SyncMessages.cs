using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Catalogue.V1;

namespace Hub.Api.Catalogue;

/// <summary>
/// Reads the messages of a sync stream and refuses those that are out of order; the same for an upload that is stored and one that is
/// only checked.
/// </summary>
internal sealed class SyncMessages(IAsyncStreamReader<SyncRequest> requests)
{
    private SyncMode _mode;

    /// <summary>How the partner ended its items; null when it ended its side without.</summary>
    public Commit? Commit { get; private set; }

    /// <summary>Reads the first message.</summary>
    public async Task<Open> ReadOpenAsync(CancellationToken cancel)
    {
        if (!await requests.MoveNext(cancel) || requests.Current is not { Open: { } open })
            throw CatalogueFailures.Invalid(FailureReasons.OpenMissing, "open");

        _mode = open.Mode;
        return open;
    }

    /// <summary>Reads the next items of an upload that is only checked; null when the partner commits or ends its side.</summary>
    public async Task<Items?> ReadItemsAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is not { } message)
            return null;
        return message.Items ?? throw CatalogueFailures.Invalid(FailureReasons.DigestsNotChecked, "message");
    }

    /// <summary>Reads the next items or the next step of a negotiation; null when the partner commits or ends its side.</summary>
    public async Task<SyncRequest?> ReadAsync(CancellationToken cancel)
    {
        if (!await requests.MoveNext(cancel))
            return null;
        switch (requests.Current)
        {
            case { Items: { } items }:
                ItemsRules.Check(items);
                return requests.Current;
            case { Commit: not null } when _mode == SyncMode.Delta:
                throw CatalogueFailures.Invalid(FailureReasons.CommitInDelta, "commit");
            case { Commit: { } commit }:
                Commit = commit;
                return null;
            case { Nodes: not null } or { Leaves: not null } or { Keys: not null }:
                return requests.Current;
            case { Open: not null }:
                throw CatalogueFailures.Invalid(FailureReasons.OpenTwice, "open");
            default:
                throw CatalogueFailures.Invalid(FailureReasons.MessageMissing, "message");
        }
    }

    /// <summary>
    /// Refuses what follows Commit, as far as it is here already: a partner may wait for the answer before it ends its side, so the hub
    /// does not wait for that end.
    /// </summary>
    public async Task RefuseMoreAsync(CancellationToken cancel)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var next = requests.MoveNext(look.Token);
        if (!next.IsCompleted)
            await look.CancelAsync();
        try
        {
            if (await next)
            {
                throw CatalogueFailures.Invalid(FailureReasons.MessageAfterCommit, "message");
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Nothing more is here.
        }
    }
}

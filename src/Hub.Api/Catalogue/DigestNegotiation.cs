using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Hub.Api.Hosting;
using Hub.Catalogue.V1;
using Hub.Data.Catalogue;
using Hub.Data.Digests;
using SyncMode = Hub.Data.Catalogue.SyncMode;

namespace Hub.Api.Catalogue;

/// <summary>
/// One negotiation of a snapshot: node digests, then leaf digests, then keys, until the partner knows which items to send and the hub what was
/// left out. It lives as long as its stream; a stream that resumes the session begins another, which asks for no item that was sent.
/// </summary>
internal sealed class DigestNegotiation
{
    private const int NodeBytes = ItemDigest.Fan * ItemDigest.Size;
    private const int MostKeys = 10_000;
    private const int MostIds = 2_000;
    private readonly DigestStore _digests;
    private readonly SessionInfo _session;
    private readonly NegotiationMemory.Share _memory;
    private readonly long _lane;
    private readonly DigestComparison _comparison = new();
    private Step _step = Step.Nodes;

    /// <param name="digests">Reads the hub's side.</param>
    /// <param name="session">The snapshot.</param>
    /// <param name="memory">Counts what the comparison holds; the stream gives it back.</param>
    /// <param name="lane">The participant, at the writer.</param>
    public DigestNegotiation(DigestStore digests, SessionInfo session, NegotiationMemory.Share memory, long lane)
    {
        if (session.Mode == SyncMode.Delta)
        {
            throw CatalogueFailures.Invalid(FailureReasons.DigestsInDelta, "nodes");
        }

        if (session.Policy == Hub.Data.Catalogue.RevisionPolicy.Epoch)
        {
            throw CatalogueFailures.Invalid(FailureReasons.DigestWithEpoch, "nodes");
        }

        (_digests, _session, _memory, _lane) = (digests, session, memory, lane);
    }

    private enum Step
    {
        Nodes,
        Leaves,
        Keys,
        Over,
    }

    /// <summary>The steps came in another order than nodes, leaves, keys.</summary>
    public static RpcException OutOfOrder() => CatalogueFailures.Invalid(FailureReasons.NegotiationOrder, "message");

    /// <summary>Takes a step, and tells what is wanted next; nothing while more of the same has to come.</summary>
    public async Task<IReadOnlyList<Wanted>> TakeAsync(SyncRequest message, CancellationToken cancel) => (message, _step) switch
    {
        ({ Nodes: { } nodes }, Step.Nodes) => [await TakeNodesAsync(nodes, cancel)],
        ({ Leaves: { } leaves }, Step.Leaves) => await TakeLeavesAsync(leaves, cancel),
        ({ Keys: { } keys }, Step.Keys) => await TakeKeysAsync(keys, cancel),
        _ => throw OutOfOrder(),
    };

    /// <summary>An item of the session came.</summary>
    public void TakeItem(string externalId) => _comparison.TakeItem(externalId);

    /// <summary>What the partner left out, when it commits.</summary>
    public async Task<IReadOnlyList<LeftOutItem>> EndAsync(CancellationToken cancel)
    {
        if (_step != Step.Over)
            throw OutOfOrder();
        if (_comparison.Missing > 0)
            throw CatalogueFailures.WantedMissing(_comparison.Missing);
        if (_comparison.Leaves.Count == 0)
            return [];
        var nodes = _comparison.Leaves.Select(leaf => leaf / ItemDigest.Fan).ToHashSet();
        if (!_comparison.MayHoldMore(await _digests.LeavesAsync(_session.SourceId, nodes, cancel, _lane)))
            return [];
        var leftOut = await _digests.ScanAsync(_session.SourceId, _comparison.IsLeftOut, cancel);
        return [.. leftOut.Select(_comparison.LeftOut)];
    }

    private async Task<Wanted> TakeNodesAsync(Nodes nodes, CancellationToken cancel)
    {
        CheckLength(nodes.Digests, "nodes.digests");
        var (hub, items) = await _digests.NegotiateAsync(_session.SourceId, _session.Id, cancel, _lane);
        _comparison.TakeNodes(nodes.Digests.Span, hub, items);
        _memory.Take(_comparison.Leaves.Count * DigestComparison.BytesPerLeaf);
        if (_comparison.WantsAllKeys)
        {
            _step = Step.Keys;
            return new() { AllKeys = true };
        }

        _step = _comparison.Nodes.Count > 0 ? Step.Leaves : Step.Over;
        return new() { Nodes = { _comparison.Nodes.Order() }, Last = _step == Step.Over };
    }

    private async Task<IReadOnlyList<Wanted>> TakeLeavesAsync(Leaves leaves, CancellationToken cancel)
    {
        for (var i = 0; i < leaves.Nodes.Count; i++)
            CheckLength(leaves.Nodes[i].Digests, Field($"leaves.nodes[{i}].digests"));
        var hub = await _digests.LeavesAsync(_session.SourceId, [.. _comparison.Nodes], cancel, _lane);
        var before = _comparison.Leaves.Count;
        for (var i = 0; i < leaves.Nodes.Count; i++)
        {
            var node = leaves.Nodes[i];
            if (!hub.TryGetValue(node.Node, out var own) || !_comparison.TakeLeaves(node.Node, node.Digests.Span, own))
            {
                throw CatalogueFailures.Invalid(FailureReasons.NodeNotWanted, Field($"leaves.nodes[{i}].node"), node.Node);
            }
        }

        _memory.Take((_comparison.Leaves.Count - before) * DigestComparison.BytesPerLeaf);
        if (_comparison.Nodes.Count > 0)
            return [];
        if (_comparison.Leaves.Count == 0)
        {
            // What differed is equal by now: another session brought it.
            _step = Step.Over;
            return [new() { Last = true }];
        }

        _step = Step.Keys;
        return [_comparison.WantsAllKeys ? new() { AllKeys = true } : new() { Leaves = { _comparison.Leaves.Order() } }];
    }

    private async Task<IReadOnlyList<Wanted>> TakeKeysAsync(Keys keys, CancellationToken cancel)
    {
        var listed = Check(keys);
        _memory.Take(listed.Count * DigestComparison.BytesPerKey);
        var known = await _digests.FindAsync(_session.SourceId, _session.Id, [.. listed.Select(key => key.ExternalId)], cancel, _lane);
        var wanted = new List<string>();
        for (var i = 0; i < listed.Count; i++)
        {
            if (!_comparison.TakeKey(listed[i], known[i], out var isWanted))
            {
                throw CatalogueFailures.Invalid(FailureReasons.KeyTwice, "keys.keys", listed[i].ExternalId);
            }

            if (isWanted)
                wanted.Add(listed[i].ExternalId);
        }

        _memory.Take(wanted.Count * DigestComparison.BytesPerKey);
        List<Wanted> messages = [.. wanted.Chunk(MostIds).Select(ids => new Wanted { ExternalIds = { ids } })];
        if (!keys.Last)
            return messages;
        _step = Step.Over;
        if (messages.Count == 0)
            messages.Add(new());
        messages[^1].Last = true;
        return messages;
    }

    /// <summary>The keys of leaves that differ. Of all keys, those of other leaves are no news.</summary>
    private List<ListedKey> Check(Keys keys)
    {
        if (keys.Keys_.Count > MostKeys)
        {
            throw CatalogueFailures.Invalid(FailureReasons.KeyCount, "keys.keys", keys.Keys_.Count);
        }

        var listed = new List<ListedKey>(keys.Keys_.Count);
        for (var i = 0; i < keys.Keys_.Count; i++)
        {
            var key = keys.Keys_[i];
            var findings = new Findings("item");
            TextRules.ExternalId(key.ExternalId, "external_id", findings);
            if (key.ExternalId.Length == 0 || findings.Outcome is not null)
            {
                throw CatalogueFailures.Invalid(FailureReasons.KeyUnreadable, Field($"keys.keys[{i}].external_id"));
            }

            if (key.Revision < 1)
            {
                throw CatalogueFailures.Invalid(FailureReasons.RevisionNotPositive, Field($"keys.keys[{i}].revision"));
            }

            if (_comparison.IsIn(key.ExternalId))
            {
                listed.Add(new(key.ExternalId, key.Revision, key.Tombstone));
            }
            else if (!_comparison.WantsAllKeys)
            {
                throw CatalogueFailures.Invalid(FailureReasons.KeyNotWanted, Field($"keys.keys[{i}].external_id"));
            }
        }

        return listed;
    }

    private static void CheckLength(ByteString digests, string field)
    {
        if (digests.Length != NodeBytes)
        {
            throw CatalogueFailures.Invalid(FailureReasons.DigestLength, field, 4096, digests.Length);
        }
    }

    private static string Field(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.Threading.Channels;
using Hub.Catalogue.V1;

namespace PartnerSync;

/// <summary>
/// Finds out by digests which items the hub wants: nodes, then leaves, then keys. It lives as long as its stream; the next one negotiates
/// again, and the hub asks for no item that is on its disk.
/// </summary>
internal sealed class Negotiation(OwnCatalogue own)
{
    // The hub answers while keys are still being sent, so one side must read while the other writes.
    private readonly Channel<Wanted> _answers = Channel.CreateUnbounded<Wanted>(new() { SingleReader = true, SingleWriter = true });

    /// <summary>Hands over what the hub answered.</summary>
    public void Take(Wanted wanted) => _answers.Writer.TryWrite(wanted);

    /// <summary>Negotiates to the end; false when the stream is over.</summary>
    public async Task<bool> RunAsync(SyncWire wire, CancellationToken cancel)
    {
        own.WantNothing();
        if (!await wire.TryWriteAsync(new() { Nodes = new() { Digests = own.Nodes() } }, cancel))
            return false;
        while (true)
        {
            var wanted = await _answers.Reader.ReadAsync(cancel);
            foreach (var id in wanted.ExternalIds)
                own.Want(id);
            foreach (var message in Answers(wanted))
            {
                if (!await wire.TryWriteAsync(message, cancel))
                    return false;
            }

            if (wanted.Last)
                return true;
        }
    }

    private IEnumerable<SyncRequest> Answers(Wanted wanted)
    {
        foreach (var nodes in wanted.Nodes.Chunk(64))
            yield return new() { Leaves = new() { Nodes = { nodes.Select(node => new NodeLeaves { Node = node, Digests = own.Leaves(node) }) } } };
        if (wanted.Leaves.Count == 0 && !wanted.AllKeys)
            yield break;
        foreach (var keys in own.Keys(wanted.Leaves, wanted.AllKeys))
            yield return new() { Keys = keys };
    }
}

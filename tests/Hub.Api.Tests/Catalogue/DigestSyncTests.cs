using Google.Protobuf;
using Grpc.Core;
using Hub.Catalogue.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Catalogue;

/// <summary>Snapshots by digest and by epoch, over real gRPC with real tokens.</summary>
public sealed class DigestSyncTests : SyncTestBase
{
    [Fact]
    public async Task A_snapshot_costs_what_changed_and_ends_as_the_partner_has_it()
    {
        var partner = new PartnerCatalogue();
        for (var i = 0; i < 50; i++)
            partner.Put($"item {i}", 1);
        var first = await partner.SyncAsync(Client, SourceId, cancel: Cancel);
        var unchanged = await partner.SyncAsync(Client, SourceId, cancel: Cancel);
        partner.Put("item 7", 2, "New title");
        partner.Put("item 50", 1);
        partner.End("item 8", 2);
        partner.Items.Remove("item 9");

        var changed = await partner.SyncAsync(Client, SourceId, cancel: Cancel);

        Assert.Equal((50, CloseOutcome.Committed, 50L), (first.Sent, first.Closed.Outcome, first.Closed.Counts.Created));
        Assert.Equal((0, CloseOutcome.Unchanged), (unchanged.Sent, unchanged.Closed.Outcome));
        Assert.Equal((3, 1L, 1L, 2L), (changed.Sent, changed.Closed.Counts.Created, changed.Closed.Counts.Changed, changed.Closed.Counts.Withdrawn));
        Assert.Equal(
            partner.Items.Values.Where(item => item.Gig is not null).Select(item => $"{item.ExternalId}:{item.Gig.Title}"), await ShownAsync());
        Assert.Equal(CloseOutcome.Unchanged, (await partner.SyncAsync(Client, SourceId, cancel: Cancel)).Closed.Outcome);
        partner.Items.Remove("item 8");
        Assert.Equal(CloseOutcome.Committed, (await partner.SyncAsync(Client, SourceId, cancel: Cancel)).Closed.Outcome);
        Assert.Equal(CloseOutcome.Unchanged, (await partner.SyncAsync(Client, SourceId, cancel: Cancel)).Closed.Outcome);
    }

    [Fact]
    public async Task An_unchanged_session_gives_the_same_answer_when_it_is_asked_for_again()
    {
        var partner = new PartnerCatalogue();
        var session = Guid.CreateVersion7().ToString();

        var first = await partner.SyncAsync(Client, SourceId, session, Cancel);
        var again = await partner.SyncAsync(Client, SourceId, session, Cancel);

        Assert.Equal(CloseOutcome.Unchanged, first.Closed.Outcome);
        Assert.Equal(first.Closed, again.Closed);
    }

    [Fact]
    public async Task What_is_wanted_must_be_sent_before_the_commit()
    {
        var partner = await FilledAsync();
        partner.Put("a", 1);
        var nodes = new SyncRequest { Nodes = new() { Digests = partner.Nodes() } };

        var early = await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), nodes, Commit(0)));
        var wanted = await RefusedAsync(StatusCode.FailedPrecondition, () => SendAsync(Open(SyncMode.Snapshot), nodes, Leaves(partner, "a"), Keys("a", 1), Commit(0)));

        Assert.Equal("NEGOTIATION_ORDER", early.Reason);
        Assert.Equal(("WANTED_MISSING", "1"), (wanted.Reason, wanted.Info.Metadata["missing"]));
    }

    [Fact]
    public async Task A_resumed_session_that_negotiated_withdraws_nothing_without_another_negotiation()
    {
        var partner = await FilledAsync();
        partner.Put("c", 1);
        var session = Guid.CreateVersion7().ToString();
        await SendAsync(
            Open(SyncMode.Snapshot, session), new SyncRequest { Nodes = new() { Digests = partner.Nodes() } }, Leaves(partner, "c"), Keys("c", 1),
            Items(1, Gig("c", 1)));

        var refused = await RefusedAsync(StatusCode.FailedPrecondition, () => SendAsync(Open(SyncMode.Snapshot, session), Commit(1)));
        var resumed = await partner.SyncAsync(Client, SourceId, session, Cancel);

        Assert.Equal("NEGOTIATION_MISSING", refused.Reason);
        Assert.Equal((0, CloseOutcome.Committed, 0L), (resumed.Sent, resumed.Closed.Outcome, resumed.Closed.Counts.Withdrawn));
        Assert.Equal(partner.Items.Count, (await ShownAsync()).Count);
    }

    [Fact]
    public async Task Steps_that_make_no_negotiation_are_refused_with_their_place()
    {
        var partner = await FilledAsync();
        partner.Put("a", 1);
        var nodes = new SyncRequest { Nodes = new() { Digests = partner.Nodes() } };
        var cut = new SyncRequest { Nodes = new() { Digests = ByteString.CopyFrom(new byte[4095]) } };
        var unwanted = Leaves(partner, "a");
        unwanted.Leaves.Nodes[0].Node = (unwanted.Leaves.Nodes[0].Node + 1) % 256;

        Assert.Equal("DIGESTS_IN_DELTA", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Delta), nodes))).Reason);
        Assert.Equal("DIGEST_LENGTH", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), cut))).Reason);
        Assert.Equal("NEGOTIATION_ORDER", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), Keys("a", 1)))).Reason);
        Assert.Equal("NODE_NOT_WANTED", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), nodes, unwanted))).Reason);
        Assert.Equal("DIGESTS_NOT_CHECKED", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Validate(SyncMode.Snapshot), nodes))).Reason);
        foreach (var (keys, reason) in new[]
        {
            (Keys("b", 1), "KEY_NOT_WANTED"), (Keys("a", 0), "REVISION_NOT_POSITIVE"), (Keys("", 1), "KEY_UNREADABLE"), (Keys("a", 1, "a"), "KEY_TWICE"),
        })
        {
            var refused = await RefusedAsync(
                StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), nodes.Clone(), Leaves(partner, "a"), keys));
            Assert.Equal(reason, refused.Reason);
        }
    }

    [Fact]
    public async Task With_epochs_the_order_of_snapshots_is_the_revision()
    {
        var first = await SendAsync(Epoch(), Items(1, Gig("a", 0), Gig("b", 0)), Commit(2));
        var second = await SendAsync(Epoch(), Items(1, Gig("a", 0, "New title"), Gig("b", 0), Gig("b", 0), Gig("b", 0, "Other"), Gig("c", 3)), Commit(3));
        var third = await SendAsync(Epoch(), Items(1, Gig("b", 0), Gig("a", 0)), Commit(2));
        var digest = Epoch();
        digest.Open.SourceDigest = ByteString.CopyFrom(new byte[32]);

        Assert.Equal(2, first[^1].Closed.Counts.Created);
        Assert.Equal((1L, 1L), (second[^1].Closed.Counts.Changed, second[^1].Closed.Counts.Unchanged));
        Assert.Equal(["REVISION_CONFLICT", "REVISION_WITH_EPOCH"], second.SelectMany(a => a.Progress?.Verdicts.ToArray() ?? []).Select(v => v.Reason).Order());
        Assert.Equal(1, third[^1].Closed.Counts.Changed);
        Assert.Equal(["a:Servis AC", "b:Servis AC"], await ShownAsync());
        Assert.Equal("DIGEST_WITH_EPOCH", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(digest))).Reason);
    }

    [Fact]
    public async Task With_epochs_verdicts_tell_the_revision_the_commit_gives()
    {
        await EpochAsync(Gig("a", 0), Gig("b", 0));
        var second = await EpochAsync(Gig("a", 0), Gig("b", 0, "Baru"), Gig("b", 0, "Lain"), new Item { ExternalId = "none", Touch = new() });
        var third = await EpochAsync(Gig("b", 0, "Baru"), Gig("c", 0), Gig("c", 0), Gig("a", 0, "Baru"));

        Assert.Equal(
            ["a UNCHANGED 1", "b APPLIED 2", "b REVISION_CONFLICT 2", "none REJECTED -"], second);
        Assert.Equal(["b UNCHANGED 2", "c APPLIED 3", "c UNCHANGED 3", "a APPLIED 3"], third);
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<Hub.Data.HubDbContext>>().CreateDbContextAsync(Cancel);
        Assert.Equal(["a 3", "b 2", "c 3"], await db.Offers.OrderBy(o => o.ExternalId).Select(o => o.ExternalId + " " + o.SaidRevision).ToListAsync(Cancel));
    }

    [Fact]
    public async Task With_epochs_a_word_that_contradicts_the_first_has_no_turn_at_the_commit()
    {
        await EpochAsync(Gig("a", 0), Gig("b", 0));
        var told = await EpochAsync(Gig("a", 0, ""), Gig("a", 0, "Lain"), Gig("b", 0));

        Assert.Equal(["a REJECTED 2", "a REVISION_CONFLICT 2", "b UNCHANGED 1"], told);
        Assert.Equal(["a:Servis AC", "b:Servis AC"], await ShownAsync());
    }

    /// <summary>Commits a snapshot without revisions and tells what was said of each item: key, outcome, revision.</summary>
    private async Task<List<string>> EpochAsync(params Item[] items)
    {
        var open = Epoch();
        open.Open.AllVerdicts = true;
        var answers = await SendAsync(open, Items(1, items), Commit(items.Select(item => item.ExternalId).Distinct().Count()));
        return
        [
            .. answers.SelectMany(answer => answer.Progress?.Verdicts.ToArray() ?? [])
                .Select(v => $"{v.ExternalId} {Reasons(v.Outcome)} {(v.HasCurrentRevision ? v.CurrentRevision : "-")}"),
        ];

        static string Reasons(Outcome outcome) => outcome == Outcome.RevisionConflict ? "REVISION_CONFLICT" : outcome.ToString().ToUpperInvariant();
    }

    [Fact]
    public async Task Of_a_small_source_all_keys_are_asked_for_at_once()
    {
        var partner = new PartnerCatalogue();
        partner.Put("a", 1);

        var answers = await SendAsync(Open(SyncMode.Snapshot), new SyncRequest { Nodes = new() { Digests = partner.Nodes() } }, Keys("a", 1));

        Assert.True(answers[1].Wanted.AllKeys);
        Assert.Equal("a", Assert.Single(answers[2].Wanted.ExternalIds));
        Assert.True(answers[2].Wanted.Last);
    }

    /// <summary>A source large enough that leaves cost less than all keys, and a partner with the same.</summary>
    private async Task<PartnerCatalogue> FilledAsync()
    {
        var partner = new PartnerCatalogue();
        for (var i = 0; i < 300; i++)
            partner.Put($"filled {i}", 1);
        Assert.Equal(300, (await partner.SyncAsync(Client, SourceId, cancel: Cancel)).Sent);
        return partner;
    }

    private static SyncRequest Leaves(PartnerCatalogue partner, string id) =>
        new() { Leaves = new() { Nodes = { new NodeLeaves { Node = NodeOf(id), Digests = partner.Leaves(NodeOf(id)) } } } };

    private static SyncRequest Keys(string id, long revision, params string[] more) =>
        new() { Keys = new() { Keys_ = { new Key { ExternalId = id, Revision = revision }, more.Select(key => new Key { ExternalId = key, Revision = revision }) }, Last = true } };

    private static int NodeOf(string id) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id))[0];

    private SyncRequest Epoch()
    {
        var open = Open(SyncMode.Snapshot);
        open.Open.RevisionPolicy = RevisionPolicy.Epoch;
        return open;
    }
}

using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Participants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Api.Tests.Catalogue;

/// <summary>The sync service over real gRPC with real tokens.</summary>
public sealed class SyncTests : SyncTestBase
{
    [Fact]
    public async Task A_delta_is_acknowledged_with_a_verdict_for_each_item_that_needs_one()
    {
        var answers = await SendAsync(
            Open(SyncMode.Delta),
            Items(1, Gig("a", 1), Gig("b", 1, title: ""), Gig("c", 1, area: "Atlantis"), Gig("a", 1)));

        var progress = answers.Select(a => a.Progress).Last(p => p is not null);
        Assert.Equal(4, progress.DurableThrough);
        Assert.Equal(["b", "c"], progress.Verdicts.Select(v => v.ExternalId));
        var rejected = progress.Verdicts[0];
        Assert.Equal((Outcome.Rejected, "TITLE_MISSING", "gig.title", 2L), (rejected.Outcome, rejected.Reason, rejected.Field, rejected.Sequence));
        Assert.NotEqual(rejected.Text.Id, rejected.Text.En);
        Assert.Contains("Atlantis", progress.Verdicts[1].Text.En, StringComparison.Ordinal);
        var closed = answers[^1].Closed;
        Assert.Equal((CloseOutcome.Completed, 1L, 1L, 1L, 1L), (closed.Outcome, closed.Counts.Created, closed.Counts.Unchanged, closed.Counts.Rejected, closed.Counts.Quarantined));
        Assert.Equal((1L, 1L), (closed.FirstPosition, closed.LastPosition));
    }

    [Fact]
    public async Task A_session_goes_on_where_it_was_cut_and_its_end_can_be_asked_for_again()
    {
        var session = Guid.CreateVersion7().ToString();
        using (var cut = Client.Sync(cancellationToken: Cancel))
        {
            await cut.RequestStream.WriteAsync(Open(SyncMode.Delta, session), Cancel);
            await cut.RequestStream.WriteAsync(Items(1, Gig("a", 1), Gig("b", 1)), Cancel);
            while (await cut.ResponseStream.MoveNext(Cancel) && cut.ResponseStream.Current.Progress?.DurableThrough != 2)
            {
            }
        }

        var resumed = await SendAsync(Open(SyncMode.Delta, session), Items(2, Gig("b", 1), Gig("c", 1)));
        var again = await SendAsync(Open(SyncMode.Delta, session));

        Assert.Equal(2, resumed[0].Opened.ResumeAfter);
        Assert.Equal(3, resumed[^1].Closed.Counts.Created);
        Assert.Equal(resumed[^1].Closed, again[^1].Closed);
    }

    [Fact]
    public async Task A_snapshot_cut_at_any_message_withdraws_nothing()
    {
        await SendAsync(Open(SyncMode.Delta), Items(1, Gig("a", 1), Gig("b", 1)));
        SyncRequest[] messages = [Open(SyncMode.Snapshot), Items(1, Gig("a", 2, "New title")), Items(2, Gig("c", 1))];

        for (var sent = 1; sent <= messages.Length; sent++)
            await SendAsync(messages[..sent]);

        Assert.Equal(["a:Servis AC", "b:Servis AC"], await ShownAsync());
    }

    [Fact]
    public async Task A_committed_snapshot_is_shown_whole_and_withdraws_what_it_left_out()
    {
        await SendAsync(Open(SyncMode.Delta), Items(1, Gig("a", 1), Gig("b", 1)));

        var answers = await SendAsync(Open(SyncMode.Snapshot), Items(1, Gig("a", 2, "New title"), Gig("c", 1)), Commit(2));

        Assert.Equal(["a:New title", "c:Servis AC"], await ShownAsync());
        Assert.Equal(
            (CloseOutcome.Committed, 1L, 1L, 1L),
            (answers[^1].Closed.Outcome, answers[^1].Closed.Counts.Created, answers[^1].Closed.Counts.Changed, answers[^1].Closed.Counts.Withdrawn));
    }

    [Fact]
    public async Task Withdrawals_above_the_guard_wait_for_an_approval_with_a_ceiling()
    {
        await SendAsync(Open(SyncMode.Snapshot), Items(1, [.. Enumerable.Range(1, 30).Select(i => Gig($"{i}", 1))]), Commit(30));
        var held = (await SendAsync(Open(SyncMode.Snapshot), Items(1, Gig("1", 1)), Commit(1)))[^1].Closed;

        var tooLow = await RefusedAsync(
            StatusCode.FailedPrecondition,
            () => Client.ApproveWithdrawalsAsync(new() { SessionId = held.SessionId, Ceiling = 5 }, cancellationToken: Cancel).ResponseAsync);
        var approved = await Client.ApproveWithdrawalsAsync(new() { SessionId = held.SessionId, Ceiling = 29 }, cancellationToken: Cancel);

        Assert.Equal((29L, 0L), (held.Held, held.Counts.Withdrawn));
        Assert.Equal(("CEILING_EXCEEDED", "29"), (tooLow.Reason, tooLow.Info.Metadata["held"]));
        Assert.Equal(29, approved.Withdrawn);
        Assert.Equal(["1:Servis AC"], await ShownAsync());
    }

    [Fact]
    public async Task Another_participants_source_and_a_missing_one_answer_alike()
    {
        var foreign = await AddSourceAsync("Orang Lain");

        foreach (var source in (string[])[foreign, Guid.CreateVersion7().ToString(), "nonsense"])
        {
            var details = await RefusedAsync(StatusCode.NotFound, () => Client.GetSourceAsync(new() { Source = source }, cancellationToken: Cancel).ResponseAsync);
            Assert.Equal("SOURCE_NOT_FOUND", details.Reason);
            var stream = await RefusedAsync(StatusCode.NotFound, () => SendAsync(new SyncRequest { Open = new() { Source = source, Mode = SyncMode.Delta } }));
            Assert.Equal("SOURCE_NOT_FOUND", stream.Reason);
        }
    }

    [Fact]
    public async Task Messages_out_of_order_end_the_stream_and_say_why()
    {
        Assert.Equal("OPEN_MISSING", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Items(1, Gig("a", 1))))).Reason);
        Assert.Equal("OPEN_TWICE", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Delta), Open(SyncMode.Delta)))).Reason);
        Assert.Equal("MODE_MISSING", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Unspecified)))).Reason);
        Assert.Equal("COMMIT_IN_DELTA", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Delta), Commit(0)))).Reason);
        Assert.Equal("ITEM_COUNT", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Delta), Items(1)))).Reason);
        var gap = await RefusedAsync(StatusCode.OutOfRange, () => SendAsync(Open(SyncMode.Delta), Items(1, Gig("a", 1)), Items(5, Gig("b", 1))));
        Assert.Equal(("SEQUENCE_GAP", "1"), (gap.Reason, gap.Info.Metadata["resume_after"]));
        var count = await RefusedAsync(StatusCode.FailedPrecondition, () => SendAsync(Open(SyncMode.Snapshot), Items(1, Gig("z", 1)), Commit(7)));
        Assert.Equal(("COUNT_MISMATCH", "1"), (count.Reason, count.Info.Metadata["counted"]));
    }

    [Fact]
    public async Task A_commit_states_its_count_and_a_digest_is_never_ignored()
    {
        var missing = await RefusedAsync(
            StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), Items(1, Gig("a", 1)), new SyncRequest { Commit = new() }));
        Assert.Equal("EXPECTED_COUNT_MISSING", missing.Reason);
        Assert.Equal("EXPECTED_COUNT_NEGATIVE", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Open(SyncMode.Snapshot), Commit(-1)))).Reason);
        var committed = Commit(0);
        committed.Commit.SourceDigest = ByteString.CopyFrom(new byte[32]);
        Assert.Equal("DIGEST_MISMATCH", (await RefusedAsync(StatusCode.FailedPrecondition, () => SendAsync(Open(SyncMode.Snapshot), committed))).Reason);
        var opened = Open(SyncMode.Snapshot);
        opened.Open.SourceDigest = ByteString.CopyFrom(new byte[31]);
        Assert.Equal("DIGEST_LENGTH", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(opened))).Reason);
        Assert.Empty(await ShownAsync());
    }

    [Fact]
    public async Task A_participant_has_so_many_uploads_open_and_no_more_and_is_told()
    {
        var open = new List<AsyncDuplexStreamingCall<SyncRequest, SyncResponse>>();
        try
        {
            var most = 1;
            while (open.Count < most)
            {
                var call = Client.Sync(cancellationToken: Cancel);
                open.Add(call);
                await call.RequestStream.WriteAsync(Open(SyncMode.Delta), Cancel);
                Assert.True(await call.ResponseStream.MoveNext(Cancel));
                most = call.ResponseStream.Current.Opened.MostUploads;
            }

            var stream = await RefusedAsync(StatusCode.ResourceExhausted, () => SendAsync(Open(SyncMode.Delta)));
            var unary = await RefusedAsync(
                StatusCode.ResourceExhausted, () => Client.UpsertItemsAsync(new() { Source = SourceId, Items = { Gig("a", 1) } }, cancellationToken: Cancel).ResponseAsync);
            Assert.Equal(("TOO_MANY_UPLOADS", "TOO_MANY_UPLOADS"), (stream.Reason, unary.Reason));
            Assert.NotNull(stream.Retry);
            var refused = await Assert.ThrowsAsync<RpcException>(() => SendAsync(Open(SyncMode.Delta)));
            Assert.Equal((most.ToString(CultureInfo.InvariantCulture), most.ToString(CultureInfo.InvariantCulture)), Uploads(refused.Trailers));

            // Whoever does not wait is told the same, later.
            var hasty = await HastyRefusalAsync(most);
            Assert.Equal((refused.StatusCode, refused.Status.Detail), (hasty.StatusCode, hasty.Status.Detail));
            Assert.Equal(Told(refused.Trailers), Told(hasty.Trailers));
            await open[0].RequestStream.CompleteAsync();
            Assert.Equal(CloseOutcome.Completed, (await open[0].ResponseStream.ReadAllAsync(Cancel).ToListAsync(Cancel))[^1].Closed.Outcome);
        }
        finally
        {
            open.ForEach(call => call.Dispose());
        }
    }

    private async Task<RpcException> HastyRefusalAsync(int most)
    {
        for (var i = 0; i < 10 * most; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var refused = await Assert.ThrowsAsync<RpcException>(
                () => Client.UpsertItemsAsync(new() { Source = SourceId, Items = { Gig("a", 1) } }, cancellationToken: Cancel).ResponseAsync);
            if (Stopwatch.GetElapsedTime(started) >= UploadGate.RetryAfter)
                return refused;
        }

        throw new InvalidOperationException("No refusal came late.");
    }

    private static IEnumerable<string> Told(Metadata trailers) =>
        trailers.Where(entry => entry.Key.StartsWith("hub-", StringComparison.Ordinal) || entry.IsBinary)
            .Select(entry => $"{entry.Key}={(entry.IsBinary ? Convert.ToHexString(entry.ValueBytes) : entry.Value)}").Order(StringComparer.Ordinal);

    [Fact]
    public async Task A_call_that_ends_tells_the_limits_and_what_is_used_of_them_in_its_trailers()
    {
        using var open = Client.Sync(cancellationToken: Cancel);
        await open.RequestStream.WriteAsync(Open(SyncMode.Delta), Cancel);
        Assert.True(await open.ResponseStream.MoveNext(Cancel));
        var opened = open.ResponseStream.Current.Opened;
        using var unary = Client.UpsertItemsAsync(new() { Source = SourceId, Items = { Gig("a", 1) } }, cancellationToken: Cancel);
        await unary;
        await open.RequestStream.CompleteAsync();
        await open.ResponseStream.ReadAllAsync(Cancel).ToListAsync(Cancel);

        var most = opened.MostUploads.ToString(CultureInfo.InvariantCulture);
        Assert.Equal((most, "1"), Uploads(unary.GetTrailers()));
        Assert.Equal((most, "0"), Uploads(open.GetTrailers()));
        Assert.Equal(
            [opened.MostItems, opened.Credits, opened.MostBytes],
            new[] { "hub-message-items-most", "hub-stream-items-most", "hub-stream-bytes-most" }
                .Select(name => long.Parse(open.GetTrailers().GetValue(name)!, CultureInfo.InvariantCulture)));
    }

    private static (string? Most, string? Open) Uploads(Metadata trailers) => (trailers.GetValue("hub-uploads-most"), trailers.GetValue("hub-uploads-open"));

    [Fact]
    public async Task Held_withdrawals_of_a_suspended_source_stay_held()
    {
        await SendAsync(Open(SyncMode.Snapshot), Items(1, [.. Enumerable.Range(1, 30).Select(i => Gig($"{i}", 1))]), Commit(30));
        var held = (await SendAsync(Open(SyncMode.Snapshot), Items(1, Gig("1", 1)), Commit(1)))[^1].Closed;
        await using (var db = await Host.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel))
        {
            var source = await db.Sources.SingleAsync(s => s.PublicId == Guid.Parse(SourceId), Cancel);
            source.State = SourceState.Suspended;
            await db.SaveChangesAsync(Cancel);
        }

        var approved = await RefusedAsync(
            StatusCode.FailedPrecondition,
            () => Client.ApproveWithdrawalsAsync(new() { SessionId = held.SessionId, Ceiling = 29 }, cancellationToken: Cancel).ResponseAsync);
        var discarded = await RefusedAsync(
            StatusCode.FailedPrecondition,
            () => Client.DiscardWithdrawalsAsync(new() { SessionId = held.SessionId }, cancellationToken: Cancel).ResponseAsync);

        Assert.Equal(("SOURCE_SUSPENDED", "SOURCE_SUSPENDED"), (approved.Reason, discarded.Reason));
        Assert.Equal(30, (await ShownAsync()).Count);
    }

    [Fact]
    public async Task A_validation_tells_what_would_happen_and_stores_nothing()
    {
        var open = Open(SyncMode.Delta);
        open.Open.ValidateOnly = true;

        var answers = await SendAsync(open, Items(1, Gig("a", 1), Gig("b", 1, title: "")));

        Assert.Equal((CloseOutcome.Validated, 1L, 1L), (answers[^1].Closed.Outcome, answers[^1].Closed.Counts.Created, answers[^1].Closed.Counts.Rejected));
        Assert.Empty(await ShownAsync());
    }

    [Fact]
    public async Task A_validation_is_held_to_the_rules_of_an_upload()
    {
        Assert.Equal("MODE_MISSING", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Validate(SyncMode.Unspecified)))).Reason);
        Assert.Equal("SESSION_ID_MALFORMED", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Validate(SyncMode.Delta, "x")))).Reason);
        var epoch = Validate(SyncMode.Delta);
        epoch.Open.RevisionPolicy = RevisionPolicy.Epoch;
        Assert.Equal("EPOCH_IN_DELTA", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(epoch))).Reason);
        Assert.Equal("COMMIT_IN_DELTA", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Validate(SyncMode.Delta), Commit(0)))).Reason);
        var gap = await RefusedAsync(StatusCode.OutOfRange, () => SendAsync(Validate(SyncMode.Delta), Items(1, Gig("a", 1)), Items(5, Gig("b", 1))));
        Assert.Equal(("SEQUENCE_GAP", "1"), (gap.Reason, gap.Info.Metadata["resume_after"]));

        var uncounted = new SyncRequest { Commit = new() };
        Assert.Equal("EXPECTED_COUNT_MISSING", (await RefusedAsync(StatusCode.InvalidArgument, () => SendAsync(Validate(SyncMode.Snapshot), uncounted))).Reason);

        var repeated = await SendAsync(Validate(SyncMode.Delta), Items(1, Gig("a", 1)), Items(1, Gig("a", 1), Gig("b", 1)));
        Assert.Equal(2, repeated[^1].Closed.Counts.Created);
    }

    [Fact]
    public async Task An_unreadable_message_ends_the_stream_after_what_was_stored_is_acknowledged()
    {
        var bytes = Marshallers.Create<byte[]>(b => b, b => b);
        var method = new Method<byte[], byte[]>(MethodType.DuplexStreaming, "hub.catalogue.v1.CatalogueSyncService", "Sync", bytes, bytes);
        using var call = Wire.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new CallOptions(cancellationToken: Cancel));
        foreach (var message in (byte[][])[Open(SyncMode.Delta).ToByteArray(), Items(1, Gig("a", 1)).ToByteArray(), [0x0a, 0xff]])
            await call.RequestStream.WriteAsync(message, Cancel);

        var answers = new List<SyncResponse>();
        var refused = await RefusedAsync(StatusCode.InvalidArgument, async () =>
        {
            await foreach (var answer in call.ResponseStream.ReadAllAsync(Cancel))
                answers.Add(SyncResponse.Parser.ParseFrom(answer));
        });

        Assert.Equal("MESSAGE_UNREADABLE", refused.Reason);
        Assert.Equal(1, answers[^1].Progress.DurableThrough);
    }

    [Fact]
    public async Task A_stop_of_the_hub_ends_every_stream_soon_and_says_when_to_come_back()
    {
        await using var hub = await RunningHub.StartAsync(Cancel, "--Hub:ShutdownNoticeSeconds=1");
        using var channel = hub.Channel(await hub.TokenAsync("catalogue.write", Cancel));
        var sync = new CatalogueSyncService.CatalogueSyncServiceClient(channel);
        using var idle = sync.Sync(cancellationToken: Cancel);
        await sync.ListSourcesAsync(new(), cancellationToken: Cancel);

        var stop = hub.StopAsync(Cancel);
        var refused = await RefusedAsync(StatusCode.Unavailable, () => idle.ResponseStream.MoveNext(Cancel));
        await stop.WaitAsync(TimeSpan.FromSeconds(8), Cancel);

        Assert.Equal("HUB_STOPPING", refused.Reason);
        Assert.NotNull(refused.Retry);
    }

    [Fact]
    public async Task A_unary_upsert_takes_the_same_way()
    {
        var upserted = await Client.UpsertItemsAsync(new() { Source = SourceId, Items = { Gig("a", 1), Gig("b", 0) } }, cancellationToken: Cancel);

        Assert.Equal([Outcome.Applied, Outcome.Rejected], upserted.Verdicts.Select(v => v.Outcome));
        Assert.Equal("REVISION_NOT_POSITIVE", upserted.Verdicts[1].Reason);
        Assert.Equal(["a:Servis AC"], await ShownAsync());
    }

    [Fact]
    public async Task Verdicts_and_items_are_read_back_newest_first_page_by_page()
    {
        await SendAsync(Open(SyncMode.Delta), Items(1, Gig("a", 1), Gig("b", 1, title: ""), Gig("c", 1, area: "Atlantis")));

        var first = await Client.ListVerdictsAsync(new() { Source = SourceId, PageSize = 1 }, cancellationToken: Cancel);
        var second = await Client.ListVerdictsAsync(new() { Source = SourceId, PageSize = 1, PageToken = first.NextPageToken }, cancellationToken: Cancel);
        var item = await Client.GetItemAsync(new() { Source = SourceId, ExternalId = "c" }, cancellationToken: Cancel);
        var forged = await RefusedAsync(
            StatusCode.InvalidArgument,
            () => Client.ListVerdictsAsync(new() { Source = SourceId, PageToken = "AQAAAAAAAAAB" }, cancellationToken: Cancel).ResponseAsync);

        Assert.Equal(("c", "b", ""), (first.Verdicts[0].ExternalId, second.Verdicts[0].ExternalId, second.NextPageToken));
        Assert.Equal(("Atlantis", "AREA_UNKNOWN"), (item.Input.Gig.AreaCodes[0], item.Verdict.Reason));
        Assert.Null(item.Published);
        Assert.Equal("PAGE_TOKEN_MALFORMED", forged.Reason);
        var unknown = await RefusedAsync(
            StatusCode.InvalidArgument,
            () => Client.ListVerdictsAsync(new() { Source = SourceId, Outcomes = { Outcome.Held, (Outcome)99 } }, cancellationToken: Cancel).ResponseAsync);
        Assert.Equal(("FILTER_INVALID", "outcomes[1]"), (unknown.Reason, unknown.BadRequest!.FieldViolations.Single().Field));
    }

    [Fact]
    public async Task An_item_is_read_with_the_verdict_about_what_was_sent_last_and_no_other()
    {
        await SendAsync(Open(SyncMode.Delta), Items(1, Gig("a", 1, title: ""), Gig("b", 1)));
        await SendAsync(Open(SyncMode.Delta), Items(1, Gig("a", 2), Gig("b", 2, title: ""), Gig("b", 1)));

        var mended = await Client.GetItemAsync(new() { Source = SourceId, ExternalId = "a" }, cancellationToken: Cancel);
        var broken = await Client.GetItemAsync(new() { Source = SourceId, ExternalId = "b" }, cancellationToken: Cancel);

        Assert.Equal((2L, null), (mended.Input.Revision, mended.Verdict));
        Assert.Equal((2L, "TITLE_MISSING", 1L), (broken.Verdict.Revision, broken.Verdict.Reason, broken.Published.Revision));
    }
}

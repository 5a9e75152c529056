using Grpc.Core;
using Hub.Api.Catalogue;
using Hub.Catalogue.V1;
using Hub.Data;
using Hub.Data.Participants;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Hub.Api.Tests.Catalogue.SyncHarness;

namespace Hub.Api.Tests.Catalogue;

/// <summary>How sync streams end, and what they may hold.</summary>
public sealed class SyncStreamTests : IAsyncLifetime
{
    private const int Large = 100_000;

    private RunningHub _hub = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await RunningHub.StartAsync(Cancel);

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData("before Open")]
    [InlineData("validating")]
    [InlineData("uploading")]
    public async Task Every_stream_ends_with_its_token(string stage)
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel);
        var requests = new Requests(stage switch
        {
            "before Open" => [],
            "validating" => [sync.Open(validateOnly: true), Items(1, Gig("a"), Gig("b"))],
            _ => [sync.Open(), Items(1, Gig("a"), Gig("b"))],
        });
        var answers = new Answers();

        var stream = sync.RunAsync(requests, answers, Cancel);
        await requests.Drained;
        sync.Clock.Advance(TimeSpan.FromMinutes(10));
        var end = await Assert.ThrowsAsync<RpcException>(() => stream);

        var details = FailureDetails.Of(end);
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_EXPIRED"), (end.StatusCode, details.Reason));
        Assert.Equal(stage == "uploading" ? "2" : null, details.Info.Metadata.GetValueOrDefault("resume_after"));
        Assert.Equal(stage == "uploading" ? 2 : 0, answers.All.LastOrDefault()?.Progress?.DurableThrough ?? 0);
    }

    [Fact]
    public async Task What_was_stored_is_acknowledged_however_the_reading_ends()
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel);
        var answers = new Answers();
        var broken = new IOException("The client reset the request stream.");

        var end = await Record.ExceptionAsync(() => sync.RunAsync(
            new Requests([sync.Open(), Items(1, Gig("a")), Items(2, Gig("b"))], _ => throw broken), answers, Cancel));

        Assert.Same(broken, end);
        Assert.Equal(2, answers.All.Last().Progress.DurableThrough);
    }

    [Theory]
    [InlineData(true, false, "SOURCE_SUSPENDED")]
    [InlineData(false, false, "PARTICIPANT_SUSPENDED")]
    [InlineData(true, true, "SOURCE_SUSPENDED")]
    public async Task A_suspension_ends_an_open_stream_after_acknowledging(bool isSource, bool validateOnly, string reason)
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel);
        var answers = new Answers();
        var calls = 0;
        Requests requests = null!;
        requests = new Requests([sync.Open(validateOnly: validateOnly), Items(1, Gig("a"))], async _ =>
        {
            if (calls++ > 0)
                return false;
            await SuspendAsync(isSource, sync.Source.Id);
            sync.Clock.Advance(TimeSpan.FromSeconds(1));
            requests.Put(Items(2, Gig("b")));
            return true;
        });

        var end = await Assert.ThrowsAsync<RpcException>(() => sync.RunAsync(requests, answers, Cancel));

        var details = FailureDetails.Of(end);
        Assert.Equal((StatusCode.FailedPrecondition, reason), (end.StatusCode, details.Reason));
        Assert.Equal(validateOnly ? null : "1", details.Info.Metadata.GetValueOrDefault("resume_after"));
        Assert.Equal(validateOnly ? 0 : 1, answers.All.Last().Progress.DurableThrough);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_may_follow_a_Commit(bool validateOnly)
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel);
        var commit = new SyncRequest { Commit = new() { ExpectedCount = 1 } };
        var answers = new Answers();

        var end = await Assert.ThrowsAsync<RpcException>(() => sync.RunAsync(
            new Requests([sync.Open(SyncMode.Snapshot, validateOnly), Items(1, Gig("a")), commit, Items(2, Gig("b"))], Requests.End), answers, Cancel));
        var without = sync.RunAsync(new Requests([sync.Open(SyncMode.Snapshot, validateOnly), Items(1, Gig("a")), commit]), answers, Cancel);
        await without;

        Assert.Equal((StatusCode.InvalidArgument, "MESSAGE_AFTER_COMMIT"), (end.StatusCode, FailureDetails.Of(end).Reason));
        var closed = Assert.Single(answers.All, answer => answer.Closed is not null).Closed;
        Assert.Equal(validateOnly ? CloseOutcome.Validated : CloseOutcome.Committed, closed.Outcome);
    }

    [Fact]
    public async Task A_flood_of_large_items_keeps_the_queue_below_its_bytes()
    {
        const int Most = 1 << 20;
        var sync = await SyncHarness.CreateAsync(_hub, Cancel, new() { QueueBytes = Most });
        var isHeld = new TaskCompletionSource();
        var streams = Enumerable.Range(0, 3)
            .Select(_ => new Requests([sync.Open(), .. LargeItems(30)], Requests.End) { Gate = isHeld.Task })
            .ToList();
        var answers = streams.ConvertAll(_ => new Answers());
        var running = streams.Select((requests, i) => sync.RunAsync(requests, answers[i], Cancel)).ToList();
        while (answers.Any(a => a.All.IsEmpty))
            await Task.Yield();

        long waiting;
        await using (var disk = new SqliteConnection(_hub.Services.GetRequiredService<HubDatabase>().ConnectionString))
        {
            // Nothing gets to the disk meanwhile.
            await disk.OpenAsync(Cancel);
            await using var held = await disk.BeginTransactionAsync(Cancel);
            isHeld.SetResult();
            while (sync.Services.Queue.Waiting < 3 && streams.Any(s => s.Left > 0))
                await Task.Yield();
            waiting = sync.Services.Queue.Bytes;
            await held.RollbackAsync(Cancel);
        }

        await Task.WhenAll(running);

        Assert.InRange(waiting, Most / 2, Most);
        Assert.Equal(0, sync.Services.Queue.Bytes);
        Assert.All(answers, a => Assert.Equal(30, a.All.Last().Closed.Counts.Rejected));
    }

    [Fact]
    public async Task A_stream_is_read_no_further_than_its_bytes_and_does_not_outlive_its_token_though_the_disk_hangs()
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel, new() { StreamBytes = 1 << 20 });
        var isHeld = new TaskCompletionSource();
        var requests = new Requests([sync.Open(), .. LargeItems(50)]) { Gate = isHeld.Task };
        var answers = new Answers();
        var stream = sync.RunAsync(requests, answers, Cancel);
        while (answers.All.IsEmpty)
            await Task.Yield();

        await using var disk = new SqliteConnection(_hub.Services.GetRequiredService<HubDatabase>().ConnectionString);
        await disk.OpenAsync(Cancel);
        await using var held = await disk.BeginTransactionAsync(Cancel);
        isHeld.SetResult();
        while (requests.Left > 39)
            await Task.Yield();
        sync.Clock.Advance(TimeSpan.FromMinutes(10));
        sync.Clock.Advance(CatalogueOptions.LastAnswers);
        var end = await Assert.ThrowsAsync<RpcException>(() => stream);

        // Ten fit, and one waits in hand.
        Assert.Equal(("TOKEN_EXPIRED", "0"), (FailureDetails.Of(end).Reason, FailureDetails.Of(end).Info.Metadata["resume_after"]));
        Assert.Equal(39, requests.Left);
    }

    [Fact]
    public async Task A_partner_that_sends_more_than_its_credits_waits_and_loses_nothing()
    {
        const int Credits = 10, Batches = 30;
        var sync = await SyncHarness.CreateAsync(_hub, Cancel, new() { Credits = Credits });
        var isHeld = new TaskCompletionSource();
        var batches = Enumerable.Range(0, Batches).Select(i => Items((4 * i) + 1, [.. Enumerable.Range(0, 4).Select(j => Gig($"{i} {j}"))]));
        var requests = new Requests([sync.Open(), .. batches], Requests.End) { Gate = isHeld.Task };
        var answers = new Answers();
        var stream = sync.RunAsync(requests, answers, Cancel);
        while (answers.All.IsEmpty)
            await Task.Yield();
        Assert.Equal(Credits, answers.All.First().Opened.Credits);

        await using (var disk = new SqliteConnection(_hub.Services.GetRequiredService<HubDatabase>().ConnectionString))
        {
            // Nothing gets to the disk meanwhile: two batches fit, and one waits in hand.
            await disk.OpenAsync(Cancel);
            await using var held = await disk.BeginTransactionAsync(Cancel);
            isHeld.SetResult();
            while (requests.Left > Batches - 3)
                await Task.Yield();
            await Task.Delay(100, Cancel);
            Assert.Equal(Batches - 3, requests.Left);
            await held.RollbackAsync(Cancel);
        }

        await stream;
        var closed = answers.All.Last().Closed;
        Assert.Equal((CloseOutcome.Completed, 4L * Batches), (closed.Outcome, closed.Counts.Applied));
    }

    [Fact]
    public async Task A_partner_that_takes_no_answers_does_not_hold_the_stream_beyond_its_token()
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel);
        var answers = new Answers(isStuck: true);

        var stream = sync.RunAsync(new Requests([sync.Open(), Items(1, Gig("a"))]), answers, Cancel);
        while (answers.All.Count < 2)
            await Task.Yield();
        sync.Clock.Advance(TimeSpan.FromMinutes(10));
        sync.Clock.Advance(CatalogueOptions.LastAnswers);
        var end = await Assert.ThrowsAsync<RpcException>(() => stream);

        Assert.Equal(("TOKEN_EXPIRED", "1"), (FailureDetails.Of(end).Reason, FailureDetails.Of(end).Info.Metadata["resume_after"]));
    }

    [Fact]
    public async Task Progress_comes_in_messages_of_at_most_1_MiB_that_acknowledge_only_what_they_told()
    {
        var sync = await SyncHarness.CreateAsync(_hub, Cancel);
        var answers = new Answers();
        var items = Enumerable.Range(1, 1_000).Select(i => Gig($"{i}")).ToArray();
        foreach (var item in items)
            item.Gig.AreaCodes.Add(Enumerable.Range(0, 20).Select(i => $"Atlantis {i} {new string('界', 60)}"));

        await sync.RunAsync(new Requests([sync.Open(), Items(1, items)], Requests.End), answers, Cancel);

        var parts = answers.All.Where(a => a.Progress is not null).Select(a => a.Progress).ToList();
        Assert.True(parts.Count > 1);
        Assert.All(parts, part => Assert.InRange(part.CalculateSize(), 1, (1 << 20) + 1_000));
        Assert.Equal(Enumerable.Range(1, 1_000).Select(i => (long)i), parts.SelectMany(p => p.Verdicts).Select(v => v.Sequence));
        Assert.All(parts, part => Assert.Equal(part.Verdicts[^1].Sequence, part.DurableThrough));
    }

    /// <summary>Messages of one item each, too long to be taken, so that their verdicts are answered too.</summary>
    private static IEnumerable<SyncRequest> LargeItems(int count) =>
        Enumerable.Range(1, count).Select(i => Items(i, Gig($"{i}", new string('x', Large))));

    private async Task SuspendAsync(bool isSource, long source)
    {
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<HubDbContext>>().CreateDbContextAsync(Cancel);
        var changed = isSource
            ? await db.Sources.Where(s => s.Id == source).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, SourceState.Suspended), Cancel)
            : await db.Participants.ExecuteUpdateAsync(p => p.SetProperty(x => x.Status, ParticipantStatus.Suspended), Cancel);
        Assert.True(changed > 0);
    }
}

using Hub.Data.Ingest;
using Hub.Data.Tests.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Ingest;

public sealed class IngestWriterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_throws_is_undone_alone_and_the_rest_of_its_group_is_durable()
    {
        await using var fixture = await StoreFixture.CreateAsync(options: new() { MaxGroupTime = TimeSpan.FromMinutes(1) });
        using var queued = new ManualResetEventSlim();
        var before = await Write(fixture, transaction =>
        {
            queued.Wait(Cancel);
            return Name(transaction, fixture.SourceId, "first");
        });
        var faulty = await Write(fixture, transaction =>
        {
            Name(transaction, fixture.SourceId, "faulty");
            throw new InvalidOperationException("broken");
        });
        var after = await Write(fixture, transaction => NameOf(transaction, fixture.SourceId));
        queued.Set();

        Assert.Equal("first", await before);
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => faulty)).Message);
        Assert.Equal("first", await after);
        Assert.Equal(2, fixture.Writer.Groups);
        Assert.Null(fixture.Writer.Failure);
        await using var db = fixture.Database.Open();
        Assert.Equal("first", db.Sources.Single().Name);
    }

    [Fact]
    public async Task Idle_work_waits_for_the_queue_and_ends_early_when_a_job_comes()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        using var queued = new ManualResetEventSlim();
        var order = new List<string>();
        var first = await Write(fixture, _ => Note(order, "first", queued));
        var idle = fixture.Writer.RunWhenIdleAsync(transaction =>
        {
            var wanted = fixture.Writer.EnqueueAsync(_ => Note(order, "third", queued), 1, Cancel);
            Assert.True(SpinWait.SpinUntil(() => transaction.IsWanted, TimeSpan.FromMinutes(1)));
            Note(order, "idle", queued);
            return wanted;
        });
        var second = await Write(fixture, _ => Note(order, "second", queued));
        queued.Set();

        await Task.WhenAll(first, second);
        await await await idle;
        Assert.Equal(["first", "second", "idle", "third"], order);
    }

    [Fact]
    public async Task Another_process_gets_at_the_database_while_idle_work_never_ends()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var working = Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                    await fixture.Writer.RunWhenIdleAsync(transaction => Thread.CurrentThread.Join(20) ? "" : Name(transaction, fixture.SourceId, "idle"));
            },
            Cancel);

        for (var i = 0; i < 5; i++)
        {
            await using var db = fixture.Database.Open();
            await db.Sources.ExecuteUpdateAsync(s => s.SetProperty(x => x.LeaseHours, i + 1), Cancel);
        }

        await over.CancelAsync();
        await working;
    }

    [Fact]
    public async Task Lanes_take_turns_and_each_keeps_its_order()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        using var queued = new ManualResetEventSlim();
        var order = new List<string>();
        List<Task<string>> jobs = [await Write(fixture, _ => Note(order, "first", queued))];
        foreach (var (name, lane) in new[] { ("flood 1", 7L), ("flood 2", 7L), ("flood 3", 7L), ("flood 4", 7L), ("other 1", 8L), ("other 2", 8L), ("seldom", 0L) })
            jobs.Add(await fixture.Writer.EnqueueAsync(_ => Note(order, name, queued), 1, Cancel, lane));
        queued.Set();

        await Task.WhenAll(jobs);
        Assert.Equal(["first", "flood 1", "other 1", "seldom", "flood 2", "other 2", "flood 3", "flood 4"], order);
    }

    [Fact]
    public async Task Who_waits_for_one_answer_does_not_wait_until_a_flood_fills_the_group()
    {
        var groups = await GroupsAsync(
            ("flood 1", 7, 1_000), ("flood 2", 7, 1_000), ("one", 8, 1), ("a few 1", 9, 20), ("a few 2", 9, 20), ("late flood", 10, 1_000), ("late one", 11, 1));

        Assert.Equal(["0: flood 1", "0: one", "0: a few 1", "0: late one", "0: a few 2", "1: late flood", "1: flood 2"], groups);
    }

    [Fact]
    public async Task A_flood_alone_fills_its_group() =>
        Assert.Equal(["0: a", "0: b", "0: c"], await GroupsAsync(("a", 7, 100), ("b", 7, 100), ("c", 7, 100)));

    [Fact]
    public async Task The_hubs_own_work_ends_nobodys_group()
    {
        await using var fixture = await StoreFixture.CreateAsync(options: new() { MaxGroupTime = TimeSpan.FromMinutes(1) });
        using var queued = new ManualResetEventSlim();
        var groups = new List<string>();
        Task<Task<string>>? second = null;
        var own = await Write(fixture, _ => Note([], "own", queued));
        var first = await fixture.Writer.EnqueueAsync(
            _ =>
            {
                second = fixture.Writer.EnqueueAsync(_ => Note(groups, $"{fixture.Writer.Groups}: second", queued), 1_000, Cancel, 7);
                return Note(groups, $"{fixture.Writer.Groups}: first", queued);
            },
            1, Cancel, 7);
        queued.Set();

        await Task.WhenAll(own, first);
        await await second!;
        Assert.Equal(["0: first", "0: second"], groups);
    }

    [Fact]
    public async Task Idle_work_that_never_began_is_cancelled_when_the_writer_stops()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        using var queued = new ManualResetEventSlim();
        var job = await Write(fixture, _ => Note([], "job", queued));
        var idle = fixture.Writer.RunWhenIdleAsync(_ => 0);
        var stopped = fixture.Writer.DisposeAsync();
        queued.Set();

        await stopped;
        await job;
        await Assert.ThrowsAsync<TaskCanceledException>(() => idle);
    }

    [Fact]
    public async Task A_commit_tells_the_last_position_of_the_log_and_one_without_changes_tells_nothing()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        var told = new List<long>();
        fixture.Writer.Committed += told.Add;
        await fixture.DeltaAsync(StoreFixture.Item("a", 1), StoreFixture.Item("b", 1));
        await fixture.DeltaAsync(StoreFixture.Item("a", 1));
        await fixture.DeltaAsync(StoreFixture.Item("a", 2, "Latte"));
        Assert.Equal([2, 3], told);
    }

    /// <summary>Has jobs wait together behind one of the hub's own, and tells the group of each in the order they ran.</summary>
    private static async Task<List<string>> GroupsAsync(params (string Name, long Lane, int Items)[] waiting)
    {
        await using var fixture = await StoreFixture.CreateAsync(options: new() { MaxGroupTime = TimeSpan.FromMinutes(1) });
        using var queued = new ManualResetEventSlim();
        var groups = new List<string>();
        List<Task<string>> jobs = [await Write(fixture, _ => Note([], "first", queued))];
        foreach (var (name, lane, items) in waiting)
            jobs.Add(await fixture.Writer.EnqueueAsync(_ => Note(groups, $"{fixture.Writer.Groups}: {name}", queued), items, Cancel, lane));
        queued.Set();
        await Task.WhenAll(jobs);
        return groups;
    }

    private static string Note(List<string> order, string name, ManualResetEventSlim queued)
    {
        queued.Wait(Cancel);
        order.Add(name);
        return name;
    }

    private static Task<Task<string>> Write(StoreFixture fixture, Func<IngestTransaction, string> work) => fixture.Writer.EnqueueAsync(work, 1, Cancel);

    private static string Name(IngestTransaction transaction, long source, string name)
    {
        var statement = transaction.Statement("UPDATE sources SET name = ?2 WHERE id = ?1");
        statement.Bind(1, source);
        statement.Bind(2, name);
        statement.Run();
        return name;
    }

    private static string NameOf(IngestTransaction transaction, long source)
    {
        var statement = transaction.Statement("SELECT name FROM sources WHERE id = ?1");
        statement.Bind(1, source);
        Assert.True(statement.Step());
        var name = statement.Text(0);
        statement.Reset();
        return name!;
    }
}

using Hub.Data.Ingest;
using Hub.Data.Tests.Catalogue;

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

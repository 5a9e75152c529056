using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Catalogue;
using Hub.Data.Clusters;
using Hub.Data.Followers;
using Hub.Data.Tests.Catalogue;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Hub.Data.Tests.Clusters;

/// <summary>Whatever happened to the offers and whenever the follower ran, the clusters are what their definition says.</summary>
public sealed class ClusterFollowerTests
{
    private static readonly string[] Titles = ["Barista", "Kursus barista", "Meracik kopi susu gula aren", "Meracik kopi susu gula arem", "Meracik kopi susu gula arem 2"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What: 0 content, 1 tombstone, 2 the follower catches up, 3 a batch is lost, 4 the follower starts again, 5 it derives all anew.</summary>
    private sealed record Step(int What, int Id, int Kind, int Title, int Provider, int Code, int Mode);

    private static readonly Gen<Step[]> Histories = Gen.ArrayOf(
        from what in Gen.Frequency(
            (24, Gen.Constant(0)), (5, Gen.Constant(1)), (5, Gen.Constant(2)), (2, Gen.Constant(3)), (1, Gen.Constant(4)), (1, Gen.Constant(5)))
        from id in Gen.Choose(0, 19)
        from kind in Gen.Frequency((8, Gen.Constant(1)), (1, Gen.Constant(3)))
        from title in Gen.Choose(0, Titles.Length - 1)
        from provider in Gen.Choose(0, 2)
        from code in Gen.Choose(0, 4)
        from mode in Gen.Choose(0, 1)
        select new Step(what, id, kind, title, provider, code, mode));

    [Theory]
    [InlineData(4, 7)]
    [InlineData(3, 2)]
    [InlineData(128, 256)]
    public async Task After_any_history_the_clusters_are_those_of_a_rebuild_and_of_the_definition(int mostInBlock, int mostInCluster)
    {
        foreach (var history in Histories.Sample(70, 3))
        {
            await using var fixture = await StoreFixture.CreateAsync(guard: 1_000, new() { QuietTime = TimeSpan.Zero });
            var follower = new ClusterFollower(mostInBlock, mostInCluster);
            var revision = 0;
            foreach (var step in history)
                follower = await PlayAsync(fixture, follower, step, ++revision);
            await FollowAsync(fixture, follower);

            var followed = await ClusterOracle.StoredAsync(fixture.Database, Cancel);
            await ForgetAsync(fixture);
            await FollowAsync(fixture, new(mostInBlock, mostInCluster));

            var told = string.Join('\n', history.AsEnumerable());
            Assert.True(await ClusterOracle.ExpectedAsync(fixture.Database, mostInBlock, mostInCluster, Cancel) == followed, told);
            Assert.True(await ClusterOracle.StoredAsync(fixture.Database, Cancel) == followed, told);
        }
    }

    [Fact]
    public async Task A_cluster_keeps_its_id_until_its_oldest_member_leaves()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(Course("a", 1, "Barista", code: "K1"), Course("b", 1, "Kopi", code: "k1"));
        await fixture.FollowAsync();
        var first = Assert.Single(await ClustersAsync(fixture));
        var oldest = await fixture.OfferAsync("a");
        Assert.Equal((2, 1, OfferKind.Course), (first.Size, first.Score, first.Kind));
        Assert.Equal(oldest.PublicId.ToString().Remove(14, 1).Insert(14, "8"), first.PublicId.ToString());

        await fixture.DeltaAsync(Course("c", 1, "barista!", code: null), Course("d", 1, "Las", code: "K2"));
        await fixture.FollowAsync();
        var grown = Assert.Single(await ClustersAsync(fixture));
        Assert.Equal((first.PublicId, 3), (grown.PublicId, grown.Size));

        await fixture.DeltaAsync(StoreFixture.Tombstone("a", 2), Course("e", 1, "Kopi", code: "K1"));
        await fixture.FollowAsync();
        var renamed = Assert.Single(await ClustersAsync(fixture));
        Assert.NotEqual(first.PublicId, renamed.PublicId);
        Assert.Equal((await fixture.OfferAsync("b")).Id, renamed.Id);
        Assert.Equal(2, renamed.Size);

        await fixture.DeltaAsync(Course("b", 2, "Pastri", code: "K9"));
        await fixture.FollowAsync();
        Assert.Empty(await ClustersAsync(fixture));
    }

    [Fact]
    public async Task Two_clusters_become_one_under_the_older_id_and_part_again()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(
            Course("a", 1, "Barista", code: "K1"), Course("b", 1, "Kopi", code: "K1"),
            Course("c", 1, "Las", code: "K2"), Course("d", 1, "Las listrik", code: "K2"));
        await fixture.FollowAsync();
        var before = await ClustersAsync(fixture);
        Assert.Equal([2, 2], before.Select(c => c.Size));

        await fixture.DeltaAsync(Course("e", 1, "Barista", code: "K2"));
        await fixture.FollowAsync();
        var one = Assert.Single(await ClustersAsync(fixture));
        Assert.Equal((before[0].PublicId, 5), (one.PublicId, one.Size));

        await fixture.DeltaAsync(StoreFixture.Tombstone("e", 2));
        await fixture.FollowAsync();
        Assert.Equal(before.Select(c => (c.PublicId, c.Size)), (await ClustersAsync(fixture)).Select(c => (c.PublicId, c.Size)));
    }

    [Fact]
    public async Task A_thousand_equal_offers_and_a_long_chain_cost_what_the_bounds_allow()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync([.. Enumerable.Range(0, 1_000).Select(n => Course($"equal {n}", 1, "Barista", code: null))]);
        await fixture.DeltaAsync([.. Enumerable.Range(0, 1_000).Select(n => Course($"chain {n}", 1, $"Las {n / 2 * 2 + (n % 2)}", code: $"C{(n + 1) / 2}", provider: $"P{n / 2}", providerCode: "P"))]);
        await fixture.FollowAsync();

        Assert.Equal(128, Assert.Single(await ClustersAsync(fixture), c => c.Size > 2).Size);
        Assert.Equal(
            await ClusterOracle.ExpectedAsync(fixture.Database, 128, 256, Cancel),
            await ClusterOracle.StoredAsync(fixture.Database, Cancel));
    }

    private static async Task<ClusterFollower> PlayAsync(StoreFixture fixture, ClusterFollower follower, Step step, int revision)
    {
        switch (step.What)
        {
            case 0:
                await fixture.DeltaAsync(Content(step, revision));
                break;
            case 1:
                await fixture.DeltaAsync(StoreFixture.Tombstone(Name(step.Id), revision));
                break;
            case 2:
                await FollowAsync(fixture, follower);
                break;
            case 3:
                // What a batch did is lost with the process before it is committed.
                await Assert.ThrowsAsync<IOException>(() => LoseBatchAsync(fixture, follower));
                break;
            case 4:
                return new(follower.MostInBlock, follower.MostInCluster);
            default:
                await ForgetAsync(fixture);
                break;
        }

        return follower;
    }

    private static async Task FollowAsync(StoreFixture fixture, ClusterFollower follower)
    {
        var batch = new FollowerBatch(follower, new() { MaxBatchChanges = 3, MinBatchChanges = 1 });
        while (await fixture.Writer.RunWhenIdleAsync(batch.Run))
            Cancel.ThrowIfCancellationRequested();
    }

    private static Task<bool> LoseBatchAsync(StoreFixture fixture, ClusterFollower follower)
    {
        var batch = new FollowerBatch(follower, new() { MaxBatchChanges = 3, MinBatchChanges = 1 });
        return fixture.Writer.RunWhenIdleAsync<bool>(transaction =>
        {
            batch.Run(transaction);
            throw new IOException("The process ends here.");
        });
    }

    /// <summary>As if another version of the code had derived the rows.</summary>
    private static async Task ForgetAsync(StoreFixture fixture)
    {
        await using var connection = new SqliteConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE followers SET version = 0";
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task<List<Cluster>> ClustersAsync(StoreFixture fixture)
    {
        await using var db = fixture.Database.Open();
        return await db.Clusters.OrderBy(c => c.Id).ToListAsync(Cancel);
    }

    private static string Name(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static ItemWrite Content(Step step, int revision) => step.Kind == (int)OfferKind.Gig
        ? StoreFixture.Item(Name(step.Id), revision, $"{Titles[step.Title]}|{(step.Mode == 0 ? "33.25" : "33.74")}|2|", kind: OfferKind.Gig)
        : Course(
            Name(step.Id), revision, Titles[step.Title], step.Code == 0 ? null : $"K{step.Code}", step.Provider == 0 ? null : $"PT Pelatihan {step.Provider}",
            mode: step.Mode + 1);

    private static ItemWrite Course(
        string id, long revision, string title, string? code, string? provider = "PT Maju", string providerCode = "LPK", int mode = 2)
    {
        var item = StoreFixture.Item(id, revision, $"{title} {code} {provider} {providerCode} {mode}");
        return new()
        {
            Sequence = 0, ExternalId = id, Revision = revision, Verb = ItemVerb.Content, Hash = item.Hash,
            Content = item.Content! with { Title = title, CourseCode = code, ProviderName = provider, ProviderCode = code is null ? null : providerCode, Mode = mode },
        };
    }
}

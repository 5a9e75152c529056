using System.Diagnostics;
using System.Globalization;
using Hub.Benchmarks.Ingest;
using Hub.Data.Catalogue;
using Hub.Data.Followers;
using Hub.Data.Ingest;

namespace Hub.Benchmarks.Followers;

/// <summary>What followers cost a flood of new offers: the same writer with and without them, in turn, in one process.</summary>
internal static class FloodBenchmark
{
    private const int Items = 20_000;
    private const int Rounds = 7;
    private const int Streams = 4;
    private const int PerJob = 100;
    private const int OnTheWay = 8;

    public static async Task RunAsync()
    {
        using var local = new LocalDatabase();
        await local.CreateAsync();
        await using var writer = new IngestWriter(local.Database, new(), TimeProvider.System);
        var store = new OfferStore(writer, (_, _) => throw new NotSupportedException("No snapshot is taken here."), new());
        using var runner = new FollowerRunner(writer, new(), TimeProvider.System);
        var without = new List<double>();
        var with = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var alone = await RateAsync(store, local, round * 2 * Items);

            // They begin the flood behind by what the round before wrote.
            using var end = new CancellationTokenSource();
            var following = runner.RunAsync(end.Token);
            var followed = await RateAsync(store, local, ((round * 2) + 1) * Items);
            await end.CancelAsync();
            await EndAsync(following);
            await runner.CatchUpAsync(CancellationToken.None);
            if (round == 0)
                continue;
            without.Add(alone);
            with.Add(followed);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"new offers a second in a flood: {Median(without):N0} without followers, {Median(with):N0} with, ratio {Median([.. with.Zip(without, (a, b) => a / b)]):0.00} (median of {Rounds} pairs)"));
    }

    private static async Task EndAsync(Task following)
    {
        try
        {
            await following;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }
    }

    private static async Task<double> RateAsync(OfferStore store, LocalDatabase local, int first)
    {
        var items = local.Rows(ItemFactory.Gigs(first, Items, 1));
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(items.Chunk(Items / Streams).Select(share => PushAsync(store, local.SourceId, share)));
        return Items / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task PushAsync(OfferStore store, long source, ItemWrite[] items)
    {
        var session = (await store.OpenAsync(new(source, SyncMode.Delta, null), CancellationToken.None)).Session!;
        var waiting = new Queue<Task>();
        for (var i = 0; i < items.Length; i += PerJob)
        {
            waiting.Enqueue(await store.EnqueueAsync(session.Id, i + 1, items[i..Math.Min(i + PerJob, items.Length)], CancellationToken.None));
            if (waiting.Count >= OnTheWay)
                await waiting.Dequeue();
        }

        await Task.WhenAll(waiting);
        await store.CompleteAsync(session.Id, CancellationToken.None);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

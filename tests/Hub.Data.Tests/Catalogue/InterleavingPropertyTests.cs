using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Catalogue;
using Hub.Data.Tests.Digests;
using Microsoft.EntityFrameworkCore;
using Outcome = Hub.Data.Catalogue.Outcome;

namespace Hub.Data.Tests.Catalogue;

/// <summary>
/// A delta and a snapshot of one source, interleaved at random, against a model: the highest revision of an item wins, and the snapshot
/// withdraws what it leaves out unless that was said after it was opened.
/// </summary>
public sealed class InterleavingPropertyTests
{
    private static readonly string[] Keys = ["a", "b", "c", "d"];

    /// <summary>One word: its key and revision decide whether it is a tombstone or refused and what it says.</summary>
    private sealed record Word(string Key, int Revision)
    {
        public bool IsTombstone => (Key[0] + Revision) % 4 == 0;

        public bool IsRefused => !IsTombstone && ((Key[0] * 3) + Revision) % 3 == 0;

        public string Title => $"content {Revision}";
    }

    /// <summary>What happens: words of the delta before and after the snapshot is opened, and the snapshot's own, in a given order.</summary>
    private sealed record Story(Word[] Before, (bool Snapshot, Word Word)[] After)
    {
        public override string ToString() =>
            $"{string.Join(' ', Before.Select(w => $"{w.Key}{w.Revision}"))} | {string.Join(' ', After.Select(w => $"{(w.Snapshot ? "S" : "")}{w.Word.Key}{w.Word.Revision}"))}";
    }

    private static readonly Gen<Word> Words =
        from key in Gen.Elements(Keys) from revision in Gen.Choose(1, 6) select new Word(key, revision);

    private static readonly Gen<Story> Stories =
        from before in Gen.ArrayOf(Words, 4)
        from count in Gen.Choose(0, 8)
        from after in Gen.ArrayOf(from snapshot in Gen.Elements(true, false) from word in Words select (snapshot, word), count)
        select new Story(before, after);

    [Fact]
    public async Task Two_interleaved_sessions_end_as_the_model_says()
    {
        await using var hub = await StoreFixture.CreateAsync(guard: 1_000);
        var number = 0;
        foreach (var story in Gen.Sample(Stories, 60))
        {
            var source = await hub.AddSourceAsync($"story {++number}", guard: 1_000);
            await PlayAsync(hub, source, story);

            await using var db = hub.Database.Open();
            var shown = await db.Offers.Where(o => o.SourceId == source && o.State == OfferState.Published)
                .OrderBy(o => o.ExternalId).Select(o => o.ExternalId + ": " + o.Title).ToListAsync(TestContext.Current.CancellationToken);
            Assert.True(Expected(story).SequenceEqual(shown), $"{story} shows [{string.Join(", ", shown)}], not [{string.Join(", ", Expected(story))}]");
            Assert.Equal(shown.Count, (await db.Sources.SingleAsync(s => s.Id == source, TestContext.Current.CancellationToken)).LiveOffers);
            await AssertLogRebuildsAsync(db, source);
            await SumsOracle.AssertAsync(hub.Database, source);
        }
    }

    private static async Task PlayAsync(StoreFixture hub, long source, Story story)
    {
        var cancel = TestContext.Current.CancellationToken;
        var delta = (await hub.Store.OpenAsync(new(source, SyncMode.Delta, null), cancel)).Session!;
        long sent = 0;
        long staged = 0;
        foreach (var word in story.Before)
            await await hub.Store.EnqueueAsync(delta.Id, ++sent, [ItemOf(word, sent)], cancel);
        var snapshot = (await hub.Store.OpenAsync(new(source, SyncMode.Snapshot, null), cancel)).Session!;
        foreach (var (inSnapshot, word) in story.After)
        {
            if (inSnapshot)
                await await hub.Store.EnqueueAsync(snapshot.Id, ++staged, [ItemOf(word, staged)], cancel);
            else
                await await hub.Store.EnqueueAsync(delta.Id, ++sent, [ItemOf(word, sent)], cancel);
        }

        var distinct = story.After.Where(w => w.Snapshot).Select(w => w.Word.Key).Distinct().Count();
        Assert.Equal(SessionFault.None, (await hub.Store.CommitAsync(snapshot.Id, distinct, cancel)).Fault);
        await hub.Store.CompleteAsync(delta.Id, cancel);
    }

    private static ItemWrite ItemOf(Word word, long sequence) => word.IsTombstone
        ? StoreFixture.Tombstone(word.Key, word.Revision)
        : StoreFixture.Item(word.Key, word.Revision, word.Title, word.IsRefused ? Outcome.Rejected : null, sequence);

    private static List<string> Expected(Story story)
    {
        var shown = new List<string>();
        foreach (var key in Keys)
        {
            var before = story.Before.Where(w => w.Key == key).ToList();
            var delta = story.After.Where(w => !w.Snapshot && w.Word.Key == key).Select(w => w.Word).ToList();
            var snapshot = story.After.Where(w => w.Snapshot && w.Word.Key == key).Select(w => w.Word).ToList();
            var highest = before.Concat(delta).Concat(snapshot).Where(w => !w.IsRefused).MaxBy(w => w.Revision);
            if (highest is { IsTombstone: false } && (snapshot.Count > 0 || IsSaid(before, delta)))
                shown.Add($"{key}: {highest.Title}");
        }

        return shown;
    }

    /// <summary>True when a word after the opening was news, or repeated the last one.</summary>
    private static bool IsSaid(List<Word> before, List<Word> after)
    {
        var (said, good) = (0, 0);
        var news = false;
        foreach (var (word, late) in before.Select(w => (w, false)).Concat(after.Select(w => (w, true))))
        {
            var counts = word.Revision >= said || (!word.IsRefused && word.Revision > good && good < said);
            news |= late && counts;
            said = Math.Max(said, word.Revision);
            good = word.IsRefused ? good : Math.Max(good, word.Revision);
        }

        return news;
    }

    /// <summary>The log alone says what is shown, and its positions have no gaps.</summary>
    private static async Task AssertLogRebuildsAsync(HubDbContext db, long source)
    {
        var cancel = TestContext.Current.CancellationToken;
        var log = await db.Changes.Where(c => c.SourceId == source).OrderBy(c => c.Position).ToListAsync(cancel);
        var live = new HashSet<long>();
        foreach (var change in log)
        {
            if (change.Kind is ChangeKind.Withdrawn)
                Assert.True(live.Remove(change.OfferId));
            else
                Assert.Equal(change.Kind is not ChangeKind.Changed, live.Add(change.OfferId));
        }

        var shown = await db.Offers.Where(o => o.SourceId == source && o.State == OfferState.Published).Select(o => o.Id).ToListAsync(cancel);
        Assert.Equal(shown.Order(), live.Order());
        Assert.Equal(log.Count, log.Count == 0 ? 0 : log[^1].Position - log[0].Position + 1);
    }
}

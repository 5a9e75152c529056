using FsCheck;
using FsCheck.Fluent;
using Hub.Data.Catalogue;
using Hub.Data.Feed;
using Hub.Data.Sectors;
using Hub.Data.Tests.Catalogue;

namespace Hub.Data.Tests.Feed;

/// <summary>Random histories, read piece by piece at random moments with random filters: a copy ends as a snapshot shows, whichever way it is kept.</summary>
public sealed class FeedReplayPropertyTests
{
    private static readonly string[] Areas = ["", "33.25", "31.74", "33.25+31.74", "31.74+33.71+51.03", "51.03"];

    private static readonly FeedFilter[] Filters =
    [
        FeedFilter.All,
        new() { Areas = ["33"] },
        new() { Areas = ["31.74", "51"], Sectors = new HashSet<SectorCode> { SectorCode.Beauty, SectorCode.Repair } },
        new() { Kinds = new HashSet<OfferKind> { OfferKind.Gig } },
        new() { Sectors = new HashSet<SectorCode> { SectorCode.Fitness } },
    ];

    /// <summary>One step: a commit of a few words, or a reader that takes one piece, or that old changes go.</summary>
    private sealed record Step(int Act, (int Key, int Area, int Sector)[] Words);

    private static readonly Gen<Step> Steps =
        from act in Gen.Choose(0, 9)
        from count in Gen.Choose(1, 6)
        from words in Gen.ArrayOf(
            from key in Gen.Choose(0, 7)
            from area in Gen.Choose(-2, Areas.Length - 1)
            from sector in Gen.Choose(0, 4)
            select (key, area, sector),
            count)
        select new Step(act, words);

    [Fact]
    public async Task A_copy_ends_as_a_snapshot_shows()
    {
        await using var hub = await StoreFixture.CreateAsync(guard: 1_000_000);
        using var log = new FeedLog(hub.Database);
        var retention = new FeedRetention(hub.Writer);
        var readers = Filters.Select(filter => new Reader(log, filter)).ToList();
        var revision = 0L;

        foreach (var step in Gen.Sample(Steps, 400))
        {
            hub.Clock.Advance(TimeSpan.FromMilliseconds(step.Words.Length % 2));
            switch (step.Act)
            {
                case < 6:
                    revision++;
                    await hub.DeltaAsync([.. step.Words.DistinctBy(w => w.Key).Select(word => ItemOf(word, revision))]);
                    break;
                case < 9:
                    foreach (var reader in readers)
                        reader.ReadPiece(mostRows: step.Words.Length);
                    break;
                default:
                    await hub.FollowAsync();
                    await retention.RemoveSomeAsync(hub.Clock.GetUtcNow().AddMilliseconds(-step.Words.Length), TestContext.Current.CancellationToken);
                    break;
            }
        }

        foreach (var reader in readers)
        {
            while (!reader.ReadPiece(mostRows: 7))
            {
            }

            reader.AssertEqual();
        }

        Assert.Contains(readers, reader => reader.Snapshots > 0);
        Assert.All([FeedKind.LeftFilter, FeedKind.EnteredFilter, FeedKind.Published, FeedKind.Withdrawn, FeedKind.Reopened], kind =>
            Assert.Contains(readers, reader => reader.Seen.Contains(kind)));
    }

    private static ItemWrite ItemOf((int Key, int Area, int Sector) word, long revision)
    {
        var key = $"key {word.Key}";
        if (word.Area < 0)
            return StoreFixture.Tombstone(key, revision);
        return StoreFixture.Item(
            key, revision, $"Title|{Areas[word.Area]}|{(word.Sector == 0 ? "" : word.Sector)}|", kind: word.Key % 2 == 0 ? OfferKind.Gig : OfferKind.Course);
    }

    /// <summary>A reader that keeps two copies: one by the items alone, one by the kinds of change too.</summary>
    private sealed class Reader(FeedLog log, FeedFilter filter)
    {
        private readonly SortedDictionary<Guid, string> _byItem = [];
        private readonly SortedDictionary<Guid, string> _byKind = [];
        private long _after;
        private long _bookmark;

        public int Snapshots { get; private set; }

        public HashSet<FeedKind> Seen { get; } = [];

        /// <returns>True when there is no more.</returns>
        public bool ReadPiece(int mostRows)
        {
            using var view = log.View();
            if (view.IsCompacted(_after))
            {
                Snapshots++;
                Replace(_byItem, view);
                Replace(_byKind, view);
                _after = _bookmark = view.LastPosition;
                return true;
            }

            var page = view.Read(_after, filter, mostRows, mostBytes: 100);
            foreach (var change in page.Changes)
            {
                Assert.True(change.Position > _after);
                _after = change.Position;
                Take(change);
            }

            Assert.True(page.ReadTo >= _after);
            Assert.True(page.CommitEnd is null || page.CommitEnd >= _bookmark);
            (_after, _bookmark) = (page.ReadTo, page.CommitEnd ?? _bookmark);
            Assert.Equal(page.IsLast, _bookmark == page.Last && _after == page.Last);
            if (page.IsLast)
                AssertEqual(view);
            return page.IsLast;
        }

        public void AssertEqual()
        {
            using var view = log.View();
            AssertEqual(view);
        }

        private void AssertEqual(FeedView view)
        {
            var shown = new SortedDictionary<Guid, string>();
            Replace(shown, view);
            Assert.Equal(shown, _byItem);
            Assert.Equal(shown, _byKind);
        }

        private void Take(FeedChange change)
        {
            Seen.Add(change.Kind);
            var id = change.OfferPublicId;
            if (change.Offer is { } offer)
                _byItem[id] = _byKind[id] = Text(offer);
            else
                _byItem.Remove(id);
            if (change.Kind is FeedKind.Withdrawn or FeedKind.LeftFilter)
            {
                Assert.Null(change.Offer);
                _byKind.Remove(id);
            }
            else if (change.Offer is null)
            {
                // Gone again by now, as a later change will tell.
                _byKind.Remove(id);
            }
        }

        private void Replace(SortedDictionary<Guid, string> copy, FeedView view)
        {
            copy.Clear();
            foreach (var offer in view.ReadShown(filter))
                copy.Add(offer.PublicId, Text(offer));
        }

        private static string Text(FeedOffer offer) => $"{offer.ExternalId} r{offer.Revision} {offer.Keys} {System.Text.Encoding.UTF8.GetString(offer.Body)}";
    }
}

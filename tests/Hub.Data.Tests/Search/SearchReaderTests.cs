using Hub.Data.Catalogue;
using Hub.Data.Search;
using Hub.Data.Tests.Catalogue;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Tests.Search;

public sealed class SearchReaderTests
{
    [Fact]
    public async Task Finds_words_without_case_or_diacritics_and_the_start_of_the_last_word()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(
            StoreFixture.Item("a", 1, "Kursus Barista Dasar"),
            StoreFixture.Item("b", 1, "Kursus menjahit"),
            StoreFixture.Item("c", 1, "Pelayan Café"));
        await fixture.FollowAsync();

        Assert.Equal(["a"], await NamesAsync(fixture, "barista kursus"));
        Assert.Equal(["a", "b"], (await NamesAsync(fixture, "kur")).Order());
        Assert.Empty(await NamesAsync(fixture, "kur "));
        Assert.Equal(["c"], await NamesAsync(fixture, "CAFE"));
        Assert.Equal(["a"], await NamesAsync(fixture, "\"barista dasar\""));
        Assert.Empty(await NamesAsync(fixture, "\"dasar barista\""));
        Assert.Empty(await NamesAsync(fixture, "\" - \""));
    }

    [Fact]
    public async Task Forgets_old_texts_and_offers_that_are_not_shown_any_more()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(StoreFixture.Item("a", 1, "Barista"), StoreFixture.Item("b", 1, "Barista"));
        await fixture.FollowAsync();
        await fixture.DeltaAsync(StoreFixture.Item("a", 2, "Penjahit"), StoreFixture.Tombstone("b", 2));
        await fixture.FollowAsync();

        Assert.Empty(await NamesAsync(fixture, "barista"));
        Assert.Equal(["a"], await NamesAsync(fixture, "penjahit"));

        await fixture.DeltaAsync(StoreFixture.Item("b", 3, "Barista"));
        await fixture.FollowAsync();
        Assert.Equal(["b"], await NamesAsync(fixture, "barista"));
    }

    [Fact]
    public async Task Counts_what_passes_the_filters_by_every_facet()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(
            StoreFixture.Item("a", 1, "Barista|33.25|2|", kind: OfferKind.Gig),
            StoreFixture.Item("b", 1, "Barista|33.74|3|"),
            StoreFixture.Item("c", 1, "Barista||0|"),
            StoreFixture.Item("d", 1, "Penjahit|31.71|2|"));
        await fixture.FollowAsync();

        var all = Find(fixture, new() { Text = "barista" });
        Assert.Equal((3, true), (all.Total, all.IsTotalExact));
        Assert.Equal(new() { [OfferKind.Gig] = 1, [OfferKind.Course] = 2 }, all.Kinds.ToDictionary());
        Assert.Equal(new() { ["33"] = 2, [""] = 1 }, all.Provinces.ToDictionary());
        Assert.Equal(new() { [2] = 1, [3] = 1, [0] = 1 }, all.Sectors.ToDictionary());
        Assert.Equal(new() { [fixture.SourceId] = 3 }, all.Sources.ToDictionary());

        var some = Find(fixture, new() { Text = "barista", Kind = OfferKind.Course, ProvinceCode = "33", SectorCode = 3, SourceId = fixture.SourceId });
        Assert.Equal(1, some.Total);
        Assert.Single(some.OfferIds);
    }

    [Fact]
    public async Task Ranks_a_word_in_the_title_first_and_of_equals_the_newest_and_only_the_newest_unless_asked()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(StoreFixture.Item("best", 1, "barista"));
        await fixture.DeltaAsync([.. Enumerable.Range(0, SearchReader.MostRanked).Select(n => StoreFixture.Item($"n{n}", 1, "barista dan lain lain"))]);
        await fixture.FollowAsync();

        var newest = Find(fixture, new() { Text = "barista", Limit = 3 });
        Assert.Equal(SearchReader.MostRanked + 1, newest.Total);
        Assert.Equal([2001, 2000, 1999], newest.OfferIds);

        var all = Find(fixture, new() { Text = "barista", Limit = 2, RanksAll = true });
        Assert.Equal([1, 2001], all.OfferIds);
    }

    [Fact]
    public async Task Words_of_too_many_offers_are_not_ranked_unless_asked_and_the_total_says_so()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(StoreFixture.Item("best", 1, "barista"));
        await fixture.DeltaAsync([.. Enumerable.Range(0, 9).Select(n => StoreFixture.Item($"n{n}", 1, "barista dan lain lain"))]);
        await fixture.FollowAsync();
        await using var connection = new SqliteConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var reader = new SearchReader(fixture.Facets, mostCounted: 5);

        var newest = reader.Find(connection, new() { Text = "barista", Limit = 2 });
        Assert.Equal((5, false), (newest.Total, newest.IsTotalExact));
        Assert.Equal([10, 9], newest.OfferIds);
        Assert.Equal([1, 10], reader.Find(connection, new() { Text = "barista", Limit = 2, RanksAll = true }).OfferIds);
    }

    [Fact]
    public async Task Facets_survive_a_restart()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(StoreFixture.Item("a", 1, "Barista|33.25|2|", kind: OfferKind.Gig), StoreFixture.Item("b", 1, "Barista|73|0|"));
        await fixture.FollowAsync();

        var loaded = new FacetIndex();
        loaded.Load(fixture.Database);

        Assert.True(loaded.IsLoaded);
        Assert.True(loaded.TryGet(1, out var facets));
        Assert.Equal(new(OfferKind.Gig, "33", 2, fixture.SourceId), facets);
        for (var offer = 0L; offer < 4; offer++)
            Assert.Equal(fixture.Facets.Packed(offer), loaded.Packed(offer));
        Assert.False(loaded.TryGet(1_000_000, out _));
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(StoreFixture fixture, string text)
    {
        var found = Find(fixture, new() { Text = text });
        Assert.Equal(found.Total, found.OfferIds.Count);
        await using var db = fixture.Database.Open();
        return [.. found.OfferIds.Select(id => db.Offers.Single(o => o.Id == id).ExternalId)];
    }

    private static SearchResult Find(StoreFixture fixture, SearchRequest request)
    {
        using var connection = new SqliteConnection(fixture.Database.ConnectionString);
        connection.Open();
        return new SearchReader(fixture.Facets).Find(connection, request);
    }
}

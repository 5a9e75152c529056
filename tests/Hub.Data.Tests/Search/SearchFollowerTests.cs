using Hub.Data.Tests.Catalogue;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Tests.Search;

public sealed class SearchFollowerTests
{
    [Fact]
    public async Task Finds_words_without_case_or_diacritics_and_the_start_of_a_word()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(
            StoreFixture.Item("a", 1, "Kursus Barista Dasar"),
            StoreFixture.Item("b", 1, "Kursus menjahit"),
            StoreFixture.Item("c", 1, "Pelayan Café"));
        await fixture.FollowAsync();

        Assert.Equal(["a"], Found(fixture, "\"barista\" \"kursus\""));
        Assert.Equal(["a", "b"], Found(fixture, "\"kur\"*"));
        Assert.Empty(Found(fixture, "\"kur\""));
        Assert.Equal(["c"], Found(fixture, "\"CAFE\""));
        Assert.Equal(["a"], Found(fixture, "\"barista\" + \"dasar\""));
        Assert.Empty(Found(fixture, "\"dasar\" + \"barista\""));
    }

    [Fact]
    public async Task Forgets_old_texts_and_offers_that_are_not_shown_any_more()
    {
        await using var fixture = await StoreFixture.CreateAsync();
        await fixture.DeltaAsync(StoreFixture.Item("a", 1, "Barista"), StoreFixture.Item("b", 1, "Barista"));
        await fixture.FollowAsync();
        await fixture.DeltaAsync(StoreFixture.Item("a", 2, "Penjahit"), StoreFixture.Tombstone("b", 2));
        await fixture.FollowAsync();

        Assert.Empty(Found(fixture, "\"barista\""));
        Assert.Equal(["a"], Found(fixture, "\"penjahit\""));

        await fixture.DeltaAsync(StoreFixture.Item("b", 3, "Barista"));
        await fixture.FollowAsync();
        Assert.Equal(["b"], Found(fixture, "\"barista\""));
    }

    private static List<string> Found(StoreFixture fixture, string expression)
    {
        using var connection = new SqliteConnection(fixture.Database.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT o.external_id FROM offer_search JOIN offers AS o ON o.id = offer_search.rowid WHERE offer_search MATCH $expression ORDER BY o.id";
        command.Parameters.AddWithValue("$expression", expression);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(0));
        return found;
    }
}

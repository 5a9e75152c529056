using Hub.Data.Search;
using Microsoft.Data.Sqlite;

namespace Hub.Data.Tests.Search;

public sealed class SearchExpressionTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(" \"* - () :", null)]
    [InlineData("barista", "\"barista\"*")]
    [InlineData("barista ", "\"barista\"")]
    [InlineData("Kursus barista dasar", "\"Kursus\" \"barista\" \"dasar\"*")]
    [InlineData("\"barista dasar\" kopi", "\"barista\" + \"dasar\" \"kopi\"*")]
    [InlineData("\"barista dasar\"", "\"barista\" + \"dasar\"")]
    [InlineData("\"barista dasar", "\"barista\" + \"dasar\"")]
    [InlineData("kopi OR teh NOT gula", "\"kopi\" \"OR\" \"teh\" \"NOT\" \"gula\"*")]
    [InlineData("title:kopi^2 NEAR(a b)", "\"title\" \"kopi\" \"2\" \"NEAR\" \"a\" \"b\"")]
    [InlineData("jum'at", "\"jum\" \"at\"*")]
    [InlineData("a", "\"a\"")]
    [InlineData("kopi\0teh", "\"kopi\" \"teh\"*")]
    [InlineData("café", "\"café\"*")]
    public void Text_becomes_words_and_never_operators(string text, string? expression) => Assert.Equal(expression, SearchExpression.From(text));

    [Fact]
    public void Words_beyond_the_limit_and_characters_beyond_it_do_not_count()
    {
        var many = SearchExpression.From(string.Join(' ', Enumerable.Range(0, 100)));
        Assert.Equal(SearchExpression.MostWords, many!.Split(' ').Length);
        Assert.Equal($"\"{new string('a', SearchExpression.LongestWord)}\"", SearchExpression.From(new string('a', 100_000)));
    }

    [Fact]
    public void The_index_takes_the_expression_of_any_text()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = SearchItemConfiguration.Index;
        command.ExecuteNonQuery();
        var random = new Random(5);
        const string Characters = "ab\"'*-+()^:{}.,\\ \t\0%_~\u0301é\U0001F600\u0627①<>&|";
        command.CommandText = "SELECT count(*) FROM offer_search WHERE offer_search MATCH $text";
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => Characters[random.Next(Characters.Length)]));
            if (SearchExpression.From(text) is not { } expression)
                continue;
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$text", expression);
            Assert.Equal(0L, command.ExecuteScalar());
        }
    }
}

using Hub.GraphQL.Planning;
using Hub.GraphQL.Sql.Dialects;
using Microsoft.Data.Sqlite;

namespace Hub.GraphQL.Sql.Tests.Dialects;

public sealed class SearchExpressionTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \"* - () :", "")]
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
    public void Text_becomes_words_and_never_operators(string typed, string expression) => Assert.Equal(expression, Expression(typed));

    [Fact]
    public void The_index_takes_the_expression_of_any_text()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE VIRTUAL TABLE words USING fts5(title, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')";
        command.ExecuteNonQuery();
        var random = new Random(5);
        const string Characters = "ab\"'*-+()^:{}.,\\ \t\0%_~\u0301é\U0001F600\u0627①<>&|";
        command.CommandText = "SELECT count(*) FROM words WHERE words MATCH $text";
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => Characters[random.Next(Characters.Length)]));
            if (Expression(text) is not { Length: > 0 } expression)
                continue;
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$text", expression);
            Assert.Equal(0L, command.ExecuteScalar());
        }
    }

    /// <summary>The way of a request: typed, read, kept as a parameter, written for the index.</summary>
    private static string Expression(string typed) =>
        SqliteDialect.Instance.SearchExpression(SearchText.Read(SearchText.Parse(typed).ToString()));
}

using Hub.Data.Tests.Catalogue;

namespace Hub.Data.Tests.Providers;

public sealed class SqliteStatementTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    [InlineData(100_000)]
    public async Task Text_and_blobs_of_any_length_come_back_as_they_were_bound(int length)
    {
        await using var fixture = await StoreFixture.CreateAsync();
        var text = new string('k', Math.Max(0, length - 2)) + (length >= 2 ? "é" : length == 1 ? "k" : "");
        var blob = new byte[length];
        Array.Fill(blob, (byte)7);

        await fixture.Writer.RunAsync(
            transaction =>
            {
                var statement = transaction.Statement("SELECT ?1, ?2, typeof(?1), typeof(?2), length(CAST(?1 AS BLOB))");
                statement.Bind(1, text);
                statement.Bind(2, blob);

                Assert.True(statement.Step());
                Assert.Equal(text, statement.Text(0));
                Assert.Equal(blob, statement.Blob(1));
                Assert.Equal("text", statement.Text(2));
                Assert.Equal("blob", statement.Text(3));
                Assert.Equal(length, statement.Int64(4));
                statement.Reset();
                return 0;
            },
            1,
            Cancel);
    }

    [Fact]
    public async Task Numbers_and_nulls_come_back_as_they_were_bound()
    {
        await using var fixture = await StoreFixture.CreateAsync();

        await fixture.Writer.RunAsync(
            transaction =>
            {
                var statement = transaction.Statement("SELECT ?1, ?2, ?3, ?4");
                statement.Bind(1, long.MinValue);
                statement.Bind(2, (long?)null);
                statement.Bind(3, (string?)null);
                statement.Bind(4, -1L);

                Assert.True(statement.Step());
                Assert.Equal(long.MinValue, statement.Int64(0));
                Assert.Null(statement.Int64OrNull(1));
                Assert.Null(statement.TextOrNull(2));
                Assert.Equal(-1, statement.Int32(3));
                statement.Reset();
                return 0;
            },
            1,
            Cancel);
    }

    [Fact]
    public async Task A_text_is_prepared_once_however_it_was_built()
    {
        await using var fixture = await StoreFixture.CreateAsync();

        await fixture.Writer.RunAsync(
            transaction =>
            {
                var first = transaction.Statement("SELECT 1");
                Assert.Same(first, transaction.Statement("SELECT 1"));
                Assert.Same(first, transaction.Statement(string.Concat("SELECT ", 1.ToString(System.Globalization.CultureInfo.InvariantCulture))));
                return 0;
            },
            1,
            Cancel);
    }

    [Fact]
    public async Task The_writer_checks_no_foreign_keys()
    {
        await using var fixture = await StoreFixture.CreateAsync();

        var isOn = await fixture.Writer.RunAsync(
            transaction =>
            {
                var statement = transaction.Statement("PRAGMA foreign_keys");
                Assert.True(statement.Step());
                var on = statement.Int64(0);
                statement.Reset();
                return on;
            },
            1,
            Cancel);

        Assert.Equal(0, isOn);
    }
}

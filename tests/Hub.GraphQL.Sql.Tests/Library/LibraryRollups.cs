using Hub.GraphQL.Planning;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>Two rollups of books, and what fills them.</summary>
internal static class LibraryRollups
{
    private const string Day = "(PublishedAt + 25200000) / 86400000";

    public static RollupCatalogue Catalogue { get; } = new(
        new RollupBuilder<Book, BookCount>()
            .Where(b => b.IsListed)
            .Dimension(b => b.Kind, c => c.Kind)
            .Dimension(b => b.Genre, c => c.Genre)
            .Dimension(b => b.AuthorId, c => c.AuthorId)
            .Dimension(b => b.Author, c => c.Author)
            .Dimension(b => b.Author.RegionCode!.Substring(0, 2), c => c.Part)
            .Day(b => b.PublishedAt, TimeSpan.FromHours(7), c => c.PublishedDay)
            .Count(c => c.Books)
            .Sum(b => b.PriceIdr, c => c.PriceSum, c => c.PriceCount)
            .Sum(b => b.OldPriceIdr, c => c.OldPriceSum, c => c.OldPriceCount)
            .Build(),
        new RollupBuilder<Book, MonthCount>()
            .Where(b => b.IsListed)
            .Dimension(b => b.Kind, c => c.Kind)
            .Dimension(b => b.OtherGenre, c => c.OtherGenre, missing: 0)
            .Dimension(b => b.Author.RegionCode!.Substring(0, 2), c => c.Part, missing: "")
            .Period(b => b.PublishedAt, DateInterval.Month, TimeSpan.FromHours(7), c => c.Month)
            .Count(c => c.Books)
            .Build(),
        new RollupBuilder<Book, GenreCount>()
            .Where(b => b.IsListed)
            .Dimension(b => b.Kind, c => c.Kind)
            .Dimension(b => b.Genre, c => c.Genre)
            .Day(b => b.SoldOutAt, TimeSpan.FromHours(7), c => c.SoldOutOn)
            .Count(c => c.Books)
            .Sum(b => b.PriceIdr, c => c.PriceSum)
            .Build());

    public static void Fill(LibraryFixture library)
    {
        library.Execute($"""
            INSERT INTO book_counts (Kind, Genre, AuthorId, Part, PublishedDay, Books, PriceSum, PriceCount, OldPriceSum, OldPriceCount)
            SELECT b.Kind, b.Genre, b.AuthorId, substr(a.RegionCode, 1, 2), {Day}, count(*), sum(b.PriceIdr), count(*), coalesce(sum(b.OldPriceIdr), 0), count(b.OldPriceIdr)
            FROM books AS b JOIN authors AS a ON a.Id = b.AuthorId WHERE b.IsListed GROUP BY 1, 2, 3, 4, 5;
            INSERT INTO book_counts (Kind, Genre, AuthorId, Part, PublishedDay, Books, PriceSum, PriceCount, OldPriceSum, OldPriceCount) VALUES (1, 1, 1, 'XX', 7, 0, 0, 0, 0, 0);
            INSERT INTO month_counts (Kind, OtherGenre, Part, Month, Books)
            SELECT b.Kind, coalesce(b.OtherGenre, 0), coalesce(substr(a.RegionCode, 1, 2), ''),
                unixepoch(strftime('%Y-%m-01', (b.PublishedAt + 25200000) / 1000, 'unixepoch')) / 86400, count(*)
            FROM books AS b JOIN authors AS a ON a.Id = b.AuthorId WHERE b.IsListed GROUP BY 1, 2, 3, 4;
            INSERT INTO genre_counts (Kind, Genre, SoldOutOn, Books, PriceSum)
            SELECT Kind, Genre, strftime('%Y-%m-%d', (SoldOutAt + 25200000 + 62162208000000) / 1000 - 62162208000, 'unixepoch'), count(*), sum(PriceIdr)
            FROM books WHERE IsListed GROUP BY 1, 2, 3;
            """);
    }
}

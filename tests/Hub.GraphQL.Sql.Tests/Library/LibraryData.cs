using System.Text.Json;

namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>Objects of the model made from a seed, tied together as the database would tie them.</summary>
public sealed class LibraryData
{
    private static readonly string[] Words =
        ["Laskar", "Pelangi", "bumi", "Manusia", "é", "Ünder", "100%", "a_b", @"back\slash", "quote\"", "\u2028", "😀", "\uFFFD", "Zeta", "alpha", "ALPHA", "\t", ""];

    /// <summary>Where days, weeks, months and years begin seven hours before UTC's, and where numbers change their sign.</summary>
    private static readonly long[] Instants =
    [
        0, -1_000, -2_000, -25_200_000, -25_200_001, -25_199_999, 1_704_041_999_999, 1_704_042_000_000, 1_709_225_999_999, -62_135_596_800_000,
        -2_208_988_800_001, 1_711_904_400_000,
    ];

    private readonly Random _random;

    public LibraryData(int seed, int books = 120)
    {
        _random = new(seed);
        for (var i = 1; i <= 12; i++)
            Regions.Add(new() { Id = i, Code = $"R{i:00}", Name = Text(), ParentCode = i <= 2 ? null : $"R{1 + _random.Next(i - 1):00}" });
        for (var i = 1; i <= 20; i++)
        {
            Authors.Add(new()
            {
                Id = i,
                PublicId = NewGuid(),
                Name = Text(),
                BirthYear = Maybe(() => 1900 + _random.Next(5)),
                IsActive = _random.Next(2) == 0,
                RegionCode = _random.Next(3) == 0 ? null : $"R{1 + _random.Next(12):00}",
            });
        }

        for (var i = 1; i <= books; i++)
            AddBook(i);
        Tie();
    }

    public List<Region> Regions { get; } = [];

    public List<Author> Authors { get; } = [];

    public List<Book> Books { get; } = [];

    public List<Review> Reviews { get; } = [];

    public System.Collections.IEnumerable Rows(Type type) =>
        type == typeof(Region) ? Regions : type == typeof(Author) ? Authors : type == typeof(Book) ? Books : Reviews;

    private void AddBook(int id)
    {
        var authorId = 1 + _random.Next(20);
        var isVolume = _random.Next(3) == 0;
        Books.Add(new()
        {
            Id = id,
            PublicId = NewGuid(),
            Kind = isVolume ? BookKind.Volume : BookKind.Single,
            IsListed = _random.Next(5) > 0,
            AuthorId = authorId,
            Key = $"K{id}",
            FirstKey = isVolume ? Books.Where(b => b.AuthorId == authorId).Select(b => b.Key).FirstOrDefault() : null,
            Title = Text(),
            Subtitle = MaybeText(Text),
            Genre = Pick(Genre.Novel, Genre.Poetry, Genre.ShortStory),
            OtherGenre = Maybe(() => Pick(Genre.Novel, Genre.Poetry)),
            Formats = Pick(Formats.None, Formats.Paper, Formats.Paper | Formats.AudioBook, Formats.Ebook),
            Planned = Maybe(() => Pick(Formats.None, Formats.Ebook | Formats.AudioBook)),
            PriceIdr = _random.Next(4) * 50_000L,
            OldPriceIdr = Maybe(() => 9_007_199_254_740_991 - _random.Next(3)),
            Pages = Maybe(() => _random.Next(5) * 100),
            Rating = Maybe(() => Pick(0.1, 4.5, -0.5, 1e21, 1.5e-9, 3)),
            IsReprint = Maybe(() => _random.Next(2) == 0),
            PublishedAt = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + (_random.Next(4) * 500)),
            SoldOutAt = Maybe(() => DateTimeOffset.FromUnixTimeMilliseconds(Instants[_random.Next(3) + (id % 4 * 3)])),
            ReleasedOn = Maybe(() => new DateOnly(2020 + _random.Next(3), 2, 28).AddDays(id % 5 == 0 ? id * 3 : 0)),
            Tags = MaybeText(() => JsonSerializer.Serialize(Texts())),
            Awards = Texts(),
        });
        var reviews = _random.Next(4);
        for (var number = 1; number <= reviews; number++)
            Reviews.Add(new() { BookId = id, Number = number, Stars = 1 + _random.Next(5), Text = MaybeText(Text) });
    }

    private void Tie()
    {
        foreach (var region in Regions)
        {
            region.Parent = Regions.Find(other => other.Code == region.ParentCode);
            region.Parent?.Children.Add(region);
        }

        foreach (var author in Authors)
        {
            author.Region = Regions.Find(region => region.Code == author.RegionCode);
            author.Region?.Authors.Add(author);
        }

        foreach (var book in Books)
        {
            book.Author = Authors.Find(author => author.Id == book.AuthorId)!;
            book.Author.Books.Add(book);
            book.First = book.FirstKey is null ? null : Books.Find(other => other.AuthorId == book.AuthorId && other.Key == book.FirstKey);
            book.First?.Volumes.Add(book);
        }

        foreach (var review in Reviews)
        {
            review.Book = Books.Find(book => book.Id == review.BookId)!;
            review.Book.Reviews.Add(review);
        }
    }

    public string Text() => string.Join(' ', Enumerable.Range(0, _random.Next(3)).Select(_ => Words[_random.Next(Words.Length)]));

    private string[] Texts() => [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Text())];

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    private T? Maybe<T>(Func<T> value)
        where T : struct => _random.Next(3) == 0 ? null : value();

    private string? MaybeText(Func<string> value) => _random.Next(3) == 0 ? null : value();

    private Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new(bytes);
    }
}

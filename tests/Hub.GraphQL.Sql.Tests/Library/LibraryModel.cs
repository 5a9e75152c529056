namespace Hub.GraphQL.Sql.Tests.Library;

public enum Genre
{
    Novel = 1,
    Poetry = 2,
    ShortStory = 5,
}

[Flags]
public enum Formats
{
    None = 0,
    Paper = 1,
    Ebook = 2,
    AudioBook = 8,
}

/// <summary>Two kinds of row in one table, each a type of its own.</summary>
public enum BookKind
{
    Single = 1,
    Volume = 2,
}

public sealed class Region
{
    public long Id { get; init; }

    public required string Code { get; init; }

    public required string Name { get; init; }

    public string? ParentCode { get; init; }

    public Region? Parent { get; set; }

    public ICollection<Region> Children { get; } = [];

    public ICollection<Author> Authors { get; } = [];
}

public sealed class Author
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required string Name { get; init; }

    public int? BirthYear { get; init; }

    public required bool IsActive { get; init; }

    public string? RegionCode { get; init; }

    public Region? Region { get; set; }

    public ICollection<Book> Books { get; } = [];
}

public sealed class Book
{
    public long Id { get; init; }

    public required Guid PublicId { get; init; }

    public required BookKind Kind { get; init; }

    public required bool IsListed { get; init; }

    public required long AuthorId { get; init; }

    public Author Author { get; set; } = null!;

    public required string Key { get; init; }

    /// <summary>Volume: key of its first volume of the same author; the database does not enforce it.</summary>
    public string? FirstKey { get; init; }

    public Book? First { get; set; }

    public ICollection<Book> Volumes { get; } = [];

    public required string Title { get; init; }

    public string? Subtitle { get; init; }

    public required Genre Genre { get; init; }

    public Genre? OtherGenre { get; init; }

    public required Formats Formats { get; init; }

    public Formats? Planned { get; init; }

    public required long PriceIdr { get; init; }

    public long? OldPriceIdr { get; init; }

    public int? Pages { get; init; }

    public double? Rating { get; init; }

    public bool? IsReprint { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public DateTimeOffset? SoldOutAt { get; init; }

    public DateOnly? ReleasedOn { get; init; }

    /// <summary>A JSON list of text; null when there is none.</summary>
    public string? Tags { get; init; }

    public IReadOnlyList<string> Awards { get; init; } = [];

    public ICollection<Review> Reviews { get; } = [];
}

/// <summary>Its row key has two columns.</summary>
public sealed class Review
{
    public required long BookId { get; init; }

    public required int Number { get; init; }

    public Book Book { get; set; } = null!;

    public required int Stars { get; init; }

    public string? Text { get; init; }
}

/// <summary>How many books there are by kind, genre, place and day: a table that is filled in advance.</summary>
public sealed class BookCount
{
    public long Id { get; init; }

    public required BookKind Kind { get; init; }

    public required Genre Genre { get; init; }

    public required long AuthorId { get; init; }

    public Author Author { get; init; } = null!;

    /// <summary>First two characters of the author's place.</summary>
    public string? Part { get; init; }

    /// <summary>Days since 1970 in Jakarta.</summary>
    public required int PublishedDay { get; init; }

    public required long Books { get; init; }

    public required long PriceSum { get; init; }

    public required long PriceCount { get; init; }

    public long? OldPriceSum { get; init; }

    public required long OldPriceCount { get; init; }
}

/// <summary>The same by kind, genre and day sold out alone.</summary>
public sealed class GenreCount
{
    public long Id { get; init; }

    public required BookKind Kind { get; init; }

    public required Genre Genre { get; init; }

    public DateOnly? SoldOutOn { get; init; }

    public required long Books { get; init; }

    public required long PriceSum { get; init; }
}

/// <summary>The same by kind, other genre, start of place and month; a key without NULL.</summary>
public sealed class MonthCount
{
    public long Id { get; init; }

    public required BookKind Kind { get; init; }

    /// <summary>0 for none.</summary>
    public required int OtherGenre { get; init; }

    /// <summary>Empty for none.</summary>
    public required string Part { get; init; }

    /// <summary>First day of the month the book came out in, as days since 1970 in Jakarta.</summary>
    public required int Month { get; init; }

    public required long Books { get; init; }
}

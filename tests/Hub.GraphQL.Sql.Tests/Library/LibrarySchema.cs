using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Sql.Tests.Library;

internal static class LibrarySchema
{
    public static Schema Build(int suppressReviewsBelow = 0) => new SchemaBuilder("A library.")
        .Days(TimeSpan.FromHours(7), "Asia/Jakarta")
        .Scalar(Scalars.SafeInteger("Rupiah", "Whole rupiah."))
        .Enum<Genre>("Genre", "What a book is.", genre => genre
            .Value(Genre.Novel, "A novel.")
            .Value(Genre.Poetry, "Poems.")
            .Value(Genre.ShortStory, "Short stories."))
        .Enum<Formats>("Format", "How a book can be had.", format => format
            .Value(Formats.Paper, "On paper.")
            .Value(Formats.Ebook, "As a file.")
            .Value(Formats.AudioBook, "Read aloud."))
        .Type<Region>("Region", "A place.", region => region
            .Key(r => r.Id)
            .Field("code", r => r.Code, "Code of the place.")
            .Field("name", r => r.Name, "Name of the place.")
            .Field("parent", r => r.Parent, "The place around it; null for the largest.")
            .Connection("children", r => r.Children, "The places inside.")
            .Connection("authors", r => r.Authors, "Who lives there."))
        .Type<Author>("Author", "Who writes.", author => author
            .Key(a => a.Id)
            .Id(a => a.PublicId)
            .Field("name", a => a.Name, "Full name.")
            .Field("birthYear", a => a.BirthYear, "Year of birth; null when not told.")
            .Field("isActive", a => a.IsActive, "Whether new books are to come.")
            .Field("region", a => a.Region, "Where the author lives; null when not told.")
            .Connection<Book>("books", a => a.Books, "The author's single books.", c => c
                .Of("Book").DefaultOrder(b => b.PublishedAt, descending: true).PageSize(standard: 3, most: 100))
            .Connection<Book>("volumes", a => a.Books, "The author's volumes.", c => c.Of("Volume"))
            .Connection<Book>("works", a => a.Books, "All the author wrote.", c => c.Of("Work").DefaultOrder(b => b.Title))
            .First<Book>("latest", a => a.Books, "The author's newest work; null when there is none.", c => c
                .Of("Work").Where(b => b.PriceIdr > 0).DefaultOrder(b => b.PublishedAt, descending: true)))
        .Interface<Book>("Work", "A book of either kind.", work => BookFields(work))
        .Type<Book>("Book", "A single book.", book => book
            .Implements("Work")
            .Where(b => b.Kind == BookKind.Single && b.IsListed)
            .Connection<Book>("volumes", b => b.Volumes, "What continues it.", c => c.Of("Volume")))
        .Type<Book>("Volume", "A book that continues another.", volume => volume
            .Implements("Work")
            .Where(b => b.Kind == BookKind.Volume)
            .Field("first", b => b.First, "What it continues; null when not listed.", f => f.As("Book"))
            .Field("anyFirst", b => b.First, "What it continues; null when it is not shown.", f => f.As("Work")))
        .Union("Print", "Anything printed.", "Volume", "Book")
        .Union("Thing", "Anything that can be asked for.", "Author", "Volume", "Book")
        .Interface<Book>("Piece", "A book by what it is.", piece => piece
            .Key(b => b.Id)
            .Field("title", b => b.Title, "Title.")
            .Field("author", b => b.Author, "Who wrote it.")
            .Connection<Review>("reviews", b => b.Reviews, "What readers say.", c => c.Of("Review"))
            .Field("again", b => b.First, "What it continues, as a piece.", f => f.As("Piece")))
        .Type<Book>("Story", "A short story.", story => story.Implements("Piece").Where(b => b.Genre == Genre.ShortStory && b.IsListed))
        .Type<Book>("Novel", "A novel.", novel => novel
            .Implements("Piece")
            .Where(b => b.IsListed && b.Genre == Genre.Novel)
            .Field("pages", b => b.Pages, "Pages; null when not counted."))
        .Type<Book>("Poem", "A poem.", poem => poem
            .Implements("Piece")
            .Where(b => b.Genre == Genre.Poetry && b.IsListed)
            .Field("pages", b => b.Pages, "Pages; null when not counted.")
            .Field("rating", b => b.Rating, "Mean of stars; null without reviews."))
        .Type<Review>("Review", "What a reader says.", review => review
            .Key(r => r.BookId, r => r.Number)
            .SuppressBelow(suppressReviewsBelow)
            .Field("number", r => r.Number, "Its number among the reviews of the book.")
            .Field("stars", r => r.Stars, "One to five.")
            .Field("text", r => r.Text, "Why; null when the reader does not say.")
            .Field("authorName", r => r.Book.Author.Name, "Name of the book's author.")
            .Field("work", r => r.Book, "What it is about; null when it is not shown.", f => f.As("Work")))
        .Type<Review>("Letter", "A review as only some may read it.", letter => letter
            .Where<Reader>((r, reader) => reader.IsLibrarian || r.Book.AuthorId == reader.AuthorId)
            .Key(r => r.BookId, r => r.Number)
            .Field("stars", r => r.Stars, "One to five."))
        .Connection<Region>("regions", "All places.")
        .Connection<Author>("authors", "All authors.", c => c.PageSize(standard: 10, most: 50))
        .Connection<Book>("books", "All single books.", c => c.Of("Book").DefaultOrder(b => b.PublishedAt, descending: true))
        .Connection<Book>("volumes", "All volumes.", c => c.Of("Volume"))
        .Connection<Book>("works", "Books of either kind.", c => c.Of("Work").PageSize(standard: 20, most: 500))
        .Connection<Book>("found", "Books of either kind with some words.", c => c.Of("Work").Searched("text").PageSize(standard: 20, most: 500))
        .Connection<Book>("prints", "Books of either kind, as a union.", c => c.Of("Print").DefaultOrder(b => b.Title, descending: true))
        .Connection<Book>("pieces", "Books by what they are.", c => c.Of("Piece"))
        .Connection<Review>("bestReviews", "Reviews with five stars.", c => c.Of("Review").Where(r => r.Stars >= 5))
        .Connection<Review>("letters", "Reviews the caller may read.", c => c.Of("Letter"))
        .Node(most: 10)
        .Nodes("thing", "things", "Thing", "The thing of an id.", "The things of several ids.")
        .Lookup<Author>("author", "The author of an id.", a => a.PublicId, "id", "The author's id.")
        .Lookup<Region>("region", "The place of a code.", r => r.Code, "code", "The place's code.")
        .Build();

    private static TypeBuilder<Book> BookFields(TypeBuilder<Book> book) => book
        .Key(b => b.Id)
        .Search("book search", search => search.Text(3, b => b.Title).Text(1, b => b.Subtitle, b => b.Key).Ranks(9))
        .Id(b => b.PublicId)
        .Field("title", b => b.Title, "Title.")
        .Field("subtitle", b => b.Subtitle, "Second title; null when there is none.")
        .Field("genre", b => b.Genre, "What it is.")
        .Field("otherGenre", b => b.OtherGenre, "What it is besides; null when nothing.")
        .Field("formats", b => b.Formats, "How it can be had.", f => f.As("Format"))
        .Field("planned", b => b.Planned, "How it will be had.", f => f.As("Format"))
        .Field("priceIdr", b => b.PriceIdr, "Price.", f => f.As("Rupiah"))
        .Field("oldPriceIdr", b => b.OldPriceIdr, "Price before; null when it never changed.", f => f.As("Rupiah"))
        .Field("pages", b => b.Pages, "Pages; null when not counted.")
        .Field("rating", b => b.Rating, "Mean of stars; null without reviews.")
        .Field("isReprint", b => b.IsReprint, "Whether it was printed before; null when unknown.")
        .Field("publishedAt", b => b.PublishedAt, "When it came out.")
        .Field("soldOutAt", b => b.SoldOutAt, "When it was sold out; null while it is not.")
        .Field("releasedOn", b => b.ReleasedOn, "Day in the shops; null when unknown.")
        .Field("tags", b => b.Tags, "Free words.", f => f.JsonList())
        .Field("awards", b => b.Awards, "Prizes.")
        .Field("author", b => b.Author, "Who wrote it.")
        .Field("authorName", b => b.Author.Name, "Name of the author.")
        .Field("region", b => b.Author.Region, "Where the author lives; null when not told.")
        .Connection<Review>("reviews", b => b.Reviews, "What readers say.", c => c.Of("Review"))
        .Connection<Review>("letters", b => b.Reviews, "Reviews the caller may read.", c => c.Of("Letter"))
        .Computed("label", b => new { b.Title, b.Pages, b.Genre }, b => b.Pages is > 300 ? null : $"{b.Title} ({b.Genre}, {b.Pages})", "Made of three.")
        .Computed("reprintAt", b => new { b.PublishedAt, b.IsReprint }, b => b.IsReprint == true ? b.PublishedAt.AddDays(1) : (DateTimeOffset?)null, "Made of two.")
        .GroupKey<Region>("home", b => b.Author.RegionCode!.Substring(0, 3), r => r.Code, "Where the author lives, by the code's start; null when not told.")
        .GroupKey("part", b => b.Author.RegionCode!.Substring(0, 2), "Start of the code of the author's place; null when not told.")
        .GroupKey("initial", b => b.Title.Substring(0, 1), "First letter of the title.")
        .GroupKey("around", b => b.Author.Region!.Parent, "What lies around the author's place; null for the largest.")
        .Filter("regionName", b => b.Author.Region!.Name, "Name of the author's place.")
        .OrderBy("REGION_NAME", b => b.Author.Region!.Name, "Name of the author's place.");
}

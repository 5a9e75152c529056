using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.GraphQL.Sql.Tests.Library;

public sealed class LibraryDbContext(DbContextOptions<LibraryDbContext> options) : DbContext(options)
{
    public DbSet<Region> Regions => Set<Region>();

    public DbSet<Author> Authors => Set<Author>();

    public DbSet<Book> Books => Set<Book>();

    public DbSet<Review> Reviews => Set<Review>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Region>(region =>
        {
            region.ToTable("regions");
            region.HasOne(r => r.Parent).WithMany(r => r.Children).HasForeignKey(r => r.ParentCode).HasPrincipalKey(r => r.Code);
            region.HasMany(r => r.Authors).WithOne(a => a.Region).HasForeignKey(a => a.RegionCode).HasPrincipalKey(r => r.Code);
        });
        modelBuilder.Entity<Author>().ToTable("authors").Property(a => a.Name).HasColumnName("full \"name\"");
        modelBuilder.Entity<Book>(book =>
        {
            book.ToTable("books");
            book.HasOne(b => b.Author).WithMany(a => a.Books).HasForeignKey(b => b.AuthorId);
            book.HasOne(b => b.First).WithMany(b => b.Volumes)
                .HasForeignKey(b => new { b.AuthorId, b.FirstKey }).HasPrincipalKey(b => new { b.AuthorId, b.Key });
            book.PrimitiveCollection(b => b.Awards);
            book.HasIndex(b => new { b.Kind, b.PublishedAt, b.Id });
        });
        modelBuilder.Entity<BookCount>().ToTable("book_counts");
        modelBuilder.Entity<MonthCount>().ToTable("month_counts");
        modelBuilder.Entity<GenreCount>().ToTable("genre_counts");
        modelBuilder.Entity<Review>(review =>
        {
            review.ToTable("reviews");
            review.HasKey(r => new { r.BookId, r.Number });
            review.HasOne(r => r.Book).WithMany(b => b.Reviews).HasForeignKey(r => r.BookId);
        });
    }

    private sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));

    private sealed class GuidConverter() : ValueConverter<Guid, byte[]>(
        guid => guid.ToByteArray(true),
        bytes => new Guid(bytes, true));
}

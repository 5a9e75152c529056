using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Hub.Data.Search;

/// <summary>An offer that the full-text index holds. The index keeps no text, so this says which text it has.</summary>
public sealed class SearchItem
{
    public required long OfferId { get; init; }

    /// <summary>First 8 bytes of SHA-256 over the indexed texts; an equal text is not indexed again.</summary>
    public required long TextHash { get; init; }
}

internal sealed class SearchItemConfiguration : IEntityTypeConfiguration<SearchItem>
{
    /// <summary>
    /// Created by the first migration. The row key is the offer's. The index keeps words and where they stand, no text; removing a row needs
    /// only its key. Words are folded to lower case without diacritics; prefixes of two and three characters have an index of their own.
    /// </summary>
    internal const string Index = """
        CREATE VIRTUAL TABLE offer_search USING fts5(title, description, provider,
            content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')
        """;

    public void Configure(EntityTypeBuilder<SearchItem> builder)
    {
        builder.ToTable("search_items");
        builder.HasKey(i => i.OfferId);
        builder.Property(i => i.OfferId).ValueGeneratedNever();
    }
}

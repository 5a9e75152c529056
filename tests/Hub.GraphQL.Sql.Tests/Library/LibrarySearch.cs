namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>The full-text index of books.</summary>
internal static class LibrarySearch
{
    public const string Fill = """
        CREATE VIRTUAL TABLE "book search" USING fts5(title, rest, content = '', contentless_delete = 1,
            tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
        INSERT INTO "book search" (rowid, title, rest) SELECT Id, Title, coalesce(Subtitle, Key) FROM books;
        """;
}

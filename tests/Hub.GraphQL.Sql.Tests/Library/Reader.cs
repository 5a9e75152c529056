namespace Hub.GraphQL.Sql.Tests.Library;

/// <summary>Who asks.</summary>
public sealed record Reader(long AuthorId, bool IsLibrarian);

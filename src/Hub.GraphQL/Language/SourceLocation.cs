namespace Hub.GraphQL.Language;

/// <summary>A place in a document: lines end at LF, CR or CRLF and columns count UTF-16 units; both start at 1.</summary>
public readonly record struct SourceLocation(int Line, int Column);

using System.Diagnostics.CodeAnalysis;

namespace Hub.GraphQL.Language;

/// <summary>A document, or the syntax error that kept it from being one.</summary>
public readonly record struct ParseResult(Document? Document, GraphQLError? Error)
{
    /// <summary>True where there is a document.</summary>
    [MemberNotNullWhen(true, nameof(Document))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Document is not null;

    /// <summary>The document; throws where there is none. For texts that are part of a program.</summary>
    public Document Require() => Document ?? throw new FormatException($"{Error!.Message} ({string.Join(", ", Error.Locations)})");
}

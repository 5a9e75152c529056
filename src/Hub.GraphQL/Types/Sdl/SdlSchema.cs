using Hub.GraphQL.Language;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Types.Sdl;

/// <summary>A schema made from a type system document, or the errors that kept it from being made.</summary>
public readonly record struct SdlResult(Schema? Schema, IReadOnlyList<GraphQLError> Errors)
{
    /// <summary>The schema; throws where there is none. For documents that are part of a program.</summary>
    public Schema Require() => Schema ?? throw new FormatException(string.Join('\n', Errors.Select(error => error.Message)));
}

/// <summary>
/// Builds schemas from type system documents. Such a schema has no resolvers: it serves validation, tools and comparison with
/// the one that runs.
/// </summary>
public static class SdlSchema
{
    /// <summary>
    /// Parses, validates and builds. <paramref name="scalars"/> stand in for scalar definitions of their name, which by
    /// themselves accept every value.
    /// </summary>
    public static SdlResult Build(string source, params IReadOnlyList<ScalarType> scalars)
    {
        var parsed = Parser.Parse(source, ParserOptions.Trusted);
        return parsed.IsOk ? Build(parsed.Document, scalars) : new(null, [parsed.Error]);
    }

    /// <summary>Validates a document and builds the schema.</summary>
    public static SdlResult Build(Document document, params IReadOnlyList<ScalarType> scalars)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(scalars);
        var errors = DocumentValidator.ValidateSdl(document);
        return errors.Count > 0 ? new(null, errors) : new(new SdlBuilder(document, scalars).Build(), []);
    }
}

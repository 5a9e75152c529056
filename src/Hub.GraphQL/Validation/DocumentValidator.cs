using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation;

/// <summary>
/// Validates documents (GraphQL 5) in one walk that all rules share. Errors are worded, placed and ordered as graphql-js 16.15.0
/// does.
/// </summary>
public static class DocumentValidator
{
    /// <summary>Validates operations and fragments. No error means that the document can be planned.</summary>
    public static IReadOnlyList<GraphQLError> Validate(Schema schema, Document document, ValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(document);
        options ??= ValidationOptions.Default;
        var rules = options.Rules ?? (options.Introspection ? RuleSet.Request : RuleSet.WithoutIntrospection);
        return Run(new(document, schema, options, isSdl: false), rules);
    }

    /// <summary>Validates type system definitions, alone or as an extension of a schema.</summary>
    public static IReadOnlyList<GraphQLError> ValidateSdl(Document document, Schema? schemaToExtend = null) =>
        ValidateSdl(document, schemaToExtend, RuleSet.Sdl);

    internal static IReadOnlyList<GraphQLError> ValidateSdl(Document document, Schema? schemaToExtend, RuleSet rules)
    {
        ArgumentNullException.ThrowIfNull(document);
        var options = new ValidationOptions { MaxErrors = int.MaxValue, MaxSuggestionWork = int.MaxValue };
        return Run(new(document, schemaToExtend, options, isSdl: true), rules);
    }

    private static List<GraphQLError> Run(ValidationContext context, RuleSet rules)
    {
        try
        {
            new ValidationWalk(context, rules).Run();
        }
        catch (ValidationAbortedException aborted)
        {
            context.Errors.Add(new(aborted.Message, []));
        }

        return context.Errors;
    }
}

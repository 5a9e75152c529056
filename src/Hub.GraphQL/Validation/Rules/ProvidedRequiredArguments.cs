using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every argument that is non-null and has no default is given (GraphQL 5.4.3).</summary>
internal sealed class ProvidedRequiredArguments(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("ProvidedRequiredArgumentsRule", context => new ProvidedRequiredArguments(context))
        {
            Leave = [NodeKind.Field, NodeKind.Directive],
        };

    /// <summary>The part about directives, which is all that can be asked of type system documents.</summary>
    public static readonly ValidationRule OnDirectives =
        new("ProvidedRequiredArgumentsOnDirectivesRule", context => new ProvidedRequiredArguments(context))
        {
            Leave = [NodeKind.Directive],
        };

    public override void Leave(int node)
    {
        var isDirective = Document[node].Kind == NodeKind.Directive;
        var (definitions, name) = isDirective
            ? Context.Directives.Find(Document[node].Name) is { } directive ? (directive.Arguments, directive.Name) : default
            : Context.Types.Field is { } field ? (field.Arguments, field.Name) : default;
        if (definitions is null)
            return;

        foreach (var definition in definitions.AsSpan())
        {
            if (!definition.IsRequired || IsGiven(node, definition))
                continue;

            var subject = isDirective ? $"Directive \"@{name}\"" : $"Field \"{name}\"";
            Context.Report(
                $"{subject} argument \"{definition.Name}\" of type \"{definition.Type}\" is required, but it was not provided.",
                Document[node].Start);
        }
    }

    private bool IsGiven(int node, InputValue definition)
    {
        var name = Document.FindName(definition.Name);
        if (name < 0)
            return false;

        foreach (var argument in new NodeList<ArgumentNode>(Document, node))
        {
            if (argument.NameId == name)
                return true;
        }

        return false;
    }
}

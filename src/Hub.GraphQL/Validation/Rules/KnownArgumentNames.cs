using Hub.GraphQL.Language;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Every argument is defined by its field or directive (GraphQL 5.4.1).</summary>
internal sealed class KnownArgumentNames(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("KnownArgumentNamesRule", context => new KnownArgumentNames(context)) { Enter = [NodeKind.Argument, NodeKind.Directive] };

    /// <summary>The part about directives, which is all that can be asked of type system documents.</summary>
    public static readonly ValidationRule OnDirectives =
        new("KnownArgumentNamesOnDirectivesRule", context => new KnownArgumentNames(context)) { Enter = [NodeKind.Directive] };

    public override void Enter(int node)
    {
        if (Document[node].Kind == NodeKind.Directive)
        {
            CheckDirective(new(Document, node));
            SkipChildren(node);
            return;
        }

        var types = Context.Types;
        if (types.Argument is not null || types.Field is not { } field || types.ParentType is not { } parent)
            return;

        var name = Document.Name(Document[node].Name);
        var suggestion = Context.Suggestions.For(name, field.Arguments.Select(argument => argument.Name));
        Context.Report($"Unknown argument \"{name}\" on field \"{parent.Name}.{field.Name}\".{suggestion}", Document[node].Start);
    }

    private void CheckDirective(DirectiveNode directive)
    {
        if (Context.Directives.Find(directive.NameId) is not { } definition)
            return;

        foreach (var argument in directive.Arguments)
        {
            if (definition.Arguments.Find(Document.NameUtf8(argument.NameId)) is not null)
                continue;

            var suggestion = Context.Suggestions.For(argument.Name, definition.Arguments.Select(known => known.Name));
            Context.Report($"Unknown argument \"{argument.Name}\" on directive \"@{definition.Name}\".{suggestion}", argument.Start);
        }
    }
}

using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Validation.Rules;

/// <summary>Nothing deprecated is used. Not applied to requests: it is for the owners of documents who want to know.</summary>
internal sealed class NoDeprecated(ValidationContext context) : RuleVisitor(context)
{
    public static readonly ValidationRule Rule =
        new("NoDeprecatedCustomRule", context => new NoDeprecated(context))
        {
            Enter = [NodeKind.Field, NodeKind.Argument, NodeKind.ObjectField, NodeKind.EnumValue],
        };

    public override void Enter(int node)
    {
        var message = Document[node].Kind switch
        {
            NodeKind.Field => OfField(),
            NodeKind.Argument => OfArgument(),
            NodeKind.ObjectField => OfInputField(Document.NameUtf8(Document[node].Name)),
            _ => OfEnumValue(Document.NameUtf8(Document[node].Name)),
        };
        if (message is not null)
            Context.Report(message, Document[node].Start);
    }

    private string? OfField() => Context.Types.Field is { DeprecationReason: { } reason } field
        ? $"The field {Context.Types.ParentType!.Name}.{field.Name} is deprecated. {reason}"
        : null;

    private string? OfArgument()
    {
        if (Context.Types.Argument is not { DeprecationReason: { } reason } argument)
            return null;

        var owner = Context.Types.Directive is { } directive
            ? $"Directive \"@{directive.Name}\""
            : $"Field \"{Context.Types.ParentType!.Name}.{Context.Types.Field!.Name}\"";
        return $"{owner} argument \"{argument.Name}\" is deprecated. {reason}";
    }

    private string? OfInputField(ReadOnlySpan<byte> name) =>
        Context.Types.ParentInputType?.Type is InputObjectType type && type.Fields.Find(name) is { DeprecationReason: { } reason } field
            ? $"The input field {type.Name}.{field.Name} is deprecated. {reason}"
            : null;

    private string? OfEnumValue(ReadOnlySpan<byte> name) =>
        Context.Types.InputType?.Type is EnumType type && type.Values.Find(name) is { DeprecationReason: { } reason } value
            ? $"The enum value \"{type.Name}.{value.Name}\" is deprecated. {reason}"
            : null;
}

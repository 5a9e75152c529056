using System.Text;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Types;

/// <summary>Prints a schema in the type system language, in graphql-js's layout. Built-in types and directives are left out.</summary>
public static class SchemaPrinter
{
    /// <summary>The whole schema, ending in a line break.</summary>
    public static string Print(Schema schema) => Print(schema, type => type, _ => "");

    /// <summary>
    /// The whole schema with some types shown otherwise, or not where <paramref name="show"/> gives null, and with directives behind the
    /// names of objects.
    /// </summary>
    internal static string Print(Schema schema, Func<NamedType, NamedType?> show, Func<NamedType, string> directives)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var tellsCosts = CostDirectives.AreIn(schema);
        Func<NamedType, Field, string> ofField = (type, field) => (tellsCosts ? CostDirectives.Of(field) : "") + RuleDirective.Of(schema.Rules, type, field);
        var parts = new List<string>();
        if (SchemaDefinition(schema) is { } definition)
            parts.Add(definition);
        parts.AddRange(schema.Directives.Where(directive => SpecifiedDirectives.All.Find(directive.Name) is null).Select(Directive));
        parts.AddRange(schema.Types.Where(IsDefined).Select(show).OfType<NamedType>().Select(type => Type(type, directives(type), ofField)));
        return string.Join("\n\n", parts) + "\n";
    }

    /// <summary>One type.</summary>
    public static string Print(NamedType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Type(type, "", (_, _) => "");
    }

    private static bool IsDefined(NamedType type) =>
        SpecifiedScalars.All.Find(type.Name) is null && IntrospectionTypes.All.Find(type.Name) is null;

    private static string? SchemaDefinition(Schema schema)
    {
        (string Operation, ObjectType? Type, string Common)[] roots =
        [
            ("query", schema.QueryType, "Query"),
            ("mutation", schema.MutationType, "Mutation"),
            ("subscription", schema.SubscriptionType, "Subscription"),
        ];
        if (schema.Description is null && roots.All(root => root.Type is null || root.Type.Name == root.Common))
            return null;
        var lines = roots.Where(root => root.Type is not null).Select(root => $"  {root.Operation}: {root.Type!.Name}\n");
        return $"{Description(schema.Description)}schema {{\n{string.Concat(lines)}}}";
    }

    private static string Directive(DirectiveDefinition directive) =>
        Description(directive.Description) + $"directive @{directive.Name}{Arguments(directive.Arguments, "")}"
        + Deprecated(directive.DeprecationReason) + (directive.IsRepeatable ? " repeatable" : "")
        + $" on {string.Join(" | ", directive.Locations.Select(location => location.ToName()))}";

    private static string Type(NamedType type, string directives, Func<NamedType, Field, string> ofField) => Description(type.Description) + type switch
    {
        ScalarType { SpecifiedByUrl: { } url } => $"scalar {type.Name} @specifiedBy(url: {Printer.Quote(url)})",
        ScalarType => $"scalar {type.Name}",
        ObjectType fielded => $"type {type.Name}{Implements(fielded)}{directives}{Fields(fielded, ofField)}",
        InterfaceType fielded => $"interface {type.Name}{Implements(fielded)}{Fields(fielded, ofField)}",
        UnionType union => $"union {type.Name}{(union.Members.Any() ? " = " : "")}{string.Join(" | ", union.Members)}",
        EnumType values => $"enum {type.Name}" + Block(values.Values, value => value.Description, value => value.Name + Deprecated(value.DeprecationReason)),
        InputObjectType input =>
            $"input {type.Name}{(input.IsOneOf ? " @oneOf" : "")}" + Block(input.Fields, field => field.Description, Input),
        _ => throw new InvalidOperationException($"Unexpected type: {type}."),
    };

    private static string Implements(FieldedType type) =>
        type.Interfaces.Any() ? $" implements {string.Join(" & ", type.Interfaces)}" : "";

    private static string Fields(FieldedType type, Func<NamedType, Field, string> directives) => Block(
        type.Fields,
        field => field.Description,
        field => $"{field.Name}{Arguments(field.Arguments, "  ")}: {field.Type}{directives(type, field)}{Deprecated(field.DeprecationReason)}");

    private static string Block<T>(NameTable<T> items, Func<T, string?> description, Func<T, string> print)
        where T : class, INamed
    {
        if (items.Count == 0)
            return "";
        var text = new StringBuilder(" {\n");
        for (var i = 0; i < items.Count; i++)
            text.Append(Description(description(items[i]), "  ", i == 0)).Append("  ").Append(print(items[i])).Append('\n');
        return text.Append('}').ToString();
    }

    private static string Arguments(NameTable<InputValue> arguments, string indent)
    {
        if (arguments.Count == 0)
            return "";
        if (arguments.All(argument => string.IsNullOrEmpty(argument.Description)))
            return $"({string.Join(", ", arguments.Select(Input))})";

        var text = new StringBuilder("(\n");
        for (var i = 0; i < arguments.Count; i++)
        {
            text.Append(Description(arguments[i].Description, $"  {indent}", i == 0));
            text.Append("  ").Append(indent).Append(Input(arguments[i])).Append('\n');
        }

        return text.Append(indent).Append(')').ToString();
    }

    private static string Input(InputValue input)
    {
        var value = CanonicalLiteral.Print(input);
        return $"{input.Name}: {input.Type}{(value is null ? "" : $" = {value}")}{Deprecated(input.DeprecationReason)}";
    }

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        SpecifiedDirectives.DefaultDeprecationReason => " @deprecated",
        _ => $" @deprecated(reason: {Printer.Quote(reason)})",
    };

    private static string Description(string? description, string indent = "", bool isFirst = true)
    {
        if (description is null)
            return "";
        var text = Printer.QuoteBlock(description) ?? Printer.Quote(description);
        var start = indent.Length > 0 && !isFirst ? "\n" + indent : indent;
        return start + text.Replace("\n", "\n" + indent, StringComparison.Ordinal) + "\n";
    }
}

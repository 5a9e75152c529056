using System.Globalization;

namespace Hub.GraphQL.Types;

/// <summary>What an <see cref="InputLiteral"/> is.</summary>
public enum InputLiteralKind
{
    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary>A whole number, kept as written.</summary>
    Int,

    /// <summary>A number with a fraction or exponent, kept as written.</summary>
    Float,

    /// <summary>A text, without quotes and escapes.</summary>
    String,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>The name of an enum value.</summary>
    Enum,

    /// <summary>A list.</summary>
    List,

    /// <summary>An input object.</summary>
    Object,

    /// <summary>A variable, by name; never in a default value.</summary>
    Variable,
}

/// <summary>
/// A value as it was given, before coercion: a literal of a document, a default of a schema, or a JSON variable.
/// It holds no position, so one tree serves all three.
/// </summary>
public sealed class InputLiteral
{
    private InputLiteral(InputLiteralKind kind, string? text, IReadOnlyList<InputLiteral>? items, IReadOnlyList<InputLiteralField>? fields)
    {
        Kind = kind;
        Text = text ?? "";
        Items = items ?? [];
        Fields = fields ?? [];
    }

    /// <summary>The literal <c>null</c>.</summary>
    public static InputLiteral Null { get; } = new(InputLiteralKind.Null, "null", null, null);

    /// <summary>The literal <c>true</c>.</summary>
    public static InputLiteral True { get; } = new(InputLiteralKind.Boolean, "true", null, null);

    /// <summary>The literal <c>false</c>.</summary>
    public static InputLiteral False { get; } = new(InputLiteralKind.Boolean, "false", null, null);

    /// <summary>What the value is.</summary>
    public InputLiteralKind Kind { get; }

    /// <summary>The text of a number, string, Boolean, enum value or variable name; empty for lists and objects.</summary>
    public string Text { get; }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<InputLiteral> Items { get; }

    /// <summary>The fields of an object, in order; a name may come twice.</summary>
    public IReadOnlyList<InputLiteralField> Fields { get; }

    /// <summary>The number of a text or number among a request's variables; -1 elsewhere.</summary>
    internal int Leaf { get; private set; } = VariableLeaf.NoPlace;

    /// <summary>True for <c>null</c>.</summary>
    public bool IsNull => Kind == InputLiteralKind.Null;

    /// <summary>A whole number as written.</summary>
    public static InputLiteral Int(string text) => new(InputLiteralKind.Int, text, null, null);

    /// <summary>A whole number.</summary>
    public static InputLiteral Int(long value) => Int(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with fraction or exponent as written.</summary>
    public static InputLiteral Float(string text) => new(InputLiteralKind.Float, text, null, null);

    /// <summary>A text without quotes and escapes.</summary>
    public static InputLiteral String(string text) => new(InputLiteralKind.String, text, null, null);

    /// <summary>A Boolean.</summary>
    public static InputLiteral Boolean(bool value) => value ? True : False;

    /// <summary>The name of an enum value.</summary>
    public static InputLiteral Enum(string name) => new(InputLiteralKind.Enum, name, null, null);

    /// <summary>A variable, named without the dollar sign.</summary>
    public static InputLiteral Variable(string name) => new(InputLiteralKind.Variable, name, null, null);

    /// <summary>A list.</summary>
    public static InputLiteral List(IReadOnlyList<InputLiteral> items) => new(InputLiteralKind.List, null, items, null);

    /// <summary>An object.</summary>
    public static InputLiteral Object(IReadOnlyList<InputLiteralField> fields) => new(InputLiteralKind.Object, null, null, fields);

    /// <summary>Notes the number among a request's variables.</summary>
    internal InputLiteral WithLeaf(int number)
    {
        Leaf = number;
        return this;
    }

    /// <summary>The value in the language's notation, as graphql-js prints it.</summary>
    public override string ToString() => InputLiteralPrinter.Print(this);

    /// <summary>The value in JavaScript's notation, as graphql-js names a variable's value in errors.</summary>
    public string Inspect() => InputLiteralPrinter.Inspect(this);
}

/// <summary>One field of an object literal.</summary>
public readonly record struct InputLiteralField(string Name, InputLiteral Value);

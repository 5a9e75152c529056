using System.Globalization;
using System.Text;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>
/// Coerces input values to their types, literals and JSON alike (GraphQL 3.5 to 3.12 and 6.4.1). Lists become
/// <see cref="IReadOnlyList{T}"/>, input objects <see cref="CoercedInputs"/>, enum values <see cref="EnumValue"/>.
/// The depth of the values is capped before they get here, the depth of default values by the schema's author.
/// </summary>
internal sealed class InputCoercer
{
    private readonly VariableValues? _variables;
    private readonly Action<InputLiteral, string, string>? _onError;
    private readonly Func<string, IEnumerable<string>, string?, string> _suggest;
    private readonly List<VariableLeaf>? _leaves;
    private readonly List<object> _path = [];

    private InputCoercer(
        VariableValues? variables,
        Action<InputLiteral, string, string>? onError,
        Func<string, IEnumerable<string>, string?, string>? suggest,
        List<VariableLeaf>? leaves = null)
    {
        _leaves = leaves;
        _variables = variables;
        _onError = onError;
        _suggest = suggest ?? ((_, _, _) => "");
    }

    /// <summary>What a failed coercion returns; the reasons have been told one by one.</summary>
    public static object Invalid { get; } = new();

    private bool IsJson => _onError is not null;

    /// <summary>Coerces a literal, in which variables may stand.</summary>
    public static object? Literal(InputLiteral value, TypeReference type, VariableValues variables) =>
        new InputCoercer(variables, null, null).Coerce(value, type);

    /// <summary>Coerces a JSON value and tells everything wrong with it: the value at fault, its path, and the reason.</summary>
    public static object? Json(
        InputLiteral value,
        TypeReference type,
        Action<InputLiteral, string, string> onError,
        Func<string, IEnumerable<string>, string?, string>? suggest = null,
        List<VariableLeaf>? leaves = null) =>
        new InputCoercer(null, onError, suggest, leaves).Coerce(value, type);

    /// <summary>The default of an argument or input field.</summary>
    public static object? Default(InputValue definition) => Literal(definition.DefaultValue!, definition.Type, VariableValues.None);

    private object? Coerce(InputLiteral value, TypeReference type)
    {
        if (value.Kind == InputLiteralKind.Variable)
        {
            // The variable is coerced already; it is only null where its type allows that and this place does not.
            return _variables!.TryGet(value.Text, out var given) && (given is not null || !type.IsNonNull) ? given : Invalid;
        }

        if (type.IsNonNull)
        {
            return value.IsNull
                ? Refuse(value, $"Expected non-nullable type \"{type}\" not to be null.")
                : Coerce(value, type.OfType!);
        }

        if (value.IsNull)
            return null;
        if (type.IsList)
            return CoerceList(value, type.OfType!);
        return type.Type switch
        {
            InputObjectType input => CoerceObject(value, input),
            EnumType values => CoerceEnum(value, values),
            ScalarType scalar => CoerceScalar(value, scalar),
            _ => throw new InvalidOperationException($"{type} is not an input type."),
        };
    }

    private object? CoerceList(InputLiteral value, TypeReference itemType)
    {
        if (value.Kind != InputLiteralKind.List)
            return Coerce(value, itemType) is var single && ReferenceEquals(single, Invalid) ? Invalid : ListOf([single]);

        var items = new object?[value.Items.Count];
        var isValid = true;
        for (var i = 0; i < items.Length; i++)
        {
            if (IsAbsentVariable(value.Items[i]))
            {
                // An absent variable in a list is null (GraphQL 3.12).
                items[i] = itemType.IsNonNull ? Invalid : null;
            }
            else
            {
                _path.Add(i);
                items[i] = Coerce(value.Items[i], itemType);
                _path.RemoveAt(_path.Count - 1);
            }

            isValid &= !ReferenceEquals(items[i], Invalid);
        }

        return isValid ? ListOf(items) : Invalid;
    }

    private static IReadOnlyList<object?> ListOf(object?[] items) => Array.Exists(items, item => item is VariableLeaf) ? new LeafList(items) : items;

    private object? CoerceObject(InputLiteral value, InputObjectType type)
    {
        if (value.Kind != InputLiteralKind.Object)
            return Refuse(value, $"Expected type \"{type.Name}\" to be an object.");

        var coerced = new CoercedInputs(type.Fields);
        var isValid = true;
        var given = new InputLiteral?[type.Fields.Count];
        foreach (var field in value.Fields)
        {
            if (type.Fields.IndexOf(field.Name) is >= 0 and var index)
                given[index] = field.Value;
        }

        for (var i = 0; i < given.Length; i++)
            isValid &= CoerceField(value, type.Fields[i], given[i], coerced, i);
        foreach (var field in value.Fields)
        {
            if (type.Fields.Find(field.Name) is null)
            {
                var hint = _suggest(field.Name, type.Fields.Select(known => known.Name), null);
                Refuse(value, $"Field \"{field.Name}\" is not defined by type \"{type.Name}\".{hint}");
                isValid = false;
            }
        }

        if (type.IsOneOf)
            isValid &= CheckOneOf(value, type, coerced);
        return isValid ? coerced : Invalid;
    }

    private bool CoerceField(InputLiteral owner, InputValue definition, InputLiteral? given, CoercedInputs coerced, int index)
    {
        if (given is null || IsAbsentVariable(given))
        {
            if (definition.HasDefault)
            {
                coerced[index] = Default(definition);
                return true;
            }

            if (definition.Type.IsNonNull)
            {
                Refuse(owner, $"Field \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.");
                return false;
            }

            return true;
        }

        _path.Add(definition.Name);
        var value = Coerce(given, definition.Type);
        _path.RemoveAt(_path.Count - 1);
        coerced[index] = value;
        return !ReferenceEquals(value, Invalid);
    }

    private bool CheckOneOf(InputLiteral value, InputObjectType type, CoercedInputs coerced)
    {
        var present = Enumerable.Range(0, type.Fields.Count).Where(coerced.IsPresent).ToArray();
        if (present.Length != 1)
            Refuse(value, $"Exactly one key must be specified for OneOf type \"{type.Name}\".");
        if (present.Length == 0)
            return false;

        var name = type.Fields[present[0]].Name;
        var isNull = coerced.Raw(present[0]) is null;
        if (isNull)
        {
            _path.Add(name);
            Refuse(InputLiteral.Null, $"Field \"{name}\" must be non-null.");
            _path.RemoveAt(_path.Count - 1);
        }

        return present.Length == 1 && !isNull;
    }

    private object? CoerceEnum(InputLiteral value, EnumType type)
    {
        if (value.Kind != (IsJson ? InputLiteralKind.String : InputLiteralKind.Enum))
        {
            var shown = IsJson ? value.Inspect() : value.ToString();
            var hint = _suggest(shown, type.Values.Select(known => known.Name), "the enum value");
            return Refuse(value, $"Enum \"{type.Name}\" cannot represent non-{(IsJson ? "string" : "enum")} value: {shown}.{hint}");
        }

        if (type.Values.Find(value.Text) is { } found)
            return Leaf(value, type, found);
        var near = _suggest(value.Text, type.Values.Select(known => known.Name), "the enum value");
        return Refuse(value, $"Value \"{value.Text}\" does not exist in \"{type.Name}\" enum.{near}");
    }

    private object? CoerceScalar(InputLiteral value, ScalarType type)
    {
        var coerced = IsJson ? type.ParseValue(value) : type.ParseLiteral(value);
        return coerced.IsValid ? Leaf(value, type, coerced.Value) : Refuse(value, coerced.Error!);
    }

    /// <summary>The value with its place among the variables; null and Booleans are told by their form.</summary>
    private object? Leaf(InputLiteral given, NamedType type, object? value)
    {
        if (_leaves is null || value is null || given.Kind is InputLiteralKind.Boolean or InputLiteralKind.Null)
            return value;
        var leaf = new VariableLeaf(given.Leaf, type, value);
        _leaves.Add(leaf);
        return leaf;
    }

    private bool IsAbsentVariable(InputLiteral value) =>
        value.Kind == InputLiteralKind.Variable && !_variables!.TryGet(value.Text, out _);

    private object Refuse(InputLiteral value, string reason)
    {
        _onError?.Invoke(value, PathText(), reason);
        return Invalid;
    }

    private string PathText()
    {
        var text = new StringBuilder();
        foreach (var step in _path)
            _ = step is int index ? text.Append(CultureInfo.InvariantCulture, $"[{index}]") : text.Append('.').Append(step);
        return text.ToString();
    }
}

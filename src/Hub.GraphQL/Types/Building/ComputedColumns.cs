using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Reads which columns a computed field needs, and makes of their values what the field's function takes.</summary>
internal static class ComputedColumns
{
    /// <summary>The columns may be one property, or an anonymous object of several.</summary>
    public static ComputedDraft Read<T, TColumns, TValue>(Expression<Func<T, TColumns>> columns, Func<TColumns, TValue> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (columns.Body is not NewExpression { Constructor: { } constructor } gathered)
        {
            var only = MemberPath.From(columns);
            return new(typeof(TValue), [only], values => ToParameter(value((TColumns)ToClr(only.Type, values[0])!)));
        }

        var paths = gathered.Arguments
            .Select(argument => MemberPath.TryRead(argument, columns.Parameters[0])
                ?? throw new ArgumentException($"\"{argument}\" is not a chain of properties.", nameof(columns)))
            .ToArray();
        var types = constructor.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        var create = ConstructorInvoker.Create(constructor);
        return new(typeof(TValue), paths, values =>
        {
            var arguments = new object?[values.Length];
            for (var i = 0; i < arguments.Length; i++)
                arguments[i] = ToClr(types[i], values[i]);
            return ToParameter(value((TColumns)create.Invoke(arguments.AsSpan())));
        });
    }

    private static Parameter ToParameter(object? value) => value is null ? default : ColumnTypes.Constant(value);

    /// <summary>A stored value as its property has it.</summary>
    private static object? ToClr(Type type, Parameter value)
    {
        if (value.Kind == ParameterKind.Null)
            return type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return Enum.ToObject(plain, value.Integer);
        if (plain == typeof(string))
            return value.Text;
        if (plain == typeof(bool))
            return value.Integer != 0;
        if (plain == typeof(Guid))
            return value.Guid;
        if (plain == typeof(DateTimeOffset))
            return DateTimeOffset.FromUnixTimeMilliseconds(value.Integer);
        if (plain == typeof(DateOnly))
            return DateOnly.ParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return value.Kind == ParameterKind.Real
            ? Convert.ChangeType(value.Real, plain, CultureInfo.InvariantCulture)
            : Convert.ChangeType(value.Integer, plain, CultureInfo.InvariantCulture);
    }
}

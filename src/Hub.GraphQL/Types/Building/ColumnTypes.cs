using System.Globalization;
using Hub.GraphQL.Planning;

namespace Hub.GraphQL.Types.Building;

/// <summary>Tells what a property holds from its C# type.</summary>
internal static class ColumnTypes
{
    /// <summary>A column that only conditions of the schema name.</summary>
    public static Column Plain(MemberPath path) => new(path, new(KindOf(path, null), path.MayBeNull()));

    /// <summary>A column that is shown, filtered or ordered by.</summary>
    public static Column Of(MemberPath path, FieldOptions options, Func<string, NamedType?> findType, Func<Type, EnumType?> findEnum)
    {
        var kind = KindOf(path, options);
        var clrType = Nullable.GetUnderlyingType(path.Type) ?? path.Type;
        var type = GraphQLTypeOf(path.ToString(), clrType, kind, options, findType, findEnum);
        return new(path, new(kind, options.IsNullable ?? path.MayBeNull())
        {
            GraphQLType = type,
            Flags = kind == ValueKind.Flags ? FlagsOf(clrType, (EnumType)type) : [],
        });
    }

    /// <summary>What comes out of a computed field. A text may be null unless the options say otherwise.</summary>
    public static ColumnType OfComputed(
        string field, Type valueType, FieldOptions options, Func<string, NamedType?> findType, Func<Type, EnumType?> findEnum)
    {
        var clrType = Nullable.GetUnderlyingType(valueType) ?? valueType;
        if (TryKindOf(clrType, options) is not { } kind || kind is ValueKind.Flags or ValueKind.TextList)
            throw new InvalidOperationException($"The field \"{field}\" is computed as a {valueType.Name}, which no field can show.");
        return new(kind, options.IsNullable ?? (!valueType.IsValueType || clrType != valueType))
        {
            GraphQLType = GraphQLTypeOf(field, clrType, kind, options, findType, findEnum),
        };
    }

    private static NamedType GraphQLTypeOf(
        string where, Type clrType, ValueKind kind, FieldOptions options, Func<string, NamedType?> findType, Func<Type, EnumType?> findEnum)
    {
        var named = options.TypeName is { } name
            ? findType(name) ?? throw new InvalidOperationException($"Unknown type \"{name}\", named for {where}.")
            : null;
        return named ?? kind switch
        {
            ValueKind.Int32 => SpecifiedScalars.Int,
            ValueKind.SafeInteger => Scalars.Long,
            ValueKind.Boolean => SpecifiedScalars.Boolean,
            ValueKind.Double => SpecifiedScalars.Float,
            ValueKind.Text or ValueKind.TextList => SpecifiedScalars.String,
            ValueKind.Guid => SpecifiedScalars.Id,
            ValueKind.Instant => Scalars.DateTime,
            ValueKind.Date => Scalars.Date,
            _ => (NamedType?)findEnum(clrType) ?? throw new InvalidOperationException($"The enum {clrType.Name} of {where} is not described."),
        };
    }

    /// <summary>True when the property is a value and not another object.</summary>
    public static bool IsColumn(MemberPath path, FieldOptions options) => TryKindOf(path, options) is not null;

    public static Parameter Constant(object value) => value switch
    {
        string text => Parameter.Of(text),
        bool flag => Parameter.Of(flag ? 1 : 0),
        Guid guid => Parameter.Of(guid),
        DateTimeOffset instant => Parameter.Of(instant.ToUnixTimeMilliseconds()),
        DateOnly day => Parameter.Of(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        double or float => Parameter.Of(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => Parameter.Of(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
    };

    private static ValueKind KindOf(MemberPath path, FieldOptions? options) =>
        TryKindOf(path, options) ?? throw new InvalidOperationException($"{path} is of a type no column can have: {path.Type.Name}.");

    private static ValueKind? TryKindOf(MemberPath path, FieldOptions? options) =>
        TryKindOf(Nullable.GetUnderlyingType(path.Type) ?? path.Type, options);

    private static ValueKind? TryKindOf(Type type, FieldOptions? options)
    {
        if (type.IsEnum)
            return type.IsDefined(typeof(FlagsAttribute), false) ? ValueKind.Flags : ValueKind.Enum;
        if (type == typeof(string))
            return options?.IsJsonList == true ? ValueKind.TextList : ValueKind.Text;
        if (type == typeof(int) || type == typeof(short) || type == typeof(byte))
            return ValueKind.Int32;
        if (type == typeof(long))
            return ValueKind.SafeInteger;
        if (type == typeof(bool))
            return ValueKind.Boolean;
        if (type == typeof(double) || type == typeof(float))
            return ValueKind.Double;
        if (type == typeof(Guid))
            return ValueKind.Guid;
        if (type == typeof(DateTimeOffset))
            return ValueKind.Instant;
        if (type == typeof(DateOnly))
            return ValueKind.Date;
        return typeof(IEnumerable<string>).IsAssignableFrom(type) ? ValueKind.TextList : null;
    }

    /// <summary>Single bits by name, so a flags enum may stand on the enum it is made of.</summary>
    private static FlagValue[] FlagsOf(Type flags, EnumType values) =>
        [.. values.Values.Select(value => new FlagValue(MaskOf(flags, value), value))];

    private static long MaskOf(Type flags, EnumValue value)
    {
        foreach (var name in Enum.GetNames(flags))
        {
            var mask = Convert.ToInt64(Enum.Parse(flags, name), CultureInfo.InvariantCulture);
            if (Naming.UpperSnake(name) == value.Name && long.IsPow2(mask))
                return mask;
        }

        throw new InvalidOperationException($"{flags.Name} has no bit for {value.Name}.");
    }
}

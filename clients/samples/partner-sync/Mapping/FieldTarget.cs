using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace PartnerSync;

/// <summary>A field of the contract, by its path: <c>title</c>, <c>employer.name</c>, <c>area_codes</c>.</summary>
internal sealed class FieldTarget
{
    private readonly FieldDescriptor? _parent;
    private readonly FieldDescriptor _field;
    private readonly Func<string, object?> _read;

    private FieldTarget(string path, FieldDescriptor? parent, FieldDescriptor field, Func<string, object?> read)
    {
        Path = path;
        _parent = parent;
        _field = field;
        _read = read;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>What a text must be to fit.</summary>
    private string Wanted => _field.FieldType switch
    {
        FieldType.Int32 or FieldType.Int64 => "a whole number of 0 or more",
        FieldType.Enum => $"a value of {_field.EnumType.Name}",
        _ => "a time as 2026-01-31T08:00:00Z",
    };

    /// <summary>Finds a field; fails with the path when there is none that a column can fill.</summary>
    public static FieldTarget Find(MessageDescriptor message, string path)
    {
        var parts = path.Split('.');
        var parent = parts.Length == 2 ? FieldOf(message, parts[0], path) : null;
        if (parts.Length > 2 || parent is { FieldType: not FieldType.Message } or { IsRepeated: true })
            throw new InvalidDataException($"The field '{path}' is not one a column can fill.");

        var field = FieldOf(parent?.MessageType ?? message, parts[^1], path);
        return new(path, parent, field, Reader(field, path));
    }

    /// <summary>Sets the field; false when it cannot hold all that the cell has.</summary>
    public bool Set(IMessage message, Cell cell)
    {
        if (cell.Values.Count == 0)
            return true;
        return _field.IsRepeated ? AddAll(Owner(message), cell) : SetOne(message, cell);
    }

    private bool SetOne(IMessage message, Cell cell)
    {
        if (_read(cell.Values[0]) is not { } value)
        {
            cell.Unread.Add((cell.Values[0], Wanted));
            return false;
        }

        _field.Accessor.SetValue(Owner(message), value);
        return cell.Values.Count == 1 && TellsText(value, cell.Values[0]);
    }

    private bool AddAll(IMessage owner, Cell cell)
    {
        var list = (System.Collections.IList)_field.Accessor.GetValue(owner);
        var all = true;
        foreach (var text in cell.Values)
        {
            var value = _read(text);
            if (value is not null)
                list.Add(value);
            else
                cell.Unread.Add((text, Wanted));
            all &= value is not null && TellsText(value, text);
        }

        return all;
    }

    /// <summary>False for a text that is one of several that mean the same, such as <c>007</c>.</summary>
    private static bool TellsText(object value, string text) => value switch
    {
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture) == text,
        Timestamp instant => instant.ToDateTime().ToString(DateStep.Instant, CultureInfo.InvariantCulture) == text,
        _ => true,
    };

    private IMessage Owner(IMessage message)
    {
        if (_parent is null)
            return message;
        if (_parent.Accessor.GetValue(message) is IMessage there)
            return there;

        var made = _parent.MessageType.Parser.ParseFrom([]);
        _parent.Accessor.SetValue(message, made);
        return made;
    }

    private static FieldDescriptor FieldOf(MessageDescriptor message, string name, string path) =>
        message.FindFieldByName(name) ?? throw new InvalidDataException($"There is no field '{path}' in {message.Name}.");

    private static Func<string, object?> Reader(FieldDescriptor field, string path) => field.FieldType switch
    {
        _ when field.IsMap => throw new InvalidDataException($"The field '{path}' is filled by itself."),
        FieldType.String => text => text,
        FieldType.Int32 => text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Int64 => text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Enum => EnumReader(field.EnumType),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => ReadInstant,
        _ => throw new InvalidDataException($"The field '{path}' is not one a column can fill."),
    };

    /// <summary>Takes a value's name with or without the enum's prefix: <c>MONTH</c> or <c>PAY_UNIT_MONTH</c>.</summary>
    private static Func<string, object?> EnumReader(EnumDescriptor descriptor)
    {
        var prefix = descriptor.Values[0].Name[..^"UNSPECIFIED".Length];
        var type = descriptor.ClrType;
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var value in descriptor.Values.Where(v => v.Number != 0))
            values[value.Name] = values[value.Name[prefix.Length..]] = System.Enum.ToObject(type, value.Number);
        return text => values.GetValueOrDefault(text);
    }

    private static Timestamp? ReadInstant(string text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? Timestamp.FromDateTimeOffset(instant)
            : null;
}

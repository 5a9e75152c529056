using Hub.GraphQL.Language;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;

namespace Hub.GraphQL.Execution;

/// <summary>Where data and errors go.</summary>
public readonly record struct ResponseTarget(JsonBuffer Json, List<GraphQLError> Errors);

/// <summary>
/// Writes the data of a response and gathers its errors. Writers of fields return false when null came where none may stand;
/// the parent then takes back what it wrote and passes that on until a nullable place is reached (GraphQL 6.4.4).
/// Errors keep the order of the document.
/// </summary>
public sealed class ResponseWriter(JsonBuffer json, IResponseSink? sink = null)
{
    /// <summary>A response of fewer bytes is sent in one piece.</summary>
    public const int StreamedFromBytes = 64 * 1024;

    private const long MostSafeInteger = (1L << 53) - 1;
    private readonly JsonBuffer _response = json;
    private readonly List<(string? Name, int Index)> _path = [];
    private List<GraphQLError> _errors = [];

    /// <summary>The data so far.</summary>
    public JsonBuffer Json { get; private set; } = json;

    /// <summary>Set by an executor that knows of the plan that nothing it writes will be taken back.</summary>
    public bool IsTotal { get; set; }

    /// <summary>True once some of the response was sent.</summary>
    public bool HasSent { get; private set; }

    /// <summary>The errors so far.</summary>
    public IReadOnlyList<GraphQLError> Errors => _errors;

    /// <summary>Sends what is written if it is much and nothing of it can be taken back. To be called between the rows of a list.</summary>
    public void Checkpoint()
    {
        if (sink is null || !IsTotal || !ReferenceEquals(Json, _response) || Json.Written.Length < StreamedFromBytes)
            return;
        HasSent = true;
        sink.Send(Json.Written);
        Json.MarkSent();
    }

    /// <summary>
    /// Writes elsewhere until told otherwise, and returns where it wrote before: parts of a connection are gathered before their
    /// place in the response is known.
    /// </summary>
    public ResponseTarget WriteTo(ResponseTarget target)
    {
        var before = new ResponseTarget(Json, _errors);
        (Json, _errors) = (target.Json, target.Errors);
        return before;
    }

    /// <summary>Takes over what was written elsewhere.</summary>
    public void Append(ResponseTarget target)
    {
        Json.Raw(target.Json.Written);
        _errors.AddRange(target.Errors);
    }

    /// <summary>Steps down to a response name.</summary>
    public void Enter(string responseName) => _path.Add((responseName, 0));

    /// <summary>Steps down to an item of a list.</summary>
    public void Enter(int index) => _path.Add((null, index));

    /// <summary>Steps up again.</summary>
    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>Changes the index of the list entered last.</summary>
    public void MoveTo(int index) => _path[^1] = (null, index);

    /// <summary>Reports an error at the current path plus the field.</summary>
    public void Report(FieldSite site, string message, string? code = null) => Report(site, message, site.Locations, code);

    /// <summary>Reports an error at the current path plus the field, pointing elsewhere in the document.</summary>
    public void Report(FieldSite site, string message, IReadOnlyList<SourceLocation> locations, string? code = null) =>
        _errors.Add(new(message, locations) { Path = [.. Path(), site.ResponseName], Code = code });

    /// <summary>Reports an error at the current path itself: an item of a list.</summary>
    public void ReportHere(FieldSite site, string message) => _errors.Add(new(message, site.Locations) { Path = [.. Path()] });

    /// <summary>Writes null because an error was reported; false when null may not stand here.</summary>
    public bool Failed(FieldSite site)
    {
        if (site.IsNonNull)
            return false;
        Json.Null();
        return true;
    }

    /// <summary>Writes null for a missing value; where none may be missing that is an error.</summary>
    public bool Null(FieldSite site)
    {
        if (site.IsNonNull)
        {
            Report(site, $"Cannot return null for non-nullable field {site.Parent.Name}.{site.Field.Name}.");
            return false;
        }

        Json.Null();
        return true;
    }

    /// <summary>Writes a stored whole number as its type shows it.</summary>
    public bool Integer(FieldSite site, ColumnType type, long value)
    {
        switch (type.Kind)
        {
            case ValueKind.Boolean:
                Json.Boolean(value != 0);
                return true;
            case ValueKind.Enum:
                return Enum(site, (EnumType)type.GraphQLType!, value);
            case ValueKind.Flags:
                Flags(type, value);
                return true;
            case ValueKind.Instant:
                return Instant(site, value);
            case ValueKind.Double:
                Json.Number((double)value);
                return true;
        }

        // An ID is a text whatever it is stored as.
        if (type.GraphQLType!.Name == "ID")
        {
            Json.Raw((byte)'"');
            Json.Number(value);
            Json.Raw((byte)'"');
            return true;
        }

        if (type.Kind == ValueKind.Int32 ? value is < int.MinValue or > int.MaxValue : value is < -MostSafeInteger or > MostSafeInteger)
        {
            var range = type.Kind == ValueKind.Int32 ? "non 32-bit signed integer value" : $"a value outside ±{MostSafeInteger}";
            Report(site, $"{type.GraphQLType.Name} cannot represent {range}: {value}");
            return Failed(site);
        }

        Json.Number(value);
        return true;
    }

    /// <summary>Writes a stored number.</summary>
    public bool Real(FieldSite site, double value)
    {
        if (!double.IsFinite(value))
        {
            var shown = double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
            Report(site, $"Float cannot represent non numeric value: {shown}");
            return Failed(site);
        }

        Json.Number(value);
        return true;
    }

    private IEnumerable<object> Path() => _path.Select(step => step.Name ?? (object)step.Index);

    private bool Enum(FieldSite site, EnumType type, long value)
    {
        if (type.FindNumber(value) is not { } named)
        {
            Report(site, $"Enum \"{type.Name}\" cannot represent value: {value}");
            return Failed(site);
        }

        Name(named);
        return true;
    }

    private bool Instant(FieldSite site, long value)
    {
        Span<byte> text = stackalloc byte[ScalarText.MostInstantBytes];
        if (!ScalarText.TryFormatInstant(value, text, out var written))
        {
            Report(site, $"DateTime cannot represent value: {value}");
            return Failed(site);
        }

        Json.Raw((byte)'"');
        Json.Raw(text[..written]);
        Json.Raw((byte)'"');
        return true;
    }

    private void Flags(ColumnType type, long value)
    {
        Json.Raw((byte)'[');
        var isFirst = true;
        foreach (var flag in type.Flags)
        {
            if ((value & flag.Mask) == 0)
                continue;
            if (!isFirst)
                Json.Raw((byte)',');
            isFirst = false;
            Name(flag.Value);
        }

        Json.Raw((byte)']');
    }

    private void Name(EnumValue value) => Json.Raw(value.Json);
}

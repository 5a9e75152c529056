using System.Buffers;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Planning;

/// <summary>
/// What a request's arguments come down to: bytes that tell every difference the plan depends on, and the parameters it does
/// not depend on. Two requests with equal bytes share a plan.
/// </summary>
internal sealed class Shape
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private readonly List<Parameter> _parameters = [];
    private readonly List<ParameterStep> _steps = [];

    /// <summary>The bytes so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>The parameters so far.</summary>
    public List<Parameter> Parameters => _parameters;

    /// <summary>How other requests with variables of the same form come to their parameters.</summary>
    public IReadOnlyList<ParameterStep> Steps => _steps;

    /// <summary>Notes a number the plan depends on.</summary>
    public void Note(int value)
    {
        var span = _bytes.GetSpan(5);
        var written = 0;
        for (var rest = (uint)value; ; rest >>= 7)
        {
            span[written++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80)
                break;
        }

        _bytes.Advance(written);
    }

    /// <summary>Adds a parameter and returns its number.</summary>
    public int Add(Parameter value)
    {
        _parameters.Add(value);
        return _parameters.Count - 1;
    }

    /// <summary>Adds a value that a column is compared with; null when no row can hold it and that is not allowed.</summary>
    public int? Add(ColumnType type, object given, int mostText = 0, bool mayBeMissing = false)
    {
        var value = FilterReader.ToParameter(type, VariableLeaf.Peek(given)!);
        if (value is null && !mayBeMissing)
        {
            VariableLeaf.Read(given);
            return null;
        }

        var slot = Add(value ?? default);
        if (given is VariableLeaf leaf)
            Bind(new ValueStep(slot, leaf.ForParameter(), type, mostText, mayBeMissing));
        return slot;
    }

    /// <summary>Adds how many rows there may be: what was given, or what stands in for it.</summary>
    public int AddSize(object? given, int size)
    {
        var slot = Add(Parameter.Of(size));
        if (given is VariableLeaf leaf)
            Bind(new PageSizeStep(slot, leaf.ForParameter(), size));
        return slot;
    }

    /// <summary>Adds what cursors of a list are bound to: the shape and the parameters from here on.</summary>
    public int AddScope(string coordinate, int fromByte, int fromParameter)
    {
        var scope = new CursorScope(coordinate, Bytes[fromByte..], fromParameter, _parameters.Count);
        var slot = Add(Parameter.Of(scope.Over(_parameters)));
        if (Varies(fromParameter))
            Bind(new ScopeStep(slot, scope));
        return slot;
    }

    /// <summary>True when a parameter from here on differs between requests of one form.</summary>
    public bool Varies(int fromParameter) => _steps.Exists(step => step.Slot >= fromParameter);

    /// <summary>Notes how a parameter is set by requests of the same form.</summary>
    public void Bind(ParameterStep step) => _steps.Add(step);
}

using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Arguments that cannot be coerced; the field fails with this message (GraphQL 6.4.1).</summary>
internal sealed class BadArgumentException(string message, int offset) : Exception(message)
{
    /// <summary>The byte of the document to point at.</summary>
    public int Offset => offset;
}

/// <summary>
/// The arguments of one field or directive as they stand in the document. Arguments without variables are coerced once,
/// others with every request.
/// </summary>
internal sealed class ArgumentCoercer
{
    private readonly NameTable<InputValue> _definitions;
    private readonly Given?[] _given;
    private readonly int _fieldOffset;
    private readonly bool _hasVariables;
    private CoercedInputs? _constant;

    public ArgumentCoercer(NameTable<InputValue> definitions, NodeList<ArgumentNode> arguments, int fieldOffset)
    {
        _definitions = definitions;
        _fieldOffset = fieldOffset;
        _given = new Given?[definitions.Count];
        foreach (var argument in arguments)
        {
            if (definitions.IndexOf(argument.Name) is not (>= 0 and var index))
                continue;
            var literal = LiteralReader.Read(argument.Value);
            _given[index] = new(literal, argument.Value.Start);
            _hasVariables |= LiteralReader.HasVariable(literal);
        }
    }

    /// <summary>True when the values depend on variables.</summary>
    public bool HasVariables => _hasVariables;

    /// <summary>The values for one request.</summary>
    /// <exception cref="BadArgumentException">They cannot be coerced.</exception>
    public CoercedInputs Coerce(VariableValues variables)
    {
        if (_definitions.Count == 0)
            return CoercedInputs.None;
        if (_hasVariables)
            return CoerceAll(variables);
        return _constant ??= CoerceAll(variables);
    }

    private CoercedInputs CoerceAll(VariableValues variables)
    {
        var coerced = new CoercedInputs(_definitions);
        for (var i = 0; i < _given.Length; i++)
            CoerceOne(i, variables, coerced);
        return coerced;
    }

    private void CoerceOne(int index, VariableValues variables, CoercedInputs coerced)
    {
        var definition = _definitions[index];
        var type = definition.Type;
        object? variable = null;
        var isVariable = _given[index] is { Literal.Kind: InputLiteralKind.Variable };
        if (_given[index] is not { } given || (isVariable && !variables.TryGet(given.Literal.Text, out variable)))
        {
            if (definition.HasDefault)
                coerced[index] = InputCoercer.Default(definition);
            else if (type.IsNonNull)
                throw Missing(definition, _given[index]);
            return;
        }

        if (type.IsNonNull && (isVariable ? variable is null : given.Literal.IsNull))
            throw new BadArgumentException($"Argument \"{definition.Name}\" of non-null type \"{type}\" must not be null.", given.Offset);

        var value = InputCoercer.Literal(given.Literal, type, variables);
        if (ReferenceEquals(value, InputCoercer.Invalid))
            throw new BadArgumentException($"Argument \"{definition.Name}\" has invalid value {given.Literal}.", given.Offset);
        coerced[index] = value;
    }

    private BadArgumentException Missing(InputValue definition, Given? given) => given is null
        ? new($"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.", _fieldOffset)
        : new(
            $"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was provided the variable " +
                $"\"${given.Literal.Text}\" which was not provided a runtime value.",
            given.Offset);

    private sealed record Given(InputLiteral Literal, int Offset);
}

using System.Text.Json;
using Hub.GraphQL.Language;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Execution;

/// <summary>Coerces the variables of an operation (GraphQL 6.1.2), with the messages of graphql-js.</summary>
internal sealed class VariableCoercer(Schema schema, Func<string, IEnumerable<string>, string?, string>? suggest)
{
    private const int MostErrors = 50;
    private readonly List<GraphQLError> _errors = [];

    /// <summary>The values, or why there are none.</summary>
    /// <param name="operation">The operation that declares them.</param>
    /// <param name="variables">The variables as given.</param>
    /// <param name="skeleton">Their form, when it is to be noted what becomes of each value.</param>
    public (VariableValues? Values, IReadOnlyList<GraphQLError> Errors) Coerce(
        OperationNode operation, JsonElement variables, scoped in VariableSkeleton skeleton = default)
    {
        var values = new VariableValues { Leaves = skeleton.IsWhole ? [] : null };
        foreach (var definition in operation.Variables)
        {
            try
            {
                Coerce(definition, variables, values, skeleton);
            }
            catch (InvalidOperationException) when (variables.ValueKind == JsonValueKind.Object)
            {
                // The JSON reader takes an escape that names half of a surrogate pair, but cannot make text of it.
                Report(definition, $"Variable \"${definition.Name}\" got invalid value; it holds half of a surrogate pair.");
            }

            if (_errors.Count > MostErrors)
            {
                _errors.RemoveRange(MostErrors, _errors.Count - MostErrors);
                _errors.Add(new("Too many errors processing variables, error limit reached. Execution aborted.", []));
                break;
            }
        }

        return _errors.Count == 0 ? (values, []) : (null, _errors);
    }

    private void Coerce(VariableDefinitionNode definition, JsonElement variables, VariableValues values, scoped in VariableSkeleton skeleton)
    {
        var name = definition.Name;
        if (TypeOf(definition.Type) is not { } type)
        {
            Report(
                definition.Document,
                definition.Type.Start,
                $"Variable \"${name}\" expected value of type \"{definition.Type}\" which cannot be used as an input type.");
            return;
        }

        if (variables.ValueKind != JsonValueKind.Object || !variables.TryGetProperty(name, out var given))
        {
            if (definition.Default is { } literal)
                values.Set(name, InputCoercer.Literal(LiteralReader.Read(literal), type, VariableValues.None));
            else if (type.IsNonNull)
                Report(definition, $"Variable \"${name}\" of required type \"{type}\" was not provided.");
            return;
        }

        if (given.ValueKind == JsonValueKind.Null && type.IsNonNull)
        {
            Report(definition, $"Variable \"${name}\" of non-null type \"{type}\" must not be null.");
            return;
        }

        var value = InputCoercer.Json(
            JsonInput.Read(given, skeleton.IsWhole ? skeleton.FirstLeafOf(given) : 0),
            type,
            (invalid, path, reason) =>
            {
                // Values can be huge and errors many; past the cap only their number counts.
                if (_errors.Count > MostErrors)
                    return;
                var place = path.Length > 0 ? $" at \"{name}{path}\"" : "";
                Report(definition, $"Variable \"${name}\" got invalid value {invalid.Inspect()}{place}; {reason}");
            },
            suggest,
            values.Leaves);
        if (!ReferenceEquals(value, InputCoercer.Invalid))
            values.Set(name, value);
    }

    /// <summary>The type a variable declares, or null when it cannot be given.</summary>
    private TypeReference? TypeOf(TypeNode node)
    {
        var type = node.IsList
            ? TypeOf(node.Item)?.List()
            : schema.Types.Find(node.Name) is { IsInput: true } known ? TypeReference.To(known) : null;
        return node.IsNonNull ? type?.NonNull() : type;
    }

    private void Report(VariableDefinitionNode definition, string message) => Report(definition.Document, definition.Start, message);

    private void Report(Document document, int offset, string message) =>
        _errors.Add(new(message, document.LocationsAt(offset)));
}

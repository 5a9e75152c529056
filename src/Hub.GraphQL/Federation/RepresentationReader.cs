using Hub.GraphQL.Execution;
using Hub.GraphQL.Planning;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Federation;

/// <summary>What a representation asks for: the key it is found by and the key's values, null for one that is missing.</summary>
internal readonly record struct Representation(EntityKey Key, IReadOnlyList<object?> Values);

/// <summary>
/// Reads representations: a <c>__typename</c> and the fields of one of the type's keys. Fields besides are those another subgraph needs
/// and say nothing here.
/// </summary>
internal sealed class RepresentationReader(EntitiesBinding binding, VariableValues variables, FieldSite site)
{
    private const string TypeName = "__typename";
    private const int MostShown = 100;

    /// <exception cref="PlanRefusedException">It is none.</exception>
    public Representation Read(object? given, int index)
    {
        if (VariableLeaf.Read(given) is not InputLiteral { Kind: InputLiteralKind.Object } representation)
            throw Bad(index, "is no object");
        var name = Find(representation, TypeName) is { Kind: InputLiteralKind.String } found
            ? found.Text
            : throw Bad(index, $"has no \"{TypeName}\"");
        var type = binding.Types.FirstOrDefault(known => known.TypeName == name)
            ?? throw Bad(index, $"is of the type \"{(name.Length > MostShown ? name[..MostShown] + "…" : name)}\", which is no entity here");

        // The first key that is whole; one with a null in it names nothing, unless there is no other.
        EntityKey? without = null;
        foreach (var key in type.Keys)
        {
            var values = key.Paths.Select(path => Walk(representation, path)).ToArray();
            if (!Array.TrueForAll(values, value => value is not null))
                continue;
            if (Array.TrueForAll(values, value => !value!.IsNull))
                return new(key, [.. values.Select((value, i) => Coerce(value!, key, i, index))]);
            without ??= key;
        }

        if (without is not null)
            return new(without, new object?[without.Paths.Count]);
        throw Bad(index, $"of \"{type.TypeName}\" has none of its keys: {string.Join(", ", type.Keys.Select(key => $"\"{key.Fields}\""))}");
    }

    private object? Coerce(InputLiteral value, EntityKey key, int position, int index)
    {
        var type = key.Source.Key[position].Type.GraphQLType!;
        var coerced = type is EnumType values
            ? value.Kind is InputLiteralKind.String or InputLiteralKind.Enum && values.Values.Find(value.Text) is { } known
                ? Coerced.Of(known)
                : Coerced.Refused($"{type.Name} cannot represent value: {value.Inspect()}")
            : ((ScalarType)type).ParseValue(value);
        return coerced.IsValid
            ? coerced.Value
            : throw Bad(index, $"has a bad \"{string.Join('.', key.Paths[position])}\": {coerced.Error}");
    }

    /// <summary>The value a path leads to; null when a step of it is not there.</summary>
    private InputLiteral? Walk(InputLiteral representation, IReadOnlyList<string> path)
    {
        var current = representation;
        foreach (var name in path)
        {
            if (current.IsNull)
                return current;
            if (Find(current, name) is not { } inner)
                return null;
            current = inner;
        }

        return current;
    }

    private InputLiteral? Find(InputLiteral value, string name)
    {
        foreach (var field in value.Fields)
        {
            if (field.Name == name)
                return field.Value.Kind == InputLiteralKind.Variable ? OfVariable(field.Value.Text) : field.Value;
        }

        return null;
    }

    /// <summary>What a variable inside a literal stands for. Its own type has judged it; keys are texts, numbers and names.</summary>
    private InputLiteral? OfVariable(string name)
    {
        if (!variables.TryGet(name, out var given))
            return null;
        return VariableLeaf.Read(given) switch
        {
            null => InputLiteral.Null,
            InputLiteral whole => whole,
            EnumValue named => InputLiteral.Enum(named.Name),
            string text => InputLiteral.String(text),
            int number => InputLiteral.Int(number),
            long number => InputLiteral.Int(number),
            _ => null,
        };
    }

    private PlanRefusedException Bad(int index, string what) =>
        new("BAD_REPRESENTATION", $"Representation {index} of \"{site.ResponseName}\" {what}.", site);
}

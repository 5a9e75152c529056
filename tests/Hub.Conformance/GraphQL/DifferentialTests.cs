using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hub.GraphQL.Execution;
using Hub.GraphQL.Language;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Building;
using Hub.GraphQL.Types.Sdl;
using Hub.GraphQL.Validation;

namespace Hub.Conformance.GraphQL;

/// <summary>
/// The engine and graphql-js judge the same documents and variables over the hub's schema, made from seeds, and must say the same in the
/// same words, at the same places, in the same order.
/// </summary>
public sealed class DifferentialTests
{
    private const int Documents = 300;
    private const int VariableCases = 120;

    private static readonly Lazy<Schema> HubSchema = new(() => SdlSchema.Build(
        File.ReadAllText(NodeScripts.SchemaPath),
        Scalars.Long,
        Scalars.DateTime,
        Scalars.Date,
        Scalars.SafeInteger("Rupiah", "Whole rupiah.")).Require());

    private static readonly string[] OfRootFields = ["must select only one top level field.", "must not select an introspection top level field."];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    public async Task It_says_what_graphql_js_says(int seed)
    {
        NodeScripts.Require();
        var made = await NodeScripts.RunAsync(
            "differential.mjs", Cancel, NodeScripts.SchemaPath, $"{seed}", $"{Documents}", $"{Documents}", $"{VariableCases}");

        var valid = made.GetProperty("valid").EnumerateArray().ToArray();
        var invalid = made.GetProperty("invalid").EnumerateArray().ToArray();
        var variables = made.GetProperty("variables").EnumerateArray().ToArray();
        var different = valid.Concat(invalid).Select(DocumentDifference).Concat(variables.Select(VariableDifference)).OfType<string>().ToArray();

        Assert.Equal((Documents, Documents, VariableCases), (valid.Length, invalid.Length, variables.Length));
        Assert.True(different.Length == 0, $"{different.Length} differ:\n{string.Join("\n=====\n", different.Take(10))}");
    }

    private static string? DocumentDifference(JsonElement @case)
    {
        var source = @case.GetProperty("source").GetString()!;
        var told = Reference(@case.GetProperty("errors"));
        var ours = Judge(source);
        return told == ours || OnPurpose(told, ours) ? null : $"{source}\n--- graphql-js\n{told}\n--- ours\n{ours}";
    }

    private static string Judge(string source)
    {
        var parsed = Parser.Parse(source);
        return parsed.IsOk
            ? Text(DocumentValidator.Validate(HubSchema.Value, parsed.Document, new() { MaxSuggestionWork = int.MaxValue }))
            : Text([parsed.Error]);
    }

    /// <summary>
    /// True where we differ from graphql-js on purpose and nowhere else: it does not check whether an operation has a root, and evaluates
    /// what decides over a subscription's root field, or throws there.
    /// </summary>
    private static bool OnPurpose(string told, string ours)
    {
        var further = ours.Split('\n').Where(line => !line.Contains("operation is not supported by the schema.", StringComparison.Ordinal)).ToArray();
        var conditions = further.Where(line => line.Contains("must not use `@skip` or `@include`", StringComparison.Ordinal)).ToArray();
        if (conditions.Length == 0)
            return told == string.Join('\n', further);
        return told.StartsWith("thrown:", StringComparison.Ordinal)
            || told.Split('\n').Where(line => !OfRootFields.Any(text => line.Contains(text, StringComparison.Ordinal)))
                .SequenceEqual(further.Except(conditions).DefaultIfEmpty(""));
    }

    private static string? VariableDifference(JsonElement @case)
    {
        var source = @case.GetProperty("source").GetString()!;
        var text = @case.GetProperty("variables").GetString()!;
        using var given = JsonDocument.Parse(text);
        var operation = Parser.Parse(source).Require().Operations.First;
        var suggestions = new Suggestions(new() { MaxSuggestionWork = int.MaxValue });
        var (values, errors) = new VariableCoercer(HubSchema.Value, suggestions.For).Coerce(operation, given.RootElement);

        var told = Reference(@case.GetProperty("errors"));
        var ours = Text(errors);
        if (told == ours && values is not null)
        {
            told = JsonNode.Parse(@case.GetProperty("coerced").GetRawText())!.ToJsonString();
            ours = Coerced(operation, values).ToJsonString();
        }

        return told == ours ? null : $"{source}\n{text}\n--- graphql-js\n{told}\n--- ours\n{ours}";
    }

    private static JsonObject Coerced(OperationNode operation, VariableValues values)
    {
        var all = new JsonObject();
        foreach (var definition in operation.Variables)
        {
            if (values.TryGet(definition.Name, out var value))
                all[definition.Name] = Coerced(value);
        }

        return all;
    }

    /// <summary>A coerced value as JavaScript would write it.</summary>
    private static JsonNode? Coerced(object? value) => value switch
    {
        null => null,
        string text => text,
        bool isTrue => isTrue,
        int number => number,
        long number => number,
        double number => JsonNode.Parse(JsonNumber.Format(number)),
        EnumValue named => named.Name,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        CoercedInputs inputs => new JsonObject(Enumerable.Range(0, inputs.Definitions.Count)
            .Where(inputs.IsPresent)
            .Select(index => KeyValuePair.Create(inputs.Definitions[index].Name, Coerced(inputs[index])))),
        InputLiteral literal => Coerced(literal),
        IReadOnlyList<object?> items => new JsonArray([.. items.Select(Coerced)]),
        _ => throw new InvalidOperationException($"{value.GetType()} is no coerced value."),
    };

    /// <summary>A value that may be anything, as JavaScript would write it.</summary>
    private static JsonNode? Coerced(InputLiteral literal) => literal.Kind switch
    {
        InputLiteralKind.Null => null,
        InputLiteralKind.Boolean => literal.Text == "true",
        InputLiteralKind.Int or InputLiteralKind.Float => JsonNode.Parse(JsonNumber.Format(double.Parse(literal.Text, CultureInfo.InvariantCulture))),
        InputLiteralKind.List => new JsonArray([.. literal.Items.Select(Coerced)]),
        InputLiteralKind.Object => new JsonObject(literal.Fields.Select(field => KeyValuePair.Create(field.Name, Coerced(field.Value)))),
        _ => literal.Text,
    };

    private static string Reference(JsonElement errors) => errors.ValueKind == JsonValueKind.Object
        ? $"thrown: {errors.GetProperty("thrown").GetString()}"
        : string.Join('\n', errors.EnumerateArray().Select(error =>
            $"{error.GetProperty("message").GetString()} @ {string.Join(' ', error.GetProperty("locations").EnumerateArray().Select(place => $"{place[0]}:{place[1]}"))}"));

    private static string Text(IEnumerable<GraphQLError> errors) => string.Join('\n', errors.Select(error =>
        $"{error.Message} @ {string.Join(' ', error.Locations.Select(place => $"{place.Line}:{place.Column}"))}"));
}

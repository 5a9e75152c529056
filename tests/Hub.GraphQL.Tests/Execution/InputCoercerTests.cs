using Hub.GraphQL.Execution;
using Hub.GraphQL.Types;

namespace Hub.GraphQL.Tests.Execution;

public sealed class InputCoercerTests
{
    private readonly Schema _schema = new(
        [
            new ObjectType("Query", null, [new() { Name = "a", Type = TypeReference.Parse("Int"), Arguments = new([Of("in", "In"), Of("one", "One")]) }]),
            new InputObjectType(
                "In",
                null,
                [Of("n", "Int"), Of("must", "Int!", InputLiteral.Int(7)), Of("list", "[Int!]"), Of("grid", "[[Int]]"), Of("colour", "Colour"), Of("deep", "In")]),
            new InputObjectType("One", null, [Of("a", "Int"), Of("b", "String")], isOneOf: true),
            new InputObjectType("Strict", null, [Of("x", "Int!")]),
            new EnumType("Colour", null, [new() { Name = "RED" }]),
        ],
        "Query");

    [Fact]
    public void A_field_with_a_default_may_be_left_out_but_not_be_null()
    {
        Assert.Equal("{must: 7}", Literal("In", InputLiteral.Object([])));
        Assert.Equal("invalid", Literal("In", InputLiteral.Object([new("must", InputLiteral.Null)])));
        Assert.Equal("{n: null, must: 7}", Literal("In", InputLiteral.Object([new("n", InputLiteral.Null)])));
    }

    [Fact]
    public void A_single_value_becomes_a_list_at_every_level()
    {
        Assert.Equal("{must: 7, list: [1], grid: [[1]]}", Literal("In", InputLiteral.Object([new("list", InputLiteral.Int(1)), new("grid", InputLiteral.Int(1))])));
        Assert.Equal("{must: 7, grid: [[1], null]}", Literal("In", InputLiteral.Object([new("grid", InputLiteral.List([InputLiteral.Int(1), InputLiteral.Null]))])));
        Assert.Equal("invalid", Literal("In", InputLiteral.Object([new("list", InputLiteral.List([InputLiteral.Null]))])));
    }

    [Fact]
    public void An_absent_variable_drops_a_field_and_is_null_in_a_list()
    {
        var absent = InputLiteral.Variable("absent");

        Assert.Equal("{must: 7}", Literal("In", InputLiteral.Object([new("n", absent), new("must", absent)])));
        Assert.Equal("{must: 7, grid: [null]}", Literal("In", InputLiteral.Object([new("grid", InputLiteral.List([absent]))])));
        Assert.Equal("invalid", Literal("In", InputLiteral.Object([new("list", InputLiteral.List([absent]))])));
        Assert.Equal("invalid", Literal("Strict", InputLiteral.Object([new("x", absent)])));
    }

    [Fact]
    public void A_variable_that_is_null_may_not_stand_where_null_may_not()
    {
        var variables = new VariableValues();
        variables.Set("none", null);
        variables.Set("five", 5);

        Assert.Equal("{n: 5, must: 7}", Literal("In", InputLiteral.Object([new("n", InputLiteral.Variable("five"))]), variables));
        Assert.Equal("invalid", Literal("In", InputLiteral.Object([new("must", InputLiteral.Variable("none"))]), variables));
    }

    [Fact]
    public void One_of_takes_exactly_one_value()
    {
        var variables = new VariableValues();
        variables.Set("none", null);

        Assert.Equal("{a: 1}", Literal("One", InputLiteral.Object([new("a", InputLiteral.Int(1))])));
        Assert.Equal("invalid", Literal("One", InputLiteral.Object([])));
        Assert.Equal("invalid", Literal("One", InputLiteral.Object([new("a", InputLiteral.Null)])));
        Assert.Equal("invalid", Literal("One", InputLiteral.Object([new("a", InputLiteral.Variable("none"))]), variables));
        Assert.Equal("invalid", Literal("One", InputLiteral.Object([new("a", InputLiteral.Int(1)), new("b", InputLiteral.String("x"))])));
    }

    [Fact]
    public void An_enum_is_a_name_in_a_document_and_a_text_in_json()
    {
        Assert.Equal("RED", Literal("Colour", InputLiteral.Enum("RED")));
        Assert.Equal("invalid", Literal("Colour", InputLiteral.String("RED")));
        Assert.Empty(Json("Colour", InputLiteral.String("RED")));
        Assert.Equal(["3: Enum \"Colour\" cannot represent non-string value: 3."], Json("Colour", InputLiteral.Int(3)));
        Assert.Equal(["\"BLUE\": Value \"BLUE\" does not exist in \"Colour\" enum."], Json("Colour", InputLiteral.String("BLUE")));
    }

    [Fact]
    public void Everything_wrong_with_a_variable_is_told_with_its_place()
    {
        var value = InputLiteral.Object(
        [
            new("n", InputLiteral.String("x")),
            new("list", InputLiteral.List([InputLiteral.Int(1), InputLiteral.Null])),
            new("deep", InputLiteral.Int(1)),
            new("nope", InputLiteral.Int(1)),
        ]);

        Assert.Equal(
            [
                "\"x\" at .n: Int cannot represent non-integer value: \"x\"",
                "null at .list[1]: Expected non-nullable type \"Int!\" not to be null.",
                "1 at .deep: Expected type \"In\" to be an object.",
                "{ n: \"x\", list: [1, null], deep: 1, nope: 1 }: Field \"nope\" is not defined by type \"In\".",
            ],
            Json("In", value));
        Assert.Equal(["{}: Field \"x\" of required type \"Int!\" was not provided."], Json("Strict", InputLiteral.Object([])));
        Assert.Equal(
            ["{ a: null }: Exactly one key must be specified for OneOf type \"One\".", "null at .a: Field \"a\" must be non-null."],
            Json("One", InputLiteral.Object([new("a", InputLiteral.Null), new("b", InputLiteral.Null)]))
                .Select(error => error.Replace("{ a: null, b: null }", "{ a: null }", StringComparison.Ordinal)));
    }

    private static InputValue Of(string name, string type, InputLiteral? value = null) =>
        new() { Name = name, Type = TypeReference.Parse(type), DefaultValue = value };

    private static string Show(object? value) => value switch
    {
        null => "null",
        IReadOnlyList<object?> items => $"[{string.Join(", ", items.Select(Show))}]",
        CoercedInputs inputs => "{" + string.Join(", ", Enumerable.Range(0, inputs.Definitions.Count).Where(inputs.IsPresent)
            .Select(i => $"{inputs.Definitions[i].Name}: {Show(inputs[i])}")) + "}",
        _ when ReferenceEquals(value, InputCoercer.Invalid) => "invalid",
        _ => value.ToString()!,
    };

    private string Literal(string type, InputLiteral value, VariableValues? variables = null) =>
        Show(InputCoercer.Literal(value, TypeReference.To(Type(type)), variables ?? VariableValues.None));

    private List<string> Json(string type, InputLiteral value)
    {
        var errors = new List<string>();
        InputCoercer.Json(value, TypeReference.To(Type(type)), (invalid, path, reason) =>
            errors.Add($"{invalid.Inspect()}{(path.Length > 0 ? $" at {path}" : "")}: {reason}"));
        return errors;
    }

    private NamedType Type(string name) => _schema.Types.Find(name)!;
}

using System.Text.Json;
using Hub.GraphQL.Language;
using Hub.GraphQL.Types;
using Hub.GraphQL.Types.Sdl;
using Hub.GraphQL.Validation;
using Hub.GraphQL.Validation.Rules;

namespace Hub.GraphQL.Tests.Corpus;

public sealed class ValidateCorpusTests
{
    private static readonly Dictionary<string, ValidationRule> Rules =
        RuleSet.Specified.Rules.Append(NoDeprecated.Rule).Append(NoSchemaIntrospection.Rule).Append(ReportingRule.Rule)
            .ToDictionary(rule => rule.Name);

    // Recorded by an older 16. In 16.15.0 the check is VariablesInAllowedPositionRule's, which is asked besides.
    private const string OldOneOfMessage = "Variable \"string\" must be non-nullable to be used for OneOf Input Object \"OneOfInput\".";

    [Fact]
    public void Every_recorded_document_has_the_recorded_errors()
    {
        var cases = CorpusFile.Read("validate.json.gz");
        var schemas = new Dictionary<(string Sdl, bool IsRefusing), Schema>();

        var different = new List<string>();
        foreach (var @case in cases)
        {
            var sdl = @case.GetProperty("schema").GetString()!;
            var isRefusing = Recorded(@case).Contains("\", found 123", StringComparison.Ordinal);
            if (!schemas.TryGetValue((sdl, isRefusing), out var schema))
                schemas[(sdl, isRefusing)] = schema = SdlSchema.Build(sdl, isRefusing ? [Invalid, Custom] : []).Require();

            var (recorded, ours) = (Recorded(@case), Ours(@case, schema));
            if (recorded != ours)
                different.Add($"{@case.GetProperty("rules")}\n{@case.GetProperty("source")}\n--- recorded\n{recorded}--- ours\n{ours}");
        }

        Assert.Equal((526, 52), (cases.Count, schemas.Keys.DistinctBy(key => key.Sdl).Count()));
        Assert.True(different.Count == 0, $"{different.Count} differ:\n{string.Join("\n=====\n", different.Take(20))}");
    }

    private static string Recorded(JsonElement @case) => CorpusErrors.Recorded(@case.GetProperty("errors"));

    private static string Ours(JsonElement @case, Schema schema)
    {
        var source = @case.GetProperty("source").GetString()!;
        var errors = @case.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("message").GetString()!).ToArray();
        var rules = @case.GetProperty("rules").EnumerateArray().Select(rule => Rules[rule.GetString()!]).ToArray();
        var options = new ValidationOptions { Rules = rules.Length == 0 ? RuleSet.Specified : new(rules) };
        var parserOptions = ParserOptions.Request;

        // What else a case was recorded with shows in its errors only: no locations, a limit, type information that knows no field.
        if (@case.GetProperty("errors").EnumerateArray().Any(error => error.GetProperty("locations").GetArrayLength() == 0))
            parserOptions = parserOptions with { Locations = false };
        if (errors.Contains("Too many validation errors, error limit reached. Validation aborted."))
            options = options with { MaxErrors = errors.Length - 1 };
        if (errors.Contains("Cannot query field \"human\" on type \"QueryRoot\". Did you mean \"human\"?"))
            options = options with { FindField = (_, _) => null };
        if (errors.Contains("Field \"human\" of type \"Human\" must have at least one field selected."))
        {
            // No text parses to this tree, which was made by hand.
            source = source.Replace("human", "human { }", StringComparison.Ordinal);
            parserOptions = parserOptions with { EmptySelectionSets = true };
        }

        if (errors.Contains(OldOneOfMessage))
            return OldOneOf(source, schema);
        return CorpusErrors.Ours(DocumentValidator.Validate(schema, Parser.Parse(source, parserOptions).Require(), options));
    }

    private static string OldOneOf(string source, Schema schema)
    {
        var rules = new RuleSet(ValuesOfCorrectType.Rule, VariablesInAllowedPosition.Rule);
        var error = Assert.Single(DocumentValidator.Validate(schema, Parser.Parse(source).Require(), new() { Rules = rules }));

        Assert.Equal(
            "Variable \"$string\" is of type \"String\" but must be non-nullable to be used for OneOf Input Object \"OneOfInput\". @ 2:16 4:52",
            CorpusErrors.OursOne(error));
        return $"{OldOneOfMessage} @ 4:37{Environment.NewLine}";
    }

    private static ScalarType Invalid { get; } = new(
        "Invalid", null, null, value => Coerced.Refused($"Expected value of type \"Invalid\", found {value}; Invalid scalar is always invalid: {value}"));

    private static ScalarType Custom { get; } = new(
        "CustomScalar", null, null, value => Coerced.Refused($"Expected value of type \"CustomScalar\", found {value}."));

    /// <summary>The rule of one's own that a case was recorded with.</summary>
    private sealed class ReportingRule(ValidationContext context) : RuleVisitor(context)
    {
        public static readonly ValidationRule Rule = new("customRule", context => new ReportingRule(context)) { Enter = [NodeKind.Directive] };

        public override void Enter(int node)
        {
            if (Context.Types.Directive is { } directive)
                Context.Report($"Reporting directive: @{directive.Name}", Document[node].Start);
        }
    }
}

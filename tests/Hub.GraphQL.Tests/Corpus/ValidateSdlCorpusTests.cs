using System.Text.Json;
using Hub.GraphQL.Language;
using Hub.GraphQL.Types.Sdl;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Tests.Corpus;

public sealed class ValidateSdlCorpusTests
{
    // Each case was recorded with one rule alone. The file does not name it, but keeps the order of the reference's own tests.
    private static readonly (int From, string Rule)[] Sections =
    [
        (0, "KnownArgumentNamesOnDirectivesRule"),
        (7, "KnownDirectivesRule"),
        (15, "KnownTypeNamesRule"),
        (22, "LoneSchemaDefinitionRule"),
        (29, "PossibleTypeExtensionsRule"),
        (38, "ProvidedRequiredArgumentsOnDirectivesRule"),
        (44, "UniqueArgumentDefinitionNamesRule"),
        (48, "UniqueDirectiveNamesRule"),
        (57, "UniqueDirectivesPerLocationRule"),
        (62, "UniqueEnumValueNamesRule"),
        (73, "UniqueFieldDefinitionNamesRule"),
        (84, "UniqueOperationTypesRule"),
        (97, "UniqueTypeNamesRule"),
    ];

    [Fact]
    public void Every_recorded_type_system_document_has_the_recorded_errors()
    {
        var cases = CorpusFile.Read("validate-sdl.json.gz");

        var different = new List<string>();
        for (var i = 0; i < cases.Count; i++)
        {
            var name = Sections.Last(section => section.From <= i).Rule;
            var recorded = CorpusErrors.Recorded(cases[i].GetProperty("errors"));
            var ours = CorpusErrors.Ours(Validate(cases[i], new(RuleSet.Sdl.Rules.Single(rule => rule.Name == name))));
            if (recorded != ours)
                different.Add($"{i} {name} {cases[i].GetProperty("source")}\n--- recorded\n{recorded}--- ours\n{ours}");
        }

        Assert.Equal(104, cases.Count);
        Assert.True(different.Count == 0, $"{different.Count} differ:\n{string.Join("\n=====\n", different)}");
    }

    [Fact]
    public void All_rules_together_report_the_recorded_errors_in_their_order()
    {
        foreach (var @case in CorpusFile.Read("validate-sdl.json.gz"))
        {
            var ours = new Queue<string>(Validate(@case, RuleSet.Sdl).Select(CorpusErrors.OursOne));

            foreach (var error in @case.GetProperty("errors").EnumerateArray())
            {
                var recorded = CorpusErrors.RecordedOne(error);
                while (ours.TryPeek(out var next) && next != recorded)
                    ours.Dequeue();
                Assert.True(ours.TryDequeue(out _), recorded);
            }
        }
    }

    private static IReadOnlyList<GraphQLError> Validate(JsonElement @case, RuleSet rules)
    {
        var schema = @case.TryGetProperty("base", out var sdl) ? SdlSchema.Build(sdl.GetString()!).Require() : null;
        var document = Parser.Parse(@case.GetProperty("source").GetString()!, ParserOptions.Trusted).Require();
        return DocumentValidator.ValidateSdl(document, schema, rules);
    }
}

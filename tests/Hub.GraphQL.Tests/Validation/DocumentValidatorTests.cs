using System.Diagnostics;
using Hub.GraphQL.Language;
using Hub.GraphQL.Validation;

namespace Hub.GraphQL.Tests.Validation;

public sealed class DocumentValidatorTests
{
    [Fact]
    public void Errors_come_in_the_order_of_the_walk_and_then_of_the_rules()
    {
        const string document = """
            query Q($unused: Int) {
              book { titel(a: 1) @unknown }
              ...Missing
            }
            """;

        var errors = Check.Errors(document, ValidationOptions.Default);

        Assert.Equal(
            [
                "Cannot query field \"titel\" on type \"Book\". Did you mean \"title\"? @ 2:10",
                "Unknown directive \"@unknown\". @ 2:22",
                "Field \"book\" argument \"id\" of type \"ID!\" is required, but it was not provided. @ 2:3",
                "Unknown fragment \"Missing\". @ 3:6",
                "Variable \"$unused\" is never used in operation \"Q\". @ 1:9",
            ],
            errors);
    }

    [Fact]
    public void After_a_hundred_errors_validation_gives_up()
    {
        var document = $"{{ {string.Join(' ', Enumerable.Range(0, 150).Select(i => $"unknown{i}"))} }}";

        var errors = Check.Errors(document, ValidationOptions.Default);

        Assert.Equal(101, errors.Length);
        Assert.Equal("Too many validation errors, error limit reached. Validation aborted. @ ", errors[^1]);
    }

    [Fact]
    public void Suggestions_can_be_switched_off()
    {
        const string document = "{ itemz { id } items(genre: FACTS, limits: 1, years: { form: 1 }) { pages ... on Boook { id } } }";

        var errors = Check.Errors(document, new() { Suggestions = false });

        Assert.Equal(7, errors.Length);
        Assert.DoesNotContain(errors, error => error.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void Suggestions_end_when_their_work_is_spent()
    {
        var errors = Check.Errors("{ itemz { id } itemz { id } }", new() { MaxSuggestionWork = 5, Rules = RuleSet.Specified });

        Assert.Equal(
            [
                "Cannot query field \"itemz\" on type \"Query\". Did you mean \"item\" or \"items\"? @ 1:3",
                "Cannot query field \"itemz\" on type \"Query\". @ 1:16",
            ],
            errors);
    }

    [Fact]
    public void Introspection_can_be_switched_off()
    {
        var errors = Check.Errors("{ __schema { queryType { name } } }", new() { Introspection = false });

        Assert.Equal(2, errors.Length);
    }

    [Fact]
    public void Without_locations_errors_have_none()
    {
        var document = Parser.Parse("{ unknown }", ParserOptions.Request with { Locations = false }).Require();

        var error = Assert.Single(DocumentValidator.Validate(Check.Library, document));

        Assert.Empty(error.Locations);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "aliases", $"{{ {string.Join(' ', Enumerable.Range(0, 3_300).Select(i => $"a{i}: items {{ id }}"))} }}" },
        { "same field", $"{{ {string.Concat(Enumerable.Repeat("items { id } ", 4_000))} }}" },
        { "unknown fields", $"{{ {string.Join(' ', Enumerable.Range(0, 15_000).Select(i => $"unknown{i}"))} }}" },
        { "directives", $"{{ items {string.Concat(Enumerable.Repeat("@once ", 9_000))} {{ id }} }}" },
        { "arguments", $"{{ items({string.Join(' ', Enumerable.Range(0, 6_000).Select(i => $"a{i}: {i}"))}) {{ id }} }}" },
        { "same argument", $"{{ items({string.Concat(Enumerable.Repeat("limit: 1 ", 6_000))}) {{ id }} }}" },
        { "variables", $"query ({string.Join(' ', Enumerable.Range(0, 4_000).Select(i => $"$v{i}: Int"))}) {{ items {{ id }} }}" },
        { "huge list", $"{{ items(years: [{string.Join(' ', Enumerable.Range(0, 18_000))}]) {{ id }} }}" },
        { "spreads", $"{{ items {{ {string.Concat(Enumerable.Repeat("...F ", 9_000))} }} }} fragment F on Item {{ id }}" },
        {
            "circular fragments",
            $"{{ items {{ ...F0 }} }} {string.Join(' ', Enumerable.Range(0, 1_500).Select(i => $"fragment F{i} on Item {{ ...F{(i + 1) % 1_500} ...F{(i + 7) % 1_500} }}"))}"
        },
        {
            "fragments that each spread all others",
            $"{{ items {{ ...F0 }} }} {string.Join(' ', Enumerable.Range(0, 90).Select(i => $"fragment F{i} on Item {{ {string.Join(' ', Enumerable.Range(0, 90).Select(j => $"...F{j}"))} }}"))}"
        },
        { "operations", string.Join(' ', Enumerable.Range(0, 2_500).Select(i => $"query Q{i} {{ items {{ id }} }}")) },
        {
            "operations that share fragments",
            $"{string.Join(' ', Enumerable.Range(0, 1_000).Select(i => $"query Q{i} {{ ...F0 }}"))} {string.Join(' ', Enumerable.Range(0, 1_000).Select(i => $"fragment F{i} on Query {{ ...F{i + 1} }}"))}"
        },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_documents_cost_little(string name, string document)
    {
        var parsed = Parser.Parse(document).Require();
        DocumentValidator.Validate(Check.Library, parsed);

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        DocumentValidator.Validate(Check.Library, parsed);
        watch.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;

        // The bar, 50 ms, is a benchmark's; a test build on a busy machine gets room, but none for work that explodes.
        Assert.True(watch.ElapsedMilliseconds < 5_000, $"{name}: {watch.ElapsedMilliseconds} ms");
        Assert.True(allocated < 32 << 20, $"{name}: {allocated:N0} bytes");
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hub.GraphQL.Language;

namespace Hub.GraphQL.Tests.Corpus;

public sealed partial class ParseCorpusTests
{
    // The cases were recorded by an older 16; 16.15.0 refuses the same texts at the same places in these words.
    private static readonly Dictionary<string, string> Reworded = new()
    {
        ["Syntax Error: Unexpected description, descriptions are supported only on type definitions."] =
            "Syntax Error: Unexpected description, only GraphQL definitions support descriptions.",
    };

    [Fact]
    public void Every_recorded_text_parses_and_prints_or_is_refused_as_recorded()
    {
        var cases = CorpusFile.Read("parse.json.gz");

        var different = new List<string>();
        foreach (var @case in cases)
        {
            var (recorded, ours) = (Recorded(@case), Ours(@case));
            if (recorded != ours)
                different.Add($"{@case.GetProperty("source")}\n--- recorded\n{recorded}\n--- ours\n{ours}");
        }

        Assert.Equal(1_414, cases.Count);
        Assert.True(different.Count == 0, $"{different.Count} differ:\n{string.Join("\n=====\n", different.Take(20))}");
    }

    [Fact]
    public void What_is_printed_parses_and_prints_the_same()
    {
        var cases = CorpusFile.Read("parse.json.gz");

        foreach (var @case in cases.Where(c => c.GetProperty("ok").GetBoolean()))
        {
            var printed = Parse(@case, @case.GetProperty("printed").GetString()!);

            Assert.Equal(@case.GetProperty("printed").GetString(), Printer.Print(printed.Require()));
        }
    }

    private static string Recorded(JsonElement @case)
    {
        if (@case.GetProperty("ok").GetBoolean())
            return @case.GetProperty("printed").GetString()!;

        var recorded = CorpusErrors.RecordedOne(@case.GetProperty("error"));
        foreach (var (old, current) in Reworded)
            recorded = recorded.Replace(old, current, StringComparison.Ordinal);
        return recorded;
    }

    private static string Ours(JsonElement @case)
    {
        var result = Parse(@case, @case.GetProperty("source").GetString()!);
        return result.IsOk ? Printer.Print(result.Document) : CorpusErrors.OursOne(result.Error);
    }

    private static ParseResult Parse(JsonElement @case, string source) => @case.GetProperty("kind").GetString() switch
    {
        "parse" => Parser.Parse(source, Options(@case, source)),
        "parseValue" => Parser.ParseValue(source, isConst: false),
        "parseConstValue" => Parser.ParseValue(source, isConst: true),
        "parseType" => Parser.ParseType(source),
        var kind => throw new InvalidDataException($"Unknown kind {kind}."),
    };

    // The cases do not record the options they were parsed with; what they say shows them.
    private static ParserOptions Options(JsonElement @case, string source)
    {
        var options = ParserOptions.Request;
        if (@case.GetProperty("ok").GetBoolean())
            return options with { FragmentVariables = FragmentVariables().IsMatch(source) };

        var limit = TokenLimit().Match(@case.GetProperty("error").GetProperty("message").GetString()!);
        return limit.Success
            ? options with { MaxTokens = int.Parse(limit.Groups[1].Value, CultureInfo.InvariantCulture) }
            : options;
    }

    [GeneratedRegex(@"fragment \w+\(")]
    private static partial Regex FragmentVariables();

    [GeneratedRegex(@"more that (\d+) tokens")]
    private static partial Regex TokenLimit();
}

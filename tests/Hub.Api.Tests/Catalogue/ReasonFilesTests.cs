using System.Text;
using System.Text.RegularExpressions;
using Hub.Api.Catalogue;
using Hub.Api.Hosting;
using Hub.Auth.Bearer;
using Hub.Testing;

namespace Hub.Api.Tests.Catalogue;

/// <summary>What is generated from <c>reasons.json</c> and <c>failures.json</c>: constants for the code, a page for partners.</summary>
public sealed partial class ReasonFilesTests
{
    /// <summary>Set to 1 to write the files anew after a change of <c>reasons.json</c> or <c>failures.json</c>.</summary>
    private const string UpdateVariable = "HUB_UPDATE_REASONS";

    // Refusals of operators' commands that a call tells otherwise, or never makes; and a code of GraphQL, which has a reason beside it.
    private static readonly string[] OnlyElsewhere = ["BAD_REQUEST", "DURATION_MALFORMED", "LIFETIME_OUT_OF_RANGE", "REGISTRATION_TOKEN_NOT_FOUND", "USES_OUT_OF_RANGE"];

    private static IEnumerable<string> Codes => Reasons.All.Order(StringComparer.Ordinal);

    [Fact]
    public void The_constants_are_those_of_the_file() => Compare("src/Hub.Data/Catalogue/ReasonCodes.cs", Constants());

    [Fact]
    public void The_constants_of_failed_calls_are_those_of_their_file() => Compare("src/Hub.Api/Hosting/FailureReasons.cs", FailureConstants());

    [Fact]
    public void The_page_for_partners_is_that_of_the_file() => Compare("proto/hub/catalogue/v1/reasons.md", Page());

    [Fact]
    public void Every_reason_a_call_may_fail_with_stands_on_the_page()
    {
        var named = CodeThatFails().SelectMany(code => UpperSnake().Matches(code).Select(match => match.Groups[1].Value));

        var missing = named
            .Concat(Enum.GetValues<BearerFailure>().Select(failure => new BearerResult(null, failure).Reason))
            .Except([.. FailureTexts.All, .. OnlyElsewhere])
            .Order(StringComparer.Ordinal);

        Assert.True(
            !missing.Any(),
            $"Give {string.Join(", ", missing)} status and texts in src/Hub.Api/Hosting/failures.json, then run this class with {UpdateVariable}=1.");
    }

    [Fact]
    public void No_reason_on_the_page_is_without_a_call_that_fails_with_it()
    {
        var code = string.Concat(SourceFiles().Where(path => Path.GetFileName(path) != "FailureReasons.cs").Select(File.ReadAllText));

        var unused = FailureTexts.All.Where(reason =>
            !code.Contains($"\"{reason}\"", StringComparison.Ordinal)
            && !Regex.IsMatch(code, $@"FailureReasons\.{NameOf(reason)}\b"));

        Assert.Empty(unused);
    }

    [Fact]
    public void A_failed_call_tells_its_cure_in_both_languages()
    {
        Assert.All(FailureTexts.All, reason =>
        {
            var text = FailureTexts.Of(reason);
            Assert.All([text.En, text.Id, text.FixEn, text.FixId], sentence => Assert.Matches(@"^[\p{Lu}'{\d].*[.>]\z", sentence));
        });
    }

    // Files that make failures, and those that make refusals which become failures.
    private static IEnumerable<string> CodeThatFails() => SourceFiles()
        .Select(File.ReadAllText)
        .Where(code => MakesFailures().IsMatch(code));

    private static IEnumerable<string> SourceFiles() => new[] { "src/Hub.Api", "src/Hub.Auth" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories));

    [GeneratedRegex(@"\b(GrpcFailure|CatalogueFailures\.Invalid|AdminRefusal|RegistrationProblem|DpopRefusal)\b")]
    private static partial Regex MakesFailures();

    // A reason is an argument on its own; what stands in a pattern or a comparison names one that is made elsewhere.
    [GeneratedRegex(@"[(\s]""([A-Z]+(?:_[A-Z0-9]+)+)""\s*[,)]")]
    private static partial Regex UpperSnake();

    private static void Compare(string file, string generated)
    {
        var path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, generated);
        }

        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == generated,
            $"{file} is not what reasons.json and failures.json make of it. Run this test with {UpdateVariable}=1 and commit the file.");
    }

    private static string Constants()
    {
        var text = new StringBuilder("""
            namespace Hub.Data.Catalogue;

            /// <summary>Codes of the reasons of verdicts. Generated from reasons.json by a test; change that file.</summary>
            public static class ReasonCodes
            {

            """);
        foreach (var code in Codes)
            text.Append("    public const string ").Append(NameOf(code)).Append(" = \"").Append(code).Append("\";\n");
        return text.Append("}\n").ToString();
    }

    private static string FailureConstants()
    {
        var text = new StringBuilder("""
            namespace Hub.Api.Hosting;

            /// <summary>Reasons of failed calls. Generated from failures.json by a test; change that file.</summary>
            internal static class FailureReasons
            {

            """);
        foreach (var code in FailureTexts.All.Order(StringComparer.Ordinal))
            text.Append("    public const string ").Append(NameOf(code)).Append(" = \"").Append(code).Append("\";\n");
        return text.Append("}\n").ToString();
    }

    private static string Page()
    {
        var text = new StringBuilder("""
            # Reasons

            ## Of verdicts

            Every verdict names the gravest of its findings by a stable code. `{0}` stands for what was found. Codes are never renamed; new ones may come.
            Generated from `src/Hub.Api/Catalogue/reasons.json` by a test.

            | Reason | What it says | What to do | Bahasa Indonesia | Yang perlu dilakukan |
            |---|---|---|---|---|

            """);
        foreach (var code in Codes)
        {
            var of = Reasons.TemplateOf(code);
            text.Append("| `").Append(code).Append("` | ").AppendJoin(" | ", of.En, of.FixEn, of.Id, of.FixId).Append(" |\n");
        }

        text.Append("""

            ## Of failed calls

            Every call of every service that fails carries one `ErrorInfo` with domain `hub` and one of these reasons, and a `LocalizedMessage` in `id` and
            `en`. `{0}` and on stand for what the call adds; a text may say more exactly what is at fault. Branch on the reason, not on the text.
            Generated from `src/Hub.Api/Hosting/failures.json` by a test.

            | Reason | Status | What it says | What to do | Bahasa Indonesia | Yang perlu dilakukan |
            |---|---|---|---|---|---|

            """);
        foreach (var code in FailureTexts.All.Order(StringComparer.Ordinal))
        {
            var of = FailureTexts.Of(code);
            text.Append("| `").Append(code).Append("` | ").AppendJoin(", ", of.Status)
                .Append(" | ").AppendJoin(" | ", of.En, of.FixEn, of.Id, of.FixId).Append(" |\n");
        }

        return text.ToString();
    }

    private static string NameOf(string code) =>
        string.Concat(code.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()));
}

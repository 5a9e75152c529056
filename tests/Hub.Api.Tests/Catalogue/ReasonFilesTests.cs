using System.Text;
using Hub.Api.Catalogue;
using Hub.Testing;

namespace Hub.Api.Tests.Catalogue;

/// <summary>What is generated from <c>reasons.json</c>: constants for the code, a page for partners.</summary>
public sealed class ReasonFilesTests
{
    /// <summary>Set to 1 to write the files anew after a change of <c>reasons.json</c>.</summary>
    private const string UpdateVariable = "HUB_UPDATE_REASONS";

    private static IEnumerable<string> Codes => Reasons.All.Order(StringComparer.Ordinal);

    [Fact]
    public void The_constants_are_those_of_the_file() => Compare("src/Hub.Data/Catalogue/ReasonCodes.cs", Constants());

    [Fact]
    public void The_page_for_partners_is_that_of_the_file() => Compare("proto/hub/catalogue/v1/reasons.md", Page());

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
            $"{file} is not what reasons.json makes of it. Run this test with {UpdateVariable}=1 and commit the file.");
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

    private static string Page()
    {
        var text = new StringBuilder("""
            # Reasons of verdicts

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

        return text.ToString();
    }

    private static string NameOf(string code) =>
        string.Concat(code.Split('_').Select(word => word[0] + word[1..].ToLowerInvariant()));
}

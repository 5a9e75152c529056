using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hub.Architecture.Tests;

/// <summary>Rules of the tree: sizes, names, and what a project file may hold.</summary>
public sealed partial class LayoutTests
{
    private const int MostLines = 400;

    /// <summary>Left out of the solution, so that nobody restores the compiler's packages to build or test.</summary>
    private static readonly string[] DesignTime = ["Hub.Data.Design"];

    private static readonly string[] TopFolders = [".ci", "clients", "proto", "src", "tests"];
    private static readonly string[] Code = [".cs", ".proto", ".mjs", ".js", ".py", ".sh", ".html"];
    private static readonly string[] KindsOfCode = ["Services", "Models", "Helpers", "Utils", "Common", "Interfaces", "Extensions"];

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var files = Repository.Files().Where(IsCounted).ToList();

        var tooLong = files.Where(path => File.ReadLines(Repository.Full(path)).Take(MostLines + 1).Count() > MostLines);

        Assert.NotEmpty(files);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_folder_is_named_after_a_kind_of_code()
    {
        var named = Repository.Folders().Where(path => KindsOfCode.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase));

        Assert.Empty(named);
    }

    [Fact]
    public void No_further_folder_stands_at_the_top()
    {
        var top = Repository.Folders().Where(path => !path.Contains('/', StringComparison.Ordinal));

        // Folders of editors start with a dot and are not tracked.
        var further = top.Where(name => !TopFolders.Contains(name) && name[0] != '.');

        Assert.Empty(further);
    }

    [Fact]
    public void No_project_file_carries_a_version()
    {
        var versions =
            from project in Repository.Projects
            from reference in XDocument.Load(Repository.Full(project.Path)).Descendants("PackageReference")
            where reference.Attribute("Version") is not null
                || reference.Attribute("VersionOverride") is not null
                || reference.Elements().Any(child => child.Name.LocalName.StartsWith("Version", StringComparison.Ordinal))
            select $"{project.Path}: {(string?)reference.Attribute("Include")}";

        Assert.Empty(versions);
    }

    [Fact]
    public void Only_the_http_folder_of_the_engine_sees_aspnetcore()
    {
        var engine = CodeBelow("src/Hub.GraphQL/").ToList();

        var seeing = engine.Where(path =>
            !path.StartsWith("src/Hub.GraphQL/Http/", StringComparison.Ordinal)
            && File.ReadAllText(Repository.Full(path)).Contains("Microsoft.AspNetCore", StringComparison.Ordinal));

        Assert.NotEmpty(engine);
        Assert.Empty(seeing);
    }

    [Fact]
    public void Storage_knows_no_protocol()
    {
        var storage = CodeBelow("src/Hub.Data/").ToList();

        var knowing = storage.Where(path => ProtocolNamespace().IsMatch(File.ReadAllText(Repository.Full(path))));

        Assert.NotEmpty(storage);
        Assert.Empty(knowing);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Repository.Full("IntegrationHub.sln")).Replace('\\', '/');

        var missing = Repository.Projects
            .Where(project => !DesignTime.Contains(project.Name))
            .Where(project => !solution.Contains($"\"{project.Path}\"", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Only_the_design_time_project_needs_the_compilers_packages()
    {
        var needing = Repository.Projects.Where(project => project.Packages.Contains("Microsoft.EntityFrameworkCore.Design"));

        Assert.Equal(DesignTime, needing.Select(project => project.Name));
    }

    private static IEnumerable<string> CodeBelow(string folder) =>
        Repository.Files().Where(path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal));

    private static bool IsCounted(string path) =>
        Code.Contains(Path.GetExtension(path)) && !path.Contains("/Migrations/", StringComparison.Ordinal) && !MayBeLong().IsMatch(path);

    // A lexer or a parser reads best in one piece.
    [GeneratedRegex("(Lexer|Parser)[A-Za-z]*[.]cs$")]
    private static partial Regex MayBeLong();

    [GeneratedRegex("using (Microsoft[.]AspNetCore|Grpc[.]|Google[.]Protobuf|Microsoft[.]IdentityModel|Hub[.]GraphQL)")]
    private static partial Regex ProtocolNamespace();
}

using System.Xml.Linq;

namespace Hub.Architecture.Tests;

/// <summary>What a project file says it uses.</summary>
/// <param name="Path">Where it is, relative to the root.</param>
/// <param name="Projects">Projects it compiles against.</param>
/// <param name="Packages">Packages it compiles against.</param>
internal sealed record ProjectFile(string Path, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static ProjectFile Load(string root, string path) => Parse(path, XDocument.Load(System.IO.Path.Combine(root, path)));

    public static ProjectFile Parse(string path, XDocument content) => new(
        path,
        [.. content.Descendants("ProjectReference").Where(IsCompiledAgainst).Select(NameOf)],
        [.. content.Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!)]);

    // A reference that only orders the build is no arrow: a sample may have the hub built, as it starts it as a process.
    private static bool IsCompiledAgainst(XElement reference) => (string?)reference.Attribute("ReferenceOutputAssembly") != "false";

    private static string NameOf(XElement reference) =>
        System.IO.Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'));
}

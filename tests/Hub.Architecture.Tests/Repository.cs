namespace Hub.Architecture.Tests;

/// <summary>The source tree this test was built from.</summary>
internal static class Repository
{
    private static readonly string[] NotSource = [".git", "artifacts", "bin", "obj", "node_modules", "TestResults", "hub-data", "__pycache__", "wwwroot"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every project file of the tree.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files().Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Select(path => ProjectFile.Load(Root, path))];

    /// <summary>Paths of all source files, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Files() => FilesBelow(Root).Select(Relative);

    /// <summary>Paths of all source folders, relative to the root, with forward slashes.</summary>
    public static IEnumerable<string> Folders() => FoldersBelow(Root).Select(Relative);

    /// <summary>Full path of a file of the tree.</summary>
    public static string Full(string path) => Path.Combine(Root, path);

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(folder).Concat(SourceFolders(folder).SelectMany(FilesBelow));

    private static IEnumerable<string> FoldersBelow(string folder) =>
        SourceFolders(folder).SelectMany(child => FoldersBelow(child).Prepend(child));

    private static IEnumerable<string> SourceFolders(string folder) =>
        Directory.EnumerateDirectories(folder).Where(child => !NotSource.Contains(Path.GetFileName(child)));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the test holds IntegrationHub.sln.");
    }
}

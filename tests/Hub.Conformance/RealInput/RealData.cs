using Hub.Testing;

namespace Hub.Conformance.RealInput;

/// <summary>The folder of real data, which is no part of the project.</summary>
internal static class RealData
{
    /// <summary>Root of the project.</summary>
    public static string Project => Repository.Root;

    /// <summary>What <c>HUB_TEST_DATA</c> names, by default <c>../shared/data</c> beside the project.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("HUB_TEST_DATA") is { Length: > 0 } folder
            ? Path.GetFullPath(folder, Project)
            : Path.GetFullPath("../shared/data", Project);

    /// <summary>Skips the test, saying so, where the file is not there.</summary>
    public static string Require(string path)
    {
        var full = Path.Combine(Folder, path);
        Assert.SkipUnless(
            Path.Exists(full),
            $"Skipped: there is no '{path}' in the data folder (HUB_TEST_DATA, by default ../shared/data beside the project).");
        return full;
    }

    /// <summary>A mapping file of partner-sync.</summary>
    public static string Map(string name) => Path.Combine(Project, "clients", "samples", "partner-sync", "maps", name);
}

namespace Hub.Testing;

/// <summary>The checkout the tests run from.</summary>
public static class Repository
{
    /// <summary>Its top folder, found by the solution file in it.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No folder above the test holds IntegrationHub.sln.");
    }
}
